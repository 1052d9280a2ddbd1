"""Shut a station for the time being."""

from datetime import datetime

from nuanfeng.kernel import audit, outbox
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations import policies
from nuanfeng.modules.stations.events import StationPaused
from nuanfeng.modules.stations.models import Station
from nuanfeng.modules.stations.rules.places import refusal_to_give_reason, refusal_to_move_state


@unit_of_work()
def pause_station(*, station_id: int, reason: str, actor: Person | str, now: datetime) -> Station:
    """It stays on the list and says why; its master may do this too."""
    refuse_if(policies.refusal_to_change_station(actor, station_id))
    station = Station.objects.select_for_update().get(pk=station_id)
    if station.status == "paused":
        return station
    refuse_if(refusal_to_move_state(now_is=station.status, becomes="paused"))
    refuse_if(refusal_to_give_reason(reason))
    station.status, station.status_note, station.changed_at = "paused", reason.strip(), now
    station.save(update_fields=["status", "status_note", "changed_at"])
    audit.record(actor=actor, action="stations.pause_station", subject=station, at=now)
    outbox.announce(StationPaused(station.pk), at=now)
    return station
