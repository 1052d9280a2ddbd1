"""Let a person mind a station."""

from datetime import datetime

from nuanfeng.kernel import audit, outbox
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import Refused, refuse_if
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations import policies
from nuanfeng.modules.stations.events import StationStaffAppointed
from nuanfeng.modules.stations.models import Station, StationStaff
from nuanfeng.modules.stations.rules.places import ROLE_UNKNOWN


@unit_of_work()
def appoint_station_staff(
    *, station_id: int, person: Person, role: str, actor: Person | str, now: datetime
) -> StationStaff:
    """As master or volunteer; another role at the same station ends where the new one begins."""
    refuse_if(policies.refusal_to_keep_stations(actor))
    if role not in ("master", "volunteer"):
        raise Refused(ROLE_UNKNOWN)
    station = Station.objects.select_for_update().get(pk=station_id)
    running = StationStaff.objects.filter(station=station, person=person, until__isnull=True).first()
    if running and running.role == role:
        return running
    if running:
        running.until = now
        running.save(update_fields=["until"])
    held = StationStaff.objects.create(station=station, person=person, role=role, since=now)
    audit.record(actor=actor, action="stations.appoint_station_staff", subject=held, at=now)
    outbox.announce(StationStaffAppointed(station.pk, person.pk, role), at=now)
    return held
