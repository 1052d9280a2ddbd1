"""Files as offices send them, made in memory."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from openpyxl import Workbook

HEADER = ("序号", "镇街", "站点名称", "详细地址", "经度", "纬度", "联系电话", "开放时间", "服务设施")


def a_workbook(rows: Iterable[Sequence[Any]], *, merged: Iterable[str] = ()) -> bytes:
    """An .xlsx with these rows."""
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def a_county_sheet(*stations: Sequence[Any]) -> bytes:
    """An .xlsx with a merged title, the reporting unit, the header on row 3, a total and a signature."""
    title = ("长沙县爱心驿站一览表",)
    unit = ("填报单位：长沙县总工会",)
    foot = [("合计", "", len(stations)), ("填表人：王五", "", "", "日期：2026年10月8日")]
    return a_workbook([title, unit, HEADER, *stations, *foot], merged=["A1:I1"])


def a_csv(rows: Iterable[Sequence[str]], *, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """A text file with these rows."""
    return "\r\n".join(delimiter.join(row) for row in rows).encode(encoding)


def an_open_document(rows: Iterable[Sequence[str]]) -> bytes:
    """A small .ods."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    names = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{names}:office:1.0" '
        f'xmlns:table="{names}:table:1.0" xmlns:text="{names}:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="驿站">{cells}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
    return out.getvalue()


_MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/"
 manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""
