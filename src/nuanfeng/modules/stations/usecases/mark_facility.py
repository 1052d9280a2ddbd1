"""Something at a station broke, ran out or works again."""

from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import Refused, refuse_if
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations import policies
from nuanfeng.modules.stations.models import FACILITY_STATES, Station
from nuanfeng.modules.stations.rules.upkeep import FACILITY_UNKNOWN, STATE_UNKNOWN
from nuanfeng.modules.stations.usecases._down import set_state


@unit_of_work()
def mark_facility(*, station_id: int, facility: str, state: str, actor: Person, now: datetime) -> bool:
    """Say that a facility works, is empty or is broken; returns whether that is new.

    Refused for anybody but the station's people and the county, and for what the place does not have.
    """
    if policies.refusal_to_run_station(actor, station_id):
        refuse_if(policies.refusal_to_keep_stations(actor))
    if state not in FACILITY_STATES:
        raise Refused(STATE_UNKNOWN)
    station = Station.objects.select_for_update().get(pk=station_id)
    held = station.facilities.filter(facility_type__code=facility).first()
    if held is None:
        raise Refused(FACILITY_UNKNOWN)
    if not set_state(station_id, held.facility_type_id, state, now=now):
        return False
    audit.record(
        actor=actor,
        action="stations.mark_facility",
        subject=station,
        at=now,
        details={"facility": facility, "state": state},
    )
    return True
