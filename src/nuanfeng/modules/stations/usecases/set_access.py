"""How people get into a station."""

from datetime import datetime

from nuanfeng.kernel import audit, outbox
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations import policies
from nuanfeng.modules.stations.events import StationChanged
from nuanfeng.modules.stations.models import Station
from nuanfeng.modules.stations.rules.places import refusal_to_let_in


@unit_of_work()
def set_access(*, station_id: int, access: str, note: str, actor: Person, now: datetime) -> Station:
    """One of four ways in, and what to add to it. Refused for anybody but the master and the county."""
    refuse_if(policies.refusal_to_change_station(actor, station_id))
    station = Station.objects.select_for_update().get(pk=station_id)
    note = note.strip()
    if (station.access, station.access_note) == (access, note):
        return station
    refuse_if(refusal_to_let_in(access, note, station.phone))
    station.access, station.access_note, station.changed_at = access, note, now
    station.save(update_fields=["access", "access_note", "changed_at"])
    audit.record(
        actor=actor, action="stations.set_access", subject=station, at=now, details={"access": access}
    )
    outbox.announce(StationChanged(station.pk, ["access"]), at=now)
    return station
