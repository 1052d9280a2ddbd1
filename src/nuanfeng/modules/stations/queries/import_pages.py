"""The rows of an import as the office's page and the returned sheet show them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext

from nuanfeng.kernel.errors import N_
from nuanfeng.kernel.schedule import began_last
from nuanfeng.kernel.xlsx import Sheet, Value
from nuanfeng.modules.stations.models import Station, StationImport, StationImportRow
from nuanfeng.modules.stations.queries.importing import told
from nuanfeng.modules.stations.queries.week import hours_lines

WHYS = {"name": N_("the same name"), "near": N_("within 30 metres"), "address": N_("the same address")}
STATE_WORDS = {
    "ready": N_("comes in"),
    "undecided": N_("you decide"),
    "wrong": N_("stays out"),
    "skipped": N_("left out"),
    "known": N_("came before"),
    "done": N_("imported"),
}
OUTCOMES = {
    "opened": N_("new station"),
    "changed": N_("added to a station"),
    "unchanged": N_("nothing new"),
    "known": N_("came before"),
    "kept_edit": N_("stays: somebody changed or confirmed it since"),
    "kept_used": N_("stays: it is in use"),
}
STOPS = {
    "only_county": N_("Whoever started it may no longer keep stations."),
    "unexpected": N_("Something failed that should not. What is in stays in; the rest can be tried again."),
}
JOB = "stations.continue_imports"
SILENT_AFTER = timedelta(minutes=2)


@dataclass(frozen=True)
class Progress:
    """How far an import is that was started; `is_silent` where no worker seems to run."""

    done: int
    total: int
    is_running: bool
    stopped: str
    is_silent: bool


def progress_of(sheet: StationImport, *, now: datetime) -> Progress:
    """Where it stands now, counted from its rows."""
    counted = dict(sheet.rows.order_by().values_list("state").annotate(Count("pk")))
    done, ready = counted.get("done", 0), counted.get("ready", 0)
    is_running = bool(sheet.started_at and not sheet.applied_at and not sheet.stopped_at)
    began = began_last(JOB)
    is_waiting = is_running and sheet.started_at is not None and now - sheet.started_at > SILENT_AFTER
    is_silent = is_waiting and (began is None or now - began > SILENT_AFTER)
    stopped = gettext(STOPS.get(sheet.stop_code, STOPS["unexpected"])) if sheet.stopped_at else ""
    return Progress(done, done + ready, is_running, stopped, is_silent)


@dataclass(frozen=True)
class LikenessView:
    """A station, or an earlier row, that may be the same place."""

    ref: str
    name: str
    address: str
    whys: str
    metres: int | None
    station_id: int | None = None


@dataclass(frozen=True)
class RowView:
    """A row with all that is said beside it."""

    row: StationImportRow
    state_word: str
    outcome_word: str
    problems: list[str]
    remarks: list[str]
    likenesses: list[LikenessView] = field(default_factory=list)
    hours_words: str = ""

    @property
    def can_be_decided(self) -> bool:
        """Whether there is a choice left."""
        return self.row.state in ("ready", "undecided", "skipped")


def row_views(rows: Sequence[StationImportRow], *, today: date) -> list[RowView]:
    """The rows of one page; the places they resemble are read in two queries."""
    refs = {likeness["ref"] for row in rows for likeness in row.likenesses}
    stations = Station.objects.in_bulk([int(ref) for ref in refs if ref.isdecimal()])
    numbers = [int(ref.removeprefix("row:")) for ref in refs if ref.startswith("row:")]
    sheet_id = rows[0].sheet_id if rows else None
    earlier = StationImportRow.objects.filter(sheet_id=sheet_id, number__in=numbers)
    by_number = {row.number: row for row in earlier}
    return [
        RowView(
            row,
            gettext(STATE_WORDS[row.state]),
            gettext(OUTCOMES[row.outcome]) if row.outcome in OUTCOMES else "",
            told(row.problems),
            told(row.remarks),
            [view for one in row.likenesses if (view := _likeness(one, stations, by_number))],
            _hours_words(row.values["hours"], today),
        )
        for row in rows
    ]


def returned_sheet(sheet: StationImport, *, today: date) -> Sheet:
    """The rows that did not come in, as they were, each with the reasons in the last column."""
    waiting = sheet.rows.filter(state__in=("wrong", "undecided", "skipped")).order_by("number")
    meanings = [meaning for meaning, _word in sheet.headers]
    header = [gettext("Row"), *(word for _meaning, word in sheet.headers), gettext("Why it did not come in")]
    rows: list[list[Value]] = [
        [view.row.number, *(_cell(view.row.cells, meaning) for meaning in meanings), _reason(view)]
        for view in row_views(list(waiting), today=today)
    ]
    return Sheet(gettext("Not imported"), header, rows)


def _cell(cells: dict[str, str], meaning: str) -> Value:
    """What stood there; a point that can be read is a number, so that it can be put right as one."""
    text = cells.get(meaning, "")
    if meaning not in ("latitude", "longitude"):
        return text
    try:
        return float(text)
    except ValueError:
        return text


def _hours_words(hours: str, today: date) -> str:
    lines = hours_lines(hours, today=today)
    return gettext("; ").join(f"{line.days} {line.hours}" for line in lines)


def _reason(view: RowView) -> str:
    if view.row.state == "wrong":
        return " ".join(view.problems)
    if view.row.state == "skipped":
        return gettext("It was left out on purpose.")
    alike = gettext(", ").join(f"{one.name} ({one.whys})" for one in view.likenesses)
    return gettext("It may be the same as: %(places)s") % {"places": alike}


def _likeness(
    one: dict[str, Any], stations: dict[int, Station], by_number: dict[int, StationImportRow]
) -> LikenessView | None:
    whys = gettext(", ").join(gettext(WHYS[why]) for why in one["whys"])
    ref = one["ref"]
    if ref.startswith("row:"):
        row = by_number.get(int(ref.removeprefix("row:")))
        if row is None:
            return None
        name = gettext("row %(number)s: %(name)s") % {"number": row.number, "name": row.values["name"]}
        return LikenessView(ref, name, row.values["address"], whys, one["metres"])
    station = stations.get(int(ref))
    if station is None:
        return None
    return LikenessView(ref, str(station), station.address, whys, one["metres"], station.pk)
