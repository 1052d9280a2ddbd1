"""Say that what is written of a station is true today."""

from datetime import datetime

from nuanfeng.kernel import audit, outbox
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations import policies
from nuanfeng.modules.stations.events import StationConfirmed
from nuanfeng.modules.stations.models import Station


@unit_of_work()
def confirm_station(*, station_id: int, actor: Person, now: datetime) -> Station:
    """Hours that were doubtful are no longer; the same moment twice changes nothing."""
    refuse_if(policies.refusal_to_change_station(actor, station_id))
    station = Station.objects.select_for_update().get(pk=station_id)
    if station.verified_at == now:
        return station
    station.verified_at, station.verified_by = now, actor
    station.hours_doubtful = False
    station.save(update_fields=["verified_at", "verified_by", "hours_doubtful"])
    audit.record(actor=actor, action="stations.confirm_station", subject=station, at=now)
    outbox.announce(StationConfirmed(station.pk), at=now)
    return station
