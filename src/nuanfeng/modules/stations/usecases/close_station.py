"""Take a station off the list for good."""

from datetime import datetime

from nuanfeng.kernel import audit, outbox
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations import policies
from nuanfeng.modules.stations.events import StationClosed
from nuanfeng.modules.stations.models import Station
from nuanfeng.modules.stations.rules.places import refusal_to_give_reason, refusal_to_move_state


@unit_of_work()
def close_station(*, station_id: int, reason: str, actor: Person | str, now: datetime) -> Station:
    """Its past stays; only county staff may do this."""
    refuse_if(policies.refusal_to_keep_stations(actor))
    station = Station.objects.select_for_update().get(pk=station_id)
    if station.status == "closed":
        return station
    refuse_if(refusal_to_move_state(now_is=station.status, becomes="closed"))
    refuse_if(refusal_to_give_reason(reason))
    station.status, station.status_note, station.changed_at = "closed", reason.strip(), now
    station.save(update_fields=["status", "status_note", "changed_at"])
    audit.record(actor=actor, action="stations.close_station", subject=station, at=now)
    outbox.announce(StationClosed(station.pk), at=now)
    return station
