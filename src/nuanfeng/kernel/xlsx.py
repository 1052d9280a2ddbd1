"""Workbooks for people who live in Excel and WPS: figures stay figures, and no cell becomes a formula."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from unicodedata import east_asian_width

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Value = str | int | float | Decimal | bool | date | datetime | time | None

CELL_LENGTH_MAX = 32_000
# Excel writes a longer whole number as 1.23E+15 and forgets its last figures.
FIGURES_MAX = 11
WIDTH_MIN, WIDTH_MAX = 6, 48
_SHEET_NAME_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_LINE = Side(style="thin", color="FFB8B2A6")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD = PatternFill("solid", fgColor="FFF1EDE4")
_FONT = "等线"


@dataclass(frozen=True)
class Sheet:
    """One sheet: a title, the reporting unit, a header, rows, and the lines that a county form ends with.

    `total` is a last row in bold. Without `unit` the sheet is a plain list without title and signature.
    """

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[Value]]
    title: str = ""
    unit: str = ""
    on: date | None = None
    total: Sequence[Value] | None = None
    is_landscape: bool = False


def workbook(*sheets: Sheet) -> bytes:
    """The file, as Excel and WPS open it without a question."""
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        _write(book.create_sheet(sheet.name.translate(_SHEET_NAME_FORBIDDEN)[:31] or "1"), sheet)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def workbook_response(file_name: str, *sheets: Sheet) -> HttpResponse:
    """The workbook as a download; `file_name` has no ending and may be Chinese."""
    response = HttpResponse(workbook(*sheets), content_type=CONTENT_TYPE)
    disposition = content_disposition_header(as_attachment=True, filename=f"{file_name}.xlsx")
    response["Content-Disposition"] = disposition or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


def _write(page: Worksheet, sheet: Sheet) -> None:
    top = _write_head(page, sheet)
    widths = [_width(word) + 2 for word in sheet.header]
    for word, column in zip(sheet.header, range(1, len(sheet.header) + 1), strict=True):
        cell = _put(page, top, column, word)
        cell.font, cell.fill, cell.border = Font(name=_FONT, bold=True), _HEAD, _BOX
        cell.alignment = Alignment(vertical="center", horizontal="center", wrap_text=True)
    place = top
    for row in sheet.rows:
        place += 1
        _write_row(page, place, row, widths)
    if sheet.total is not None:
        place += 1
        _write_row(page, place, sheet.total, widths, is_bold=True)
    for column, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(column)].width = min(max(width, WIDTH_MIN), WIDTH_MAX)
    if sheet.unit:
        _write_foot(page, place + 2, sheet)
    _set_up(page, top, sheet)


def _write_head(page: Worksheet, sheet: Sheet) -> int:
    """Title and reporting unit; returns the row of the header."""
    top, columns = 1, max(len(sheet.header), 1)
    if sheet.title:
        cell = _put(page, top, 1, sheet.title)
        cell.font, cell.alignment = Font(name=_FONT, bold=True, size=15), Alignment(horizontal="center")
        if columns > 1:
            page.merge_cells(start_row=top, start_column=1, end_row=top, end_column=columns)
        top += 1
    if sheet.unit:
        _put(page, top, 1, _("Reporting unit: %(unit)s") % {"unit": sheet.unit})
        top += 1
    return top


def _write_foot(page: Worksheet, place: int, sheet: Sheet) -> None:
    """Who filled it in, when, and room for the seal; a seal is never printed."""
    day = sheet.on or timezone.localdate()
    written = _("Date: %(date)s") % {"date": f"{day.year}-{day.month:02d}-{day.day:02d}"}
    half = max(2, len(sheet.header) // 2 + 1)
    _put(page, place, 1, _("Filled in by:"))
    _put(page, place, half, written)
    _put(page, place + 1, half, _("(seal)"))


def _write_row(
    page: Worksheet, place: int, row: Sequence[Value], widths: list[int], *, is_bold: bool = False
) -> None:
    for column, value in enumerate(row, 1):
        cell = _put(page, place, column, value)
        cell.border = _BOX
        cell.font = Font(name=_FONT, bold=is_bold)
        cell.alignment = Alignment(vertical="top", wrap_text=isinstance(value, str))
        if column <= len(widths):
            widths[column - 1] = max(widths[column - 1], _width(cell.value) + 2)


def _put(page: Worksheet, row: int, column: int, value: Value) -> Cell:
    """A cell whose kind is chosen here: what begins with = + - @ stays the text that it was."""
    cell: Cell = page.cell(row=row, column=column)
    if isinstance(value, bool):
        value = _("yes") if value else _("no")
    if isinstance(value, int) and len(str(abs(value))) > FIGURES_MAX:
        value = str(value)
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:CELL_LENGTH_MAX]
        cell.data_type = "s"
        # Excel shows an apostrophe's text and keeps it text when somebody edits the cell.
        cell.quotePrefix = value[:1] in ("=", "+", "-", "@")
    elif isinstance(value, datetime):
        cell.value = timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
        cell.number_format = "yyyy-mm-dd hh:mm"
    elif isinstance(value, date):
        cell.value, cell.number_format = value, "yyyy-mm-dd"
    elif value is not None:
        cell.value = value
    return cell


def _set_up(page: Worksheet, top: int, sheet: Sheet) -> None:
    page.freeze_panes = page.cell(row=top + 1, column=1)
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.orientation = "landscape" if sheet.is_landscape else "portrait"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"{top}:{top}"
    page.oddFooter.center.text = "&P / &N"
    page.print_options.horizontalCentered = True


def _width(value: object) -> int:
    if isinstance(value, datetime):
        return 16
    lines = str("" if value is None else value).splitlines() or [""]
    return max(sum(2 if east_asian_width(sign) in "WF" else 1 for sign in line) for line in lines)
