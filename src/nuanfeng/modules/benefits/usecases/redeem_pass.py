"""Somebody showed a code and was handed something: exactly once."""

from datetime import datetime

from nuanfeng.kernel.errors import Refusal, Refused, refuse_if
from nuanfeng.modules.benefits import policies, queries
from nuanfeng.modules.benefits.policies import Actor
from nuanfeng.modules.benefits.queries import Answer
from nuanfeng.modules.benefits.rules import outcomes
from nuanfeng.modules.benefits.rules.choices import HandOut, refusal_to_choose, refusal_to_give_reason
from nuanfeng.modules.benefits.rules.days import PROGRAMME_NOT_HERE, refusal_to_run, trusted_time
from nuanfeng.modules.benefits.usecases.record_hand_out import record_hand_out
from nuanfeng.modules.passes.api import verify_scanned

# What a code says at the wrong time; a record that waited in a queue is judged by its own time too.
_ABOUT_TIME = (outcomes.OUTSIDE_TIME, outcomes.EXPIRED)


def redeem_pass(*, hand_out: HandOut, actor: Actor, now: datetime) -> Answer:
    """Hand something out for a scanned code or a typed number; the same message again changes nothing.

    A code that is not good stores nothing unless it is given anyway, and then nobody's name: a code
    that was copied must not use up its owner's meal. Reads come before the unit of work, which
    `record_hand_out` opens, so that no signature is checked while SQLite's one writer waits.
    """
    refuse_if(policies.refusal_to_hand_out(actor, hand_out.station_id))
    offer = queries.offer_at(hand_out.station_id, hand_out.programme)
    refusal = refusal_to_take(hand_out, offer, now)
    if offer is None or refusal:
        return earlier_or_refused(hand_out, refusal or PROGRAMME_NOT_HERE)
    outcome, person_id = judge_code(hand_out, now)
    day = offer.day_of(trusted_time(hand_out.at, now))
    at = None
    if person_id and not hand_out.give_anyway:
        outcome, at = _question(person_id, hand_out, offer, now)
    if outcome != outcomes.NEW and not hand_out.give_anyway:
        return queries.earlier_answer(hand_out) or Answer(hand_out.id, outcome, day, at)
    return record_hand_out(
        hand_out=hand_out,
        offer=offer,
        person_id=person_id,
        actor=actor,
        action="benefits.redeem_pass",
        now=now,
    )


def _question(
    person_id: int, hand_out: HandOut, offer: queries.Offer, now: datetime
) -> tuple[str, datetime | None]:
    """What stands between a good code and green, and until when: others come first, or others are meant."""
    at = trusted_time(hand_out.at, now)
    day = offer.day_of(at)
    late = queries.late_hours_of(offer, station_id=hand_out.station_id, day=day, now=at)
    if late is not None:
        is_held_back = late.is_held_back(person_id, at)
        return (outcomes.HELD_BACK, late.for_all) if is_held_back else (outcomes.NEW, None)
    is_meant = queries.is_meant_for(person_id, offer, day)
    return outcomes.NEW if is_meant else outcomes.OTHER_WORK, None


def refusal_to_take(hand_out: HandOut, offer: queries.Offer | None, now: datetime) -> Refusal | None:
    """Why this cannot be handed out at this station, whoever it is for."""
    if offer is None:
        return PROGRAMME_NOT_HERE
    return (
        refusal_to_run(
            is_active=offer.is_active,
            starts_on=offer.starts_on,
            ends_on=offer.ends_on,
            service_date=offer.day_of(trusted_time(hand_out.at, now)),
        )
        or refusal_to_choose(hand_out.lines, offer.items)
        or refusal_to_give_reason(hand_out.reason)
    )


def earlier_or_refused(hand_out: HandOut, refusal: Refusal) -> Answer:
    """The kept answer where this was recorded before the reason against it arose."""
    if earlier := queries.earlier_answer(hand_out):
        return earlier
    raise Refused(refusal)


def judge_code(hand_out: HandOut, now: datetime) -> tuple[str, int | None]:
    """The outcome of the code, and the person where it is good."""
    scanned = verify_scanned(hand_out.code, now=now)
    if outcomes.OF_A_CODE[scanned.outcome] in _ABOUT_TIME:
        scanned = verify_scanned(hand_out.code, now=trusted_time(hand_out.at, now))
    outcome = outcomes.OF_A_CODE[scanned.outcome]
    return outcome, scanned.person_id if outcome == outcomes.NEW else None
