"""A small file that asks for all the memory there is ends a child, never the server."""

import io
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from nuanfeng.kernel.child import ChildFailed, run_bounded
from nuanfeng.kernel.errors import Refusal
from nuanfeng.modules.stations.queries.reading import read_sent_tables

CONTENT = (
    '<?xml version="1.0"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    '<office:body><office:spreadsheet><table:table table:name="a">'
    '<table:table-row table:number-rows-repeated="1000000">'
    '<table:table-cell office:value-type="string" table:number-columns-repeated="16000">'
    "<text:p>x</text:p></table:table-cell></table:table-row>"
    "</table:table></office:spreadsheet></office:body></office:document-content>"
)
MANIFEST = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'


def a_sheet_that_repeats_itself() -> bytes:
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", CONTENT)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
    return buffer.getvalue()


def a_sheet_with_a_cell_far_away() -> bytes:
    book, plain, far = openpyxl.Workbook(), io.BytesIO(), io.BytesIO()
    book.active["A1"] = "名称"
    book.save(plain)
    with ZipFile(plain) as source, ZipFile(far, "w", ZIP_DEFLATED) as archive:
        for name in source.namelist():
            raw = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                raw = raw.replace(b'r="A1"', b"r='XFD1048576'").replace(
                    b'<dimension ref="A1"', b'<dimension ref="A1"'
                )
            archive.writestr(name, raw)
    return far.getvalue()


@pytest.mark.parametrize("make", [a_sheet_that_repeats_itself, a_sheet_with_a_cell_far_away])
def test_a_small_file_that_wants_all_the_memory_is_refused(make):
    assert len(make()) < 10_000
    assert isinstance(read_sent_tables(make()), Refusal)


def test_the_control_an_ordinary_workbook_comes_through_the_child():
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["名称", "地址"])
    book.active.append(["星沙驿站", "星沙大道 1 号"])
    book.save(buffer)
    [table] = read_sent_tables(buffer.getvalue())
    assert table.rows == [["名称", "地址"], ["星沙驿站", "星沙大道 1 号"]]


def test_a_child_that_falls_over_says_so():
    with pytest.raises(ChildFailed):
        run_bounded("nuanfeng.kernel.child:nothing_of_this_name", b"")
