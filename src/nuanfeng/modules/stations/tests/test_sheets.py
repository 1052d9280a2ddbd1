"""Sheets as they come: every kind of file, every kind of mess."""

from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuanfeng.kernel.errors import Refusal
from nuanfeng.modules.stations.rules.sheet_columns import StationSheet, find_stations
from nuanfeng.modules.stations.rules.sheets import BYTES_MAX, cell_text, read_tables
from nuanfeng.modules.stations.tests.sheet_builders import (
    HEADER,
    a_county_sheet,
    a_csv,
    a_workbook,
    an_open_document,
)

FIXTURES = Path(__file__).parent / "fixtures"
SIMPLE = [("名称", "地址"), ("开元驿站", "开元路 1 号"), ("板仓驿站", "板仓路 8 号")]


def stations(content: bytes) -> StationSheet:
    tables = read_tables(content)
    assert not isinstance(tables, Refusal), tables
    sheet = find_stations(tables, {})
    assert not isinstance(sheet, Refusal), sheet
    return sheet


def refusal(content: bytes) -> str:
    tables = read_tables(content)
    answer = tables if isinstance(tables, Refusal) else find_stations(tables, {})
    assert isinstance(answer, Refusal), answer
    return answer.code


def test_a_real_county_sheet_is_found_between_title_and_signature():
    sheet = stations(
        a_county_sheet(
            (1, "星沙街道", "开元驿站", "开元路 1 号", 113.08, 28.24, "0731-84", "8:30-20:00", "饮水、充电"),
            (2, "星沙街道", "板仓驿站", "板仓路 8 号", None, None, None, None, None),
        )
    )
    assert (sheet.header_row, [number for number, _cells in sheet.rows]) == (3, [4, 5])
    assert sheet.rows[0][1] == {
        "area": "星沙街道",
        "name": "开元驿站",
        "address": "开元路 1 号",
        "longitude": "113.08",
        "latitude": "28.24",
        "phone": "0731-84",
        "hours": "8:30-20:00",
        "facilities": "饮水、充电",
    }


def test_an_old_xls_with_joined_towns_counts_and_serial_dates():
    sheet = stations((FIXTURES / "county_sheet.xls").read_bytes())
    assert [cells["area"] for _number, cells in sheet.rows] == ["星沙街道", "星沙街道"]
    assert [cells["facility:water"] for _number, cells in sheet.rows] == ["2", "8个"]
    assert [cells["checked_on"] for _number, cells in sheet.rows] == ["2024-01-03", "2024.1.3"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "，"])
def test_text_in_any_usual_spelling_says_the_same(encoding, delimiter):
    sheet = stations(a_csv(SIMPLE, encoding=encoding, delimiter=delimiter))
    assert [cells for _number, cells in sheet.rows] == [
        {"name": "开元驿站", "address": "开元路 1 号"},
        {"name": "板仓驿站", "address": "板仓路 8 号"},
    ]


def test_an_open_document_and_a_workbook_say_the_same():
    assert stations(an_open_document(SIMPLE)).rows == stations(a_workbook(SIMPLE)).rows


def test_quotes_and_line_ends_inside_a_cell_are_kept_together():
    content = '名称,地址,开放时间\n"开元,驿站","开元路\n1 号","8:30-11:00, 13:00-17:00"\n'.encode()
    assert stations(content).rows == [
        (2, {"name": "开元,驿站", "address": "开元路 1 号", "hours": "8:30-11:00, 13:00-17:00"})
    ]


def test_a_header_of_two_rows_is_read_as_one():
    rows = [
        ("一览表", None, None, None),
        ("序号", "站点名称", "位置信息", None),
        (None, None, "经度", "纬度"),
        (1, "开元驿站", 113.08, 28.24),
    ]
    sheet = stations(a_workbook(rows, merged=["A2:A3", "B2:B3", "C2:D2"]))
    assert sheet.rows[0][1] == {"name": "开元驿站", "longitude": "113.08", "latitude": "28.24"}


def test_the_sheet_with_stations_is_found_behind_a_cover_sheet():
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["说明", "请按格式填写"])
    second = book.create_sheet("驿站")
    for row in SIMPLE:
        second.append(row)
    hidden = book.create_sheet("旧")
    hidden.sheet_state = "hidden"
    for row in [HEADER, (1, "星沙街道", "旧驿站", "路", 1, 2, 3, 4, 5)]:
        hidden.append(row)
    out = BytesIO()
    book.save(out)
    assert [cells["name"] for _number, cells in stations(out.getvalue()).rows] == ["开元驿站", "板仓驿站"]


def test_names_of_people_are_not_read():
    rows = [("名称", "负责人", "手机号", "颜色"), ("开元驿站", "王五", "13800001111", "红")]
    sheet = stations(a_workbook(rows))
    assert sheet.rows == [(2, {"name": "开元驿站"})]
    assert (sheet.personal, sheet.ignored) == (["负责人", "手机号"], ["颜色"])


def test_a_repeated_header_totals_and_examples_are_no_stations():
    header, example, total = ("名称", "地址"), ("例", "路"), ("总计：2", "")
    rows = [header, example, ("甲", "路"), header, ("小 计", "1"), ("乙", "路"), total]
    assert [cells["name"] for _number, cells in stations(a_workbook(rows)).rows] == ["甲", "乙"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "sheet_empty"),
        (b"  \n", "sheet_empty"),
        (a_workbook([]), "sheet_empty"),
        (b"x" * (BYTES_MAX + 1), "sheet_too_big"),
        (b"%PDF-1.7 ...", "sheet_wrong_type"),
        (b"\x89PNG\r\n\x1a\n...", "sheet_wrong_type"),
        (b"<html><table><tr><td>x</td></tr></table></html>", "sheet_wrong_type"),
        (bytes(range(256)) * 4, "sheet_wrong_type"),
        (b"PK\x03\x04 and then nothing", "sheet_unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "sheet_unreadable"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "sheet_encrypted",
        ),
        (a_workbook([("甲", "乙"), (1, 2)]), "sheet_no_header"),
        (a_workbook([("名称", "地址")]), "sheet_no_rows"),
        (a_workbook([("名称", "地址"), ("合计", "0")]), "sheet_no_rows"),
        (a_csv([("名称",)] + [(f"驿站 {n}",) for n in range(20_001)]), "sheet_too_many_rows"),
        (a_workbook([("名称",) * 201]), "sheet_too_wide"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_sheet_is_refused_by_a_stable_code(content, code):
    assert refusal(content) == code


def test_a_workbook_that_lost_its_end_is_unreadable():
    whole = a_county_sheet((1, "星沙街道", "开元驿站", "开元路 1 号"))
    assert refusal(whole[: len(whole) // 2]) == "sheet_unreadable"


def test_a_small_file_cannot_unfold_into_a_large_one():
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (151 * 1024 * 1024))
    assert len(out.getvalue()) < 1024 * 1024
    assert refusal(out.getvalue()) == "sheet_too_big"


def test_one_cell_a_million_rows_away_does_not_fill_the_memory():
    from openpyxl import Workbook

    book = Workbook()
    book.active["A1"] = "名称"
    book.active["XFD1048576"] = "x"
    out = BytesIO()
    book.save(out)
    assert refusal(out.getvalue()) == "sheet_too_many_rows"


def test_a_zip_of_something_else_is_no_table():
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("photo.jpg", b"...")
    assert refusal(out.getvalue()) == "sheet_wrong_type"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (8.0, "8"),
        (113.0815, "113.0815"),
        (True, "true"),
        (date(2024, 1, 3), "2024-01-03"),
        (datetime(2024, 1, 3, 8, 30), "2024-01-03 08:30"),  # noqa: DTZ001 - cells have no zone
        ("ＡＢＣ　１２３", "ABC 123"),
        ("#N/A", ""),
        (None, ""),
    ],
)
def test_a_cell_reads_as_a_person_would_say_it(value, text):
    assert cell_text(value) == text


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=400)
    | st.binary(max_size=200).map(lambda tail: b"PK\x03\x04" + tail)
    | st.binary(max_size=200).map(lambda tail: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + tail)
    | st.text(max_size=200).map(lambda text: f"名称,地址\n{text}".encode())
)
def test_no_file_whatever_breaks_the_reader(content):
    tables = read_tables(content)
    if not isinstance(tables, Refusal):
        find_stations(tables, {})


def test_the_real_lists_of_seoul_and_changsha(shared_files):
    folder = shared_files / "data/stations"
    counts = {path.name: len(stations(path.read_bytes()).rows) for path in folder.glob("*.csv")}
    assert counts == {
        "cn_changsha_county_named_stations.csv": 5,
        "kr_seoul_mobile_worker_shelters_2026_raw.csv": 28,
        "kr_seoul_heat_shelters_2026_raw.csv": 4087,
    }
