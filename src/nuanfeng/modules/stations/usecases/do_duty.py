"""Somebody looked after what was due."""

from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import Refused, refuse_if
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations import policies
from nuanfeng.modules.stations.models import Duty, DutyDone, Station
from nuanfeng.modules.stations.queries.doors import service_day_began
from nuanfeng.modules.stations.rules.upkeep import DUTY_UNKNOWN, STATE_UNKNOWN
from nuanfeng.modules.stations.usecases._down import set_state


@unit_of_work()
def do_duty(*, station_id: int, duty: str, actor: Person, now: datetime, problem: str = "") -> DutyDone:
    """Tick a duty for today: all is well, or its facility is `broken` or `empty`.

    The same tick twice is one; a later one of the same day says how it is now. Refused for anybody but
    the station's own people and for a duty that this place does not have.
    """
    refuse_if(policies.refusal_to_run_station(actor, station_id))
    if problem not in ("", "broken", "empty"):
        raise Refused(STATE_UNKNOWN)
    station = Station.objects.select_for_update().get(pk=station_id)
    known = Duty.objects.filter(code=duty, is_active=True).first()
    if known is None or not _has(station, known):
        raise Refused(DUTY_UNKNOWN)
    day = service_day_began(now).date()
    done = DutyDone.objects.filter(station=station, duty=known, day=day).first()
    if done and done.is_fine == (not problem):
        return done
    done = done or DutyDone(station=station, duty=known, day=day)
    done.is_fine, done.person, done.at = not problem, actor, now
    done.save()
    if problem and known.facility_type_id:
        set_state(station.pk, known.facility_type_id, problem, now=now)
    audit.record(actor=actor, action="stations.do_duty", subject=station, at=now, details={"duty": duty})
    return done


def _has(station: Station, duty: Duty) -> bool:
    if duty.facility_type_id is None:
        return True
    return station.facilities.filter(facility_type_id=duty.facility_type_id).exists()
