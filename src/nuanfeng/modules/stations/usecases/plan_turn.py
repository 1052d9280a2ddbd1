"""Who minds a station when."""

from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import Refused, refuse_if
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations import policies
from nuanfeng.modules.stations.models import DutyTurn, Station
from nuanfeng.modules.stations.rules.upkeep import TURN_OF_STRANGER, refusal_to_plan_turn


@unit_of_work()
def plan_turn(
    *, station_id: int, person_id: int, starts_at: datetime, ends_at: datetime, actor: Person, now: datetime
) -> DutyTurn:
    """Write down a turn; the same turn twice is one.

    Refused for anybody but the station's people, for somebody who does not work there, and for hours
    that end before they begin or are over.
    """
    refuse_if(policies.refusal_to_run_station(actor, station_id))
    refuse_if(refusal_to_plan_turn(starts_at=starts_at, ends_at=ends_at, now=now))
    station = Station.objects.select_for_update().get(pk=station_id)
    if not station.staff.filter(person_id=person_id, until__isnull=True).exists():
        raise Refused(TURN_OF_STRANGER)
    if before := DutyTurn.objects.filter(station=station, person_id=person_id, starts_at=starts_at).first():
        return before
    turn = DutyTurn.objects.create(station=station, person_id=person_id, starts_at=starts_at, ends_at=ends_at)
    audit.record(actor=actor, action="stations.plan_turn", subject=station, at=now)
    return turn


@unit_of_work()
def drop_turn(*, station_id: int, turn_id: int, actor: Person, now: datetime) -> None:
    """Take a turn off the plan; one that is not there changes nothing."""
    refuse_if(policies.refusal_to_run_station(actor, station_id))
    gone, _each = DutyTurn.objects.filter(pk=turn_id, station_id=station_id).delete()
    if gone:
        audit.record(actor=actor, action="stations.drop_turn", subject=Station(pk=station_id), at=now)
