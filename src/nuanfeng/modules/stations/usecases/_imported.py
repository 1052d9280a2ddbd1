"""Rows of a sheet as stations: part of applying an import."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.utils import timezone

from nuanfeng.modules.organisations.api import Area
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations.models import (
    FacilityType,
    Station,
    StationFacility,
    StationImport,
    StationImportRow,
)
from nuanfeng.modules.stations.rules.naming import search_text
from nuanfeng.modules.stations.usecases.change_station import change_station

_PLAIN = ("name_en", "address", "phone", "source")
# These belong together: hours from one list and their wording from another would contradict.
_TOGETHER = (("latitude", "longitude"), ("hours", "hours_text", "hours_doubtful"))


@dataclass(frozen=True)
class Codes:
    """The county's areas and facilities under their codes."""

    areas: dict[str, Area]
    facilities: dict[str, FacilityType]


def known_codes() -> Codes:
    """What rows refer to by code."""
    return Codes(
        {area.code: area for area in Area.objects.all()},
        {held.code: held for held in FacilityType.objects.all()},
    )


def opened_from(
    rows: Sequence[StationImportRow], sheet: StationImport, codes: Codes, *, now: datetime
) -> list[Station]:
    """A new station for each row, with its facilities; the rows remember which."""
    stations = Station.objects.bulk_create(_station(row, sheet, codes, now) for row in rows)
    StationFacility.objects.bulk_create(
        StationFacility(station=station, facility_type=held, note=note[:100])
        for row, station in zip(rows, stations, strict=True)
        for code, note in row.values["facilities"].items()
        if (held := codes.facilities.get(code))
    )
    for row, station in zip(rows, stations, strict=True):
        row.state, row.outcome, row.station = "done", "opened", station
    return stations


def change_from(
    row: StationImportRow,
    together: Sequence[StationImportRow],
    codes: Codes,
    *,
    actor: Person | str,
    now: datetime,
) -> bool:
    """Give a known station what the row adds ("same") or says otherwise ("update"); was there any?

    `together` are the rows of this round, whose stations are not written beside them yet.
    """
    station = row.same_as or _station_of_row(row, together)
    if station is None:
        row.state, row.decision = "undecided", ""
        return False
    station = Station.objects.get(pk=station.pk)
    held = {facility.facility_type.code: facility.note for facility in _facilities(station)}
    told = {code: note for code, note in row.values["facilities"].items() if code in codes.facilities}
    wins = row.decision == "update"
    facilities = (told if wins and told else told | held) or held
    changes = _changes(station, row.values, codes, wins=wins)
    is_changed = facilities != held or any(getattr(station, name) != new for name, new in changes.items())
    known = {name: _told(getattr(station, name)) for name in changes}
    changed_at_before = moment_text(station.changed_at)
    changed = change_station(
        station_id=station.pk, actor=actor, now=now, changes=changes, facilities=facilities
    )
    row.before = {
        "fields": known,
        "facilities": held,
        "facilities_after": facilities,
        "changed_at_before": changed_at_before,
        "changed_at_after": moment_text(changed.changed_at),
    }
    row.state, row.outcome, row.station = "done", "changed" if is_changed else "unchanged", station
    return is_changed


def _station(row: StationImportRow, sheet: StationImport, codes: Codes, now: datetime) -> Station:
    values = row.values
    plain = {name: values[name] for name in ("name", "kind", "aliases", *_PLAIN)}
    grouped = {name: values[name] for group in _TOGETHER for name in group}
    return Station(
        **plain,
        **grouped,
        area=codes.areas.get(values["area"]),
        name_search=search_text(values["name"], *values["aliases"], values["name_en"]),
        verified_at=_noon_of(values["checked_on"]),
        created_at=now,
        changed_at=now,
    )


def moment_text(at: datetime) -> str:
    """A moment as it is kept in a row, alike whatever zone it was given in."""
    return at.astimezone(UTC).isoformat()


def _told(value: Any) -> Any:
    """A town by its number, everything else as it is."""
    return value.pk if isinstance(value, Area) else value


def _noon_of(day: str) -> datetime | None:
    return timezone.make_aware(datetime.combine(date.fromisoformat(day), time(12))) if day else None


def _station_of_row(row: StationImportRow, together: Sequence[StationImportRow]) -> Station | None:
    if row.same_as_row is None:
        return None
    for other in together:
        if other.number == row.same_as_row and other.station:
            return other.station
    earlier = StationImportRow.objects.filter(sheet_id=row.sheet_id, number=row.same_as_row)
    found = earlier.select_related("station").first()
    return found.station if found else None


def _facilities(station: Station) -> list[StationFacility]:
    return list(StationFacility.objects.filter(station=station).select_related("facility_type"))


def _changes(station: Station, values: dict[str, Any], codes: Codes, *, wins: bool) -> dict[str, Any]:
    """What the row knows and the station does not; with `wins` also what it says otherwise."""
    changes = {name: values[name] for name in _PLAIN if values[name] and (wins or not getattr(station, name))}
    for group in _TOGETHER:
        first = group[0]
        if values[first] not in (None, "") and (wins or getattr(station, first) in (None, "")):
            changes |= {name: values[name] for name in group}
    if (area := codes.areas.get(values["area"])) and (wins or station.area_id is None):
        changes["area"] = area
    names = [values["name"], *values["aliases"]]
    new = [name for name in names if name not in (station.name, *station.aliases)]
    if new:
        changes["aliases"] = [*station.aliases, *new]
    return changes
