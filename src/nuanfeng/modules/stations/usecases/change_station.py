"""Change what is written of a station."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from nuanfeng.kernel import audit, outbox
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import Refusal, refuse_if
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations import policies
from nuanfeng.modules.stations.events import StationChanged
from nuanfeng.modules.stations.models import STATION_KINDS, Space, Station
from nuanfeng.modules.stations.rules.hours import refusal_to_keep_hours
from nuanfeng.modules.stations.rules.naming import search_text, tidy
from nuanfeng.modules.stations.rules.places import refusal_to_keep_place
from nuanfeng.modules.stations.usecases._facilities import keep_facilities

MASTERS_FIELDS = {"hours", "hours_text", "hours_doubtful", "phone"}
FIELDS = MASTERS_FIELDS | {
    "kind", "name", "name_en", "aliases", "address", "area", "organisation",
    "latitude", "longitude", "source",
}  # fmt: skip


@unit_of_work()
def change_station(
    *,
    station_id: int,
    actor: Person | str,
    now: datetime,
    changes: Mapping[str, Any],
    facilities: Mapping[str, str] | None = None,
    spaces: Iterable[tuple[str, str, str]] | None = None,
) -> Station:
    """Only what is given changes; a change that changes nothing leaves no trace.

    `facilities` maps codes to notes, `spaces` are (kind, name, note); each replaces what was there.
    The station's own master may change hours, phone and facilities, county staff everything.
    """
    masters_own = set(changes) <= MASTERS_FIELDS and spaces is None
    may = policies.refusal_to_change_station if masters_own else _only_county
    refuse_if(may(actor, station_id))
    station = Station.objects.select_for_update().get(pk=station_id)
    changed = _put(station, changes)
    refuse_if(_refusal_to_keep(station))
    if changed:
        station.name_search = search_text(station.name, *station.aliases, station.name_en)
        station.changed_at = now
        station.save(update_fields=[*changed, "name_search", "changed_at"])
    if facilities is not None and keep_facilities(station, wanted=facilities):
        changed.append("facilities")
    if spaces is not None and _keep_spaces(station, list(spaces)):
        changed.append("spaces")
    if changed:
        details = {"fields": changed}
        audit.record(actor=actor, action="stations.change_station", subject=station, at=now, details=details)
        outbox.announce(StationChanged(station.pk, changed), at=now)
    return station


def _only_county(actor: Person | str, station_id: int) -> Refusal | None:
    return policies.refusal_to_keep_stations(actor)


def _refusal_to_keep(station: Station) -> Refusal | None:
    place = refusal_to_keep_place(
        kind=station.kind,
        kinds=STATION_KINDS,
        name=station.name,
        latitude=station.latitude,
        longitude=station.longitude,
    )
    return place or refusal_to_keep_hours(station.hours)


def _put(station: Station, changes: Mapping[str, Any]) -> list[str]:
    changed = []
    for name, value in changes.items():
        if name not in FIELDS:
            raise TypeError(f"a station's {name} does not change this way")
        value = tidy(value) if name == "name" else value
        if getattr(station, name) != value:
            setattr(station, name, value)
            changed.append(name)
    return changed


def _keep_spaces(station: Station, wanted: list[tuple[str, str, str]]) -> bool:
    held = {(space.kind, space.name, space.note): space.pk for space in Space.objects.filter(station=station)}
    if set(held) == set(wanted):
        return False
    Space.objects.filter(pk__in=[pk for known, pk in held.items() if known not in wanted]).delete()
    Space.objects.bulk_create(
        Space(station=station, kind=kind, name=name, note=note)
        for kind, name, note in dict.fromkeys(wanted)
        if (kind, name, note) not in held
    )
    return True
