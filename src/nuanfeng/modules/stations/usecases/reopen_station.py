"""Open a paused or closed station again."""

from datetime import datetime

from nuanfeng.kernel import audit, outbox
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations import policies
from nuanfeng.modules.stations.events import StationReopened
from nuanfeng.modules.stations.models import Station


@unit_of_work()
def reopen_station(*, station_id: int, actor: Person | str, now: datetime) -> Station:
    """Its master may end a pause; only county staff bring back a closed station."""
    refuse_if(policies.refusal_to_change_station(actor, station_id))
    station = Station.objects.select_for_update().get(pk=station_id)
    if station.status == "active":
        return station
    if station.status == "closed":
        refuse_if(policies.refusal_to_keep_stations(actor))
    station.status, station.status_note, station.changed_at = "active", "", now
    station.save(update_fields=["status", "status_note", "changed_at"])
    audit.record(actor=actor, action="stations.reopen_station", subject=station, at=now)
    outbox.announce(StationReopened(station.pk), at=now)
    return station
