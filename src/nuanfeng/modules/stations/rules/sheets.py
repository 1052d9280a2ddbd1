"""Any table that an office sends: .xlsx, .xls, .ods or text, read into rows of plain cells.

Nothing in a file is believed: its kind is told by its content, its size by what it unfolds to.
"""

import csv
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineWorkbook, PasswordError, SheetVisibleEnum

from nuanfeng.kernel.errors import N_, Refusal
from nuanfeng.modules.stations.rules.naming import tidy

BYTES_MAX = 10 * 1024 * 1024
UNFOLDED_BYTES_MAX = 150 * 1024 * 1024
ROWS_MAX = 20_000
# A title, the line of the reporting unit, the header, totals and signatures stand around the rows.
ROWS_AROUND = 50
COLUMNS_MAX = 200
CELL_LENGTH_MAX = 2000

EMPTY = Refusal("sheet_empty", N_("There is nothing in this file."))
TOO_BIG = Refusal(
    "sheet_too_big", N_("This file is larger than 10 MB. Send only the sheet with the stations.")
)
TOO_MANY_ROWS = Refusal(
    "sheet_too_many_rows", N_("This sheet has more than %(rows)s rows. Split it and send each part.")
)
TOO_WIDE = Refusal("sheet_too_wide", N_("This sheet has more than %(columns)s columns."))
ENCRYPTED = Refusal(
    "sheet_encrypted", N_("This file has a password. Take the password off and send it again.")
)
WRONG_TYPE = Refusal("sheet_wrong_type", N_("This is not a table. Send .xlsx, .xls, .ods or .csv."))
UNREADABLE = Refusal(
    "sheet_unreadable", N_("This file is damaged. Open it, save it as .xlsx and send it again.")
)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_NOT_TABLES = (
    b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"\x7fELF", b"MZ",
)  # fmt: skip
_PAGE = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|table|\?xml|meta|head|script)", re.IGNORECASE)
_CELL = re.compile(rb'<(?:\w+:)?c [^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_ERRORS = ("#n/a", "#ref!", "#value!", "#name?", "#div/0!", "#null!", "#num!")
_DELIMITERS = ",\t;|，"


@dataclass(frozen=True)
class Table:
    """The rows of one sheet, the first row of the file first; cells are text."""

    name: str
    rows: list[list[str]]
    # Top, left, bottom, right of cells that were joined, counted from nought.
    joined: list[tuple[int, int, int, int]] = field(default_factory=list)


def read_tables(content: bytes) -> list[Table] | Refusal:
    """Every visible sheet of a file, or why it cannot be read."""
    if not content.strip():
        return EMPTY
    if len(content) > BYTES_MAX:
        return TOO_BIG
    if content.startswith(b"PK\x03\x04"):
        return _refusal_to_unfold(content) or _workbook(content)
    if content.startswith(_OLE):
        return ENCRYPTED if _ENCRYPTED_STREAM in content else _workbook(content)
    if content.startswith(_NOT_TABLES) or _PAGE.match(content):
        return WRONG_TYPE
    return _text_table(content)


def is_workbook(content: bytes) -> bool:
    """Whether a reader of foreign formats would open it: that is done where it can do no harm."""
    return len(content) <= BYTES_MAX and content.startswith((b"PK\x03\x04", _OLE))


def cell_text(value: object) -> str:
    """A cell as a person would read it aloud: no `.0`, dates as 2024-01-03, one spelling."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value.hour}:{value.minute:02d}"
    if isinstance(value, timedelta):
        return f"{int(value.total_seconds()) // 3600}:{int(value.total_seconds()) // 60 % 60:02d}"
    text = tidy(str(value).replace("\x00", ""))[:CELL_LENGTH_MAX]
    return "" if text.lower() in _ERRORS else text


def _refusal_to_unfold(content: bytes) -> Refusal | None:
    """A zip that is no workbook, unfolds to too much, or claims a cell a million rows away."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
            if sum(entry.file_size for entry in archive.infolist()) > UNFOLDED_BYTES_MAX:
                return TOO_BIG
            if not any(name in names for name in ("xl/workbook.xml", "xl/workbook.bin", "content.xml")):
                return WRONG_TYPE
            sheets = [name for name in names if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name)]
            return next(filter(None, (_refusal_of_extent(archive.read(name)) for name in sheets)), None)
    except (BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        return UNREADABLE


def _refusal_of_extent(sheet: bytes) -> Refusal | None:
    # The reader makes room for the whole rectangle up to the last cell, so that one is looked at first.
    rows = columns = 0
    for found in _CELL.finditer(sheet):
        rows, columns = max(rows, int(found[2])), max(columns, _column(found[1]))
    return _refusal_of_size(rows, columns)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _refusal_of_size(rows: int, columns: int) -> Refusal | None:
    if rows > ROWS_MAX + ROWS_AROUND:
        return replace(TOO_MANY_ROWS, params={"rows": ROWS_MAX})
    if columns > COLUMNS_MAX:
        return replace(TOO_WIDE, params={"columns": COLUMNS_MAX})
    return None


def _workbook(content: bytes) -> list[Table] | Refusal:
    try:
        workbook = CalamineWorkbook.from_object(BytesIO(content))
        sheets = workbook.sheets_metadata
        shown = [sheet.name for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible]
        read = [_sheet(workbook, name) for name in shown[:20]]
    except PasswordError:
        return ENCRYPTED
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # the reader's own panics are no `Exception`
        return UNREADABLE
    refusals = [found for found in read if isinstance(found, Refusal)]
    tables = [found for found in read if isinstance(found, Table) and found.rows]
    return tables or (refusals[0] if refusals else EMPTY)


def _sheet(workbook: CalamineWorkbook, name: str) -> Table | Refusal:
    sheet = workbook.get_sheet_by_name(name)
    if refusal := _refusal_of_size(sheet.total_height, sheet.total_width):
        return refusal
    rows = [[cell_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    joined = [(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or []]
    return Table(name, rows, joined)


def _text_table(content: bytes) -> list[Table] | Refusal:
    text = _decoded(content)
    if text is None:
        return WRONG_TYPE
    rows = _rows_of_text(text)
    if refusal := _refusal_of_size(len(rows), max(map(len, rows), default=0)):
        return refusal
    return [Table("", rows)] if any(any(row) for row in rows) else EMPTY


def _decoded(content: bytes) -> str | None:
    """UTF-8, UTF-16 or the encodings of Chinese and Korean Excel; None for what is no text."""
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        encodings: Sequence[str] = ("utf-16",)
    elif content.startswith(BOM_UTF8):
        encodings = ("utf-8-sig",)
    elif b"\x00" in content[:2000]:
        # Every Latin letter and line end has its empty half behind it, or before it.
        behind, before = content[1::2].count(b"\x00"), content[::2].count(b"\x00")
        encodings = ("utf-16-le" if behind > before else "utf-16-be",)
    else:
        encodings = ("utf-8", "gb18030", "cp949")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        odd = sum(1 for sign in text[:5000] if ord(sign) < 32 and sign not in "\t\r\n")
        return text if odd == 0 else None
    return None


def _rows_of_text(text: str) -> list[list[str]]:
    lines = [line for line in text.splitlines()[:40] if line.strip()]
    delimiter = max(_DELIMITERS, key=lambda sign: _evenness(lines, sign))
    csv.field_size_limit(1_000_000)
    reader: Any = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append([cell_text(value) for value in row])
            if len(rows) > ROWS_MAX + ROWS_AROUND:
                break
    except csv.Error:
        return rows
    return rows


def _evenness(lines: list[str], delimiter: str) -> tuple[int, int]:
    """How many lines have the same number of this sign, and how many signs that is."""
    counts = [line.count(delimiter) for line in lines]
    if not any(counts):
        return (0, 0)
    usual = max(set(counts) - {0}, key=lambda count: (counts.count(count), count))
    return (counts.count(usual), usual)
