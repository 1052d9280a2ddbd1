"""Put a station on the list."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from nuanfeng.kernel import audit, outbox
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations import policies
from nuanfeng.modules.stations.events import StationOpened
from nuanfeng.modules.stations.models import STATION_KINDS, Space, Station
from nuanfeng.modules.stations.rules.hours import refusal_to_keep_hours
from nuanfeng.modules.stations.rules.naming import search_text, tidy
from nuanfeng.modules.stations.rules.places import refusal_to_keep_place
from nuanfeng.modules.stations.usecases._facilities import keep_facilities


@unit_of_work()
def open_station(
    *,
    actor: Person | str,
    now: datetime,
    kind: str,
    name: str,
    facilities: Iterable[str] = (),
    spaces: Iterable[tuple[str, str]] = (),
    **known: Any,
) -> Station:
    """A new station; the same name at the same address again is the station that is there.

    `facilities` are codes, `spaces` are (kind, name), `known` any other field of the record.
    """
    refuse_if(policies.refusal_to_keep_stations(actor))
    station = Station(kind=kind, name=tidy(name), created_at=now, changed_at=now, **known)
    refuse_if(
        refusal_to_keep_place(
            kind=kind,
            kinds=STATION_KINDS,
            name=station.name,
            latitude=station.latitude,
            longitude=station.longitude,
        )
    )
    refuse_if(refusal_to_keep_hours(station.hours))
    there = Station.objects.select_for_update().exclude(status="closed")
    if earlier := there.filter(name=station.name, address=station.address).first():
        return earlier
    station.name_search = search_text(station.name, *station.aliases, station.name_en)
    station.save()
    keep_facilities(station, wanted=dict.fromkeys(facilities, ""))
    Space.objects.bulk_create(
        Space(station=station, kind=space_kind, name=space_name) for space_kind, space_name in spaces
    )
    audit.record(actor=actor, action="stations.open_station", subject=station, at=now)
    outbox.announce(StationOpened(station.pk), at=now)
    return station
