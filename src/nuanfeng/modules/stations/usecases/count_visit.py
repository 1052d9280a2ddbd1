"""Somebody was there: counted without knowing who."""

from datetime import datetime
from uuid import UUID

from nuanfeng.kernel import audit
from nuanfeng.kernel.callers import Caller
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import Refused, refuse_if
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations import policies
from nuanfeng.modules.stations.models import DoorCounter, Station, Visit
from nuanfeng.modules.stations.queries.opening import opening_of
from nuanfeng.modules.stations.rules import reports
from nuanfeng.modules.stations.usecases._door import lock_evidence, note_sign

HOUR = reports.BELIEVED_WITHIN
ANYBODY = "anybody"


@unit_of_work()
def count_visit(*, id: UUID, station_id: int, caller: Caller, now: datetime) -> Visit | None:
    """A tap on the code of the station's poster.

    Returns None where it is not counted: the same sender within half an hour, more than sixty in an
    hour (a photographed poster is shared), or a place that is not on the list. Outside the hours it
    is counted and is no evidence: somebody may stand before a locked door.
    """
    station = Station.objects.filter(pk=station_id).exclude(status="closed").first()
    if station is None:
        return None
    evidence = lock_evidence(station_id, now=now)
    if before := Visit.objects.filter(pk=id).first():
        return before
    mark = reports.mark_of(caller.sender, caller.address)
    recent = Visit.objects.filter(station_id=station_id, source="poster", at__gt=now - HOUR)
    if recent.filter(sender_digest=mark, at__gt=now - reports.VISIT_AGAIN_AFTER).exists():
        return None
    if recent.count() >= reports.VISITS_PER_HOUR_MOST:
        return None
    visit = _keep(Visit(id=id, station_id=station_id, source="poster", sender_digest=mark, at=now))
    if opening_of(station, now=now).word != "closed":
        note_sign(evidence, kind="visit", at=now, now=now)
    audit.record(actor=ANYBODY, action="stations.count_visit", subject=station, at=now)
    return visit


@unit_of_work()
def count_people(
    *, id: UUID, station_id: int, people: int, at: datetime, actor: Person | DoorCounter, now: datetime
) -> Visit:
    """So many came in: told by the duty person's tap or by a counter at the door.

    The same id is one count. Refused for other people's stations, for more than 500 at once, and for
    a time that lies ahead. A counter's word outside the hours is kept and is no evidence.
    """
    if isinstance(actor, Person):
        refuse_if(policies.refusal_to_run_station(actor, station_id))
    else:
        refuse_if(policies.refusal_to_count_at(actor, station_id))
    refuse_if(reports.refusal_to_count_people(people))
    if at > now + reports.CLOCK_AHEAD_MAX:
        raise Refused(reports.NOT_YET)
    evidence = lock_evidence(station_id, now=now)
    if before := Visit.objects.filter(pk=id).first():
        refuse_if(None if _is_same(before, station_id, people) else reports.OTHER_CONTENT)
        return before
    is_duty = isinstance(actor, Person)
    source = "duty" if is_duty else "counter"
    visit = _keep(Visit(id=id, station_id=station_id, source=source, people=people, at=at))
    if is_duty or opening_of(Station.objects.get(pk=station_id), now=at).word != "closed":
        note_sign(evidence, kind="visit", at=at, now=now)
    audit.record(actor=actor, action="stations.count_people", subject=Station(pk=station_id), at=now)
    return visit


def _is_same(before: Visit, station_id: int, people: int) -> bool:
    return (before.station_id, before.people) == (station_id, people)


def _keep(visit: Visit) -> Visit:
    visit.save(force_insert=True)
    return visit
