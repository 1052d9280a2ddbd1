"""What a scanner shows for a code, before anything is handed out."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from nuanfeng.kernel.errors import Refused, refuse_if
from nuanfeng.modules.benefits import policies, queries
from nuanfeng.modules.benefits.policies import Actor
from nuanfeng.modules.benefits.queries import Offer, Served
from nuanfeng.modules.benefits.rules import outcomes
from nuanfeng.modules.benefits.rules.choices import JUST_SCANNED_WITHIN
from nuanfeng.modules.benefits.rules.days import PROGRAMME_NOT_HERE, refusal_to_run
from nuanfeng.modules.benefits.rules.late import LateHours
from nuanfeng.modules.benefits.usecases.record_screening import record_screening
from nuanfeng.modules.passes.api import Scanner, verify_scanned


@dataclass(frozen=True, slots=True)
class ScanAnswer:
    """Green, amber or grey. `at` is when the person was served, or until when it waits for others.

    `redemption_id` is there only for whoever recorded that within the last minute, who may undo it.
    """

    outcome: str
    service_date: date
    at: datetime | None = None
    redemption_id: UUID | None = None

    @property
    def is_just_scanned(self) -> bool:
        """The same code again on the same scanner: not a second person."""
        return self.redemption_id is not None


def check_pass(
    *, id: UUID, station_id: int, programme: str, code: str, actor: Actor, now: datetime
) -> ScanAnswer:
    """Judge a code. Green stores nothing; amber and grey store a screening without the person."""
    refuse_if(policies.refusal_to_hand_out(actor, station_id))
    offer = queries.offer_at(station_id, programme)
    if offer is None:
        raise Refused(PROGRAMME_NOT_HERE)
    day = offer.day_of(now)
    refuse_if(
        refusal_to_run(
            is_active=offer.is_active, starts_on=offer.starts_on, ends_on=offer.ends_on, service_date=day
        )
    )
    answer = _judged(code, offer, station_id, day, actor, now)
    if answer.outcome not in (outcomes.NEW, outcomes.RELEASED) and not answer.is_just_scanned:
        record_screening(
            id=id,
            station_id=station_id,
            programme_id=offer.programme_id,
            service_date=day,
            outcome=answer.outcome,
            actor=actor,
            now=now,
        )
    return answer


def _judged(code: str, offer: Offer, station_id: int, day: date, actor: Actor, now: datetime) -> ScanAnswer:
    scanned = verify_scanned(code, now=now)
    outcome = outcomes.OF_A_CODE[scanned.outcome]
    if outcome != outcomes.NEW or scanned.person_id is None:
        return ScanAnswer(outcome, day)
    served = queries.served_in(
        person_id=scanned.person_id, programme_id=offer.programme_id, period_start=offer.period_of(day)
    )
    late = queries.late_hours_of(offer, station_id=station_id, day=day, now=now)
    if served is None:
        return _unserved(scanned.person_id, offer, day, late, now)
    own = served.id if _is_own(served, actor, now) else None
    if own is None and late is not None and late.is_for_all(now):
        return ScanAnswer(outcomes.RELEASED, day, served.at)
    return ScanAnswer(outcomes.ALREADY, day, served.at, own)


def _unserved(person_id: int, offer: Offer, day: date, late: LateHours | None, now: datetime) -> ScanAnswer:
    if late is not None and late.is_held_back(person_id, now):
        return ScanAnswer(outcomes.HELD_BACK, day, late.for_all)
    is_meant = late is not None or queries.is_meant_for(person_id, offer, day)
    return ScanAnswer(outcomes.NEW if is_meant else outcomes.OTHER_WORK, day)


def _is_own(served: Served, actor: Actor, now: datetime) -> bool:
    """Whether this actor recorded it within the last minute."""
    recorder = served.scanner_id if isinstance(actor, Scanner) else served.staff_id
    is_fresh = served.received_at is not None and now - served.received_at <= JUST_SCANNED_WITHIN
    return is_fresh and recorder == actor.pk
