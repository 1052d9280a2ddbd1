"""A sheet judged against what the county knows, before anything of it is kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from nuanfeng.kernel.errors import N_, Refusal
from nuanfeng.modules.organisations.api import Area, the_county
from nuanfeng.modules.stations.models import FacilityType, Station, StationImport, StationImportRow
from nuanfeng.modules.stations.queries.reading import read_sent_tables
from nuanfeng.modules.stations.rules.datum import Point
from nuanfeng.modules.stations.rules.duplicates import Directory, KnownPlace, Likeness, first_decision
from nuanfeng.modules.stations.rules.naming import spellings_of
from nuanfeng.modules.stations.rules.sheet_columns import StationSheet, find_stations
from nuanfeng.modules.stations.rules.station_rows import (
    PROBLEMS,
    REMARKS,
    StationRow,
    Surroundings,
    Town,
    read_row,
)

_CHUNK = 500
TABS = {
    "all": N_("All rows"),
    "ready": N_("Come in"),
    "undecided": N_("You decide"),
    "alike": N_("May be the same"),
    "remarked": N_("Something odd"),
    "wrong": N_("Stay out"),
    "skipped": N_("Left out"),
    "known": N_("Came before"),
    "done": N_("Imported"),
}


@dataclass
class JudgedRow:
    """A row with what it may be the same as and what would become of it."""

    row: StationRow
    cells: dict[str, str]
    known: list[Likeness] = field(default_factory=list)
    in_file: list[Likeness] = field(default_factory=list)
    state: str = "ready"
    decision: str = ""
    station_id: int | None = None


@dataclass(frozen=True)
class JudgedSheet:
    """A sheet whose rows are judged."""

    sheet: StationSheet
    rows: list[JudgedRow]

    def counts(self) -> dict[str, int]:
        """How many rows are in which state."""
        counted: dict[str, int] = {}
        for judged in self.rows:
            counted[judged.state] = counted.get(judged.state, 0) + 1
        return counted


def judge_sheet(content: bytes, *, datum: str, kind: str) -> JudgedSheet | Refusal:
    """What a file says of stations, or why it cannot be read. Nothing is written."""
    tables = read_sent_tables(content)
    if isinstance(tables, Refusal):
        return tables
    around = surroundings(datum=datum, kind=kind)
    sheet = find_stations(tables, around.facility_names)
    if isinstance(sheet, Refusal):
        return sheet
    rows = [JudgedRow(read_row(number, cells, around), cells) for number, cells in sheet.rows]
    before = _imported_before([judged.row.fingerprint for judged in rows])
    spellings = spellings_of((town.name, town.aliases) for town in around.towns)
    known, in_file = _directory(spellings), Directory(spellings)
    for judged in rows:
        _judge(judged, before, known, in_file)
    return JudgedSheet(sheet, rows)


def surroundings(*, datum: str, kind: str) -> Surroundings:
    """What rows are read against."""
    county = the_county()
    towns = [
        Town(area.code, area.name, tuple(area.aliases), area.parent.code if area.parent else "")
        for area in Area.objects.select_related("parent")
    ]
    names = dict(FacilityType.objects.values_list("name", "code"))
    return Surroundings(datum, kind, towns, names, county.boundary if county else None)


def counts_by_tab(sheet: StationImport) -> dict[str, int]:
    """The figure on each tab of the preview."""
    return {tab: rows_of_tab(sheet, tab).count() for tab in TABS}


def rows_of_tab(sheet: StationImport, tab: str) -> Any:
    """The rows behind a tab, in the order of the sheet."""
    rows = StationImportRow.objects.filter(sheet=sheet).order_by("number")
    if tab == "alike":
        return rows.exclude(likenesses=[])
    if tab == "remarked":
        return rows.exclude(remarks=[])
    return rows if tab == "all" else rows.filter(state=tab)


def told(codes: Iterable[Sequence[Any]]) -> list[str]:
    """Problems and remarks as sentences in the reader's language."""
    sentences = PROBLEMS | REMARKS
    return [gettext(sentences[code]) % params for code, params in codes]


def place_of(row: StationRow) -> KnownPlace:
    """The row as a place to compare."""
    names = [row.values["name"], *row.values["aliases"]]
    return KnownPlace(f"row:{row.number}", names, row.values["address"], row.point)


def _judge(judged: JudgedRow, before: dict[str, int], known: Directory, in_file: Directory) -> None:
    if judged.row.problems:
        judged.state = "wrong"
        return
    if judged.row.fingerprint in before:
        judged.state, judged.station_id = "known", before[judged.row.fingerprint]
        return
    place = place_of(judged.row)
    judged.known, judged.in_file = known.like(place), in_file.like(place)
    judged.decision = first_decision(judged.known, judged.in_file)
    judged.state = "ready" if judged.decision else "undecided"
    in_file.add(place)


def _directory(spellings: Sequence[tuple[str, str]]) -> Directory:
    directory = Directory(spellings)
    rows = Station.objects.exclude(status="closed")
    fields = rows.values_list("pk", "name", "aliases", "address", "latitude", "longitude")
    for number, name, aliases, address, latitude, longitude in fields:
        point = None if latitude is None or longitude is None else Point(latitude, longitude)
        directory.add(KnownPlace(str(number), [name, *aliases], address, point))
    return directory


def _imported_before(fingerprints: Sequence[str]) -> dict[str, int]:
    """The stations that these very rows became when they were imported before."""
    found: dict[str, int] = {}
    for start in range(0, len(fingerprints), _CHUNK):
        rows = StationImportRow.objects.filter(
            fingerprint__in=fingerprints[start : start + _CHUNK], state="done", station__isnull=False
        )
        found |= dict(rows.values_list("fingerprint", "station_id"))
    return found
