"""From where on a scanner wants to hear who was served: a place in the period's changes, as it keeps it.

Pure. A scanner keeps the text and sends it back; whatever is not one of ours means "from the beginning".
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

CURSOR_LENGTH_MAX = 160
_EPOCH_START = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_TEXT = re.compile(
    r"1\.([0-9]{1,15})\.([-a-zA-Z0-9_]{1,30})\.([0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"\.([0-9]{1,17})\.([0-9]{1,17})\.([0-9a-f]{32}|)"
)


@dataclass(frozen=True, slots=True)
class Table:
    """Whose changes they are: one programme in one period (by its first day), in one epoch."""

    epoch: int
    programme: str
    period_start: date


@dataclass(frozen=True, slots=True)
class Cursor:
    """Everything changed before `since` was told. `after` is the last one told where a page is not the
    last of its answer; `asked` is when the first of these pages was made.
    """

    since: datetime
    asked: datetime
    after: UUID | None = None


def write_cursor(table: Table, cursor: Cursor) -> str:
    """The text that a scanner keeps."""
    after = cursor.after.hex if cursor.after else ""
    since, asked = _number(cursor.since), _number(cursor.asked)
    return f"1.{table.epoch}.{table.programme}.{table.period_start.isoformat()}.{since}.{asked}.{after}"


def read_cursor(text: str, table: Table, *, now: datetime) -> Cursor | None:
    """The place; None for another period, programme or epoch, for the future, and for what is none."""
    found = _TEXT.fullmatch(text) if len(text) <= CURSOR_LENGTH_MAX else None
    if found is None:
        return None
    epoch, programme, day, since, asked, after = found.groups()
    if (int(epoch), programme, day) != (table.epoch, table.programme, table.period_start.isoformat()):
        return None
    cursor = Cursor(_moment(since), _moment(asked), UUID(after) if after else None)
    return cursor if cursor.since <= now and cursor.asked <= now else None


def _number(moment: datetime) -> int:
    return (moment - _EPOCH_START) // _MICROSECOND


def _moment(number: str) -> datetime:
    return _EPOCH_START + int(number) * _MICROSECOND
