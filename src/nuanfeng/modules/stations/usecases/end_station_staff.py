"""A person no longer minds a station."""

from datetime import datetime

from nuanfeng.kernel import audit, outbox
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations import policies
from nuanfeng.modules.stations.events import StationStaffEnded
from nuanfeng.modules.stations.models import StationStaff


@unit_of_work()
def end_station_staff(*, staff_id: int, actor: Person | str, now: datetime) -> StationStaff:
    """From now on; ending twice changes nothing. People may end their own role themselves."""
    held = StationStaff.objects.select_for_update().get(pk=staff_id)
    if held.person != actor:
        refuse_if(policies.refusal_to_keep_stations(actor))
    if held.until is not None:
        return held
    held.until = now
    held.save(update_fields=["until"])
    audit.record(actor=actor, action="stations.end_station_staff", subject=held, at=now)
    outbox.announce(StationStaffEnded(held.station_id, held.person_id), at=now)
    return held
