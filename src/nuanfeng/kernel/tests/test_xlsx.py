"""A workbook that a county office can open, edit, print and send on."""

from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.utils import translation
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from nuanfeng.kernel.xlsx import Sheet, workbook, workbook_response

DAY = date(2026, 10, 8)


def read(content):
    return load_workbook(BytesIO(content)).worksheets[0]


def a_sheet(*rows, **more):
    return Sheet("驿站", ("名称", "数"), rows, **more)


@pytest.mark.parametrize("text", ["=1+1", "+86 731", "-5", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1+1"])
def test_a_text_that_looks_like_a_formula_stays_a_text(text):
    content = workbook(a_sheet((text, 1)))
    cell = read(content)["A2"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert b"<f>" not in ZipFile(BytesIO(content)).read("xl/worksheets/sheet1.xml")


def test_without_the_choice_of_kind_it_would_be_a_formula():
    from openpyxl import Workbook

    book = Workbook()
    book.active["A1"] = "=1+1"
    assert book.active["A1"].data_type == "f"


def test_figures_stay_figures_and_long_numbers_keep_their_last_ones():
    page = read(workbook(a_sheet(("甲", 12), ("乙", 0.5), ("丙", 9876543210123456), ("丁", None))))
    assert [page.cell(row=row, column=2).value for row in (2, 3, 4, 5)] == [12, 0.5, "9876543210123456", None]
    assert page["B2"].data_type == "n"


def test_moments_are_in_the_countys_time_and_truths_are_words():
    moment = datetime(2026, 10, 7, 22, 30, tzinfo=UTC)
    with translation.override("en"):
        page = read(workbook(a_sheet((moment, True), (DAY, False))))
    assert page["A2"].value == datetime(2026, 10, 8, 6, 30)  # noqa: DTZ001 - sheets know no zone
    assert page["A3"].value == datetime(2026, 10, 8)  # noqa: DTZ001
    assert (page["B2"].value, page["B3"].value) == ("yes", "no")


def test_a_form_has_title_unit_and_room_to_sign_and_seal():
    with translation.override("en"):
        form = a_sheet(
            ("甲", 1), title="驿站一览表", unit="长沙县", on=DAY, total=("合计", 1), is_landscape=True
        )
        page = read(workbook(form))
    assert [page.cell(row=row, column=1).value for row in (1, 2, 3, 4, 5)] == [
        "驿站一览表",
        "Reporting unit: 长沙县",
        "名称",
        "甲",
        "合计",
    ]
    assert page["A7"].value == "Filled in by:"
    assert [page.cell(row=row, column=2).value for row in (7, 8)] == ["Date: 2026-10-08", "(seal)"]
    assert "A1:B1" in [str(cells) for cells in page.merged_cells.ranges]
    assert (page.freeze_panes, page.print_title_rows) == ("A4", "$3:$3")
    assert (page.page_setup.paperSize, page.page_setup.orientation) == (9, "landscape")


def test_columns_are_as_wide_as_chinese_words_are():
    page = read(workbook(a_sheet(("一个很长很长的驿站名称", 1))))
    assert page.column_dimensions["A"].width == 24
    assert page.column_dimensions["B"].width == 6


def test_signs_that_no_sheet_may_hold_are_left_out():
    content = workbook(Sheet("a/b:c*" + "长" * 40, ("名称",), [("a\x00\x0bb",)]))
    page = read(content)
    assert page["A2"].value == "ab"
    assert len(page.title) == 31
    assert CalamineWorkbook.from_object(BytesIO(content)).get_sheet_by_index(0).to_python()[1] == ["ab"]


def test_a_download_has_a_chinese_name_and_is_not_kept_by_caches():
    response = workbook_response("驿站", a_sheet())
    assert "filename*=utf-8''%E9%A9%BF%E7%AB%99.xlsx" in response["Content-Disposition"]
    assert response["Cache-Control"] == "private, no-store"
