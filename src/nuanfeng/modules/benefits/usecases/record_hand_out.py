"""Keep one hand-out that was judged, or say why it was not kept."""

from dataclasses import replace
from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.modules.benefits import queries
from nuanfeng.modules.benefits.policies import Actor, recorded_by
from nuanfeng.modules.benefits.queries import Answer, AnswerLine, Offer
from nuanfeng.modules.benefits.rules import outcomes
from nuanfeng.modules.benefits.rules.choices import HandOut
from nuanfeng.modules.benefits.rules.days import trusted_time
from nuanfeng.modules.benefits.rules.periods import LONG_PERIODS
from nuanfeng.modules.benefits.usecases.grant_lease import give_back_own_lease
from nuanfeng.modules.benefits.usecases.settle_period import settle_period
from nuanfeng.modules.benefits.usecases.store_redemption import NewRedemption, StockLeft, store_redemption

# The second try stores an extra; a third is needed where a hand-out is voided between two looks, a
# fourth where the scanner's own lease has to be given back first.
TRIES_MAX = 4


@unit_of_work()
def record_hand_out(
    *, hand_out: HandOut, offer: Offer, person_id: int | None, actor: Actor, action: str, now: datetime
) -> Answer:
    """Try to keep it; where it is not kept, see whether it is a repeat, a second one, or short of stock."""
    new = _new(hand_out, offer, person_id, actor, action, now)
    if not _is_claimed(new, offer):
        return _keep(hand_out, offer, new, now)
    if hand_out.give_anyway:
        return _keep(hand_out, offer, replace(new, status=outcomes.EXTRA), now)
    return queries.earlier_answer(hand_out) or Answer(hand_out.id, outcomes.ALREADY, new.service_date)


def _keep(hand_out: HandOut, offer: Offer, new: NewRedemption, now: datetime) -> Answer:
    if hand_out.give_anyway:
        _free_own_lease(new)
    for _try in range(TRIES_MAX):
        is_stored, stock = store_redemption(new=new)
        if is_stored:
            _settle(new, offer, now)
            return _answer(hand_out, offer, new, stock)
        if earlier := queries.earlier_answer(hand_out):
            return earlier
        served = _served(new)
        if served and not hand_out.give_anyway:
            return Answer(hand_out.id, outcomes.ALREADY, new.service_date, served.at)
        if served:
            new = replace(new, status=outcomes.EXTRA)
        elif any(line.is_short for line in stock) and not _free_own_lease(new):
            break
    return _answer(hand_out, offer, replace(new, status=outcomes.NONE_LEFT), stock)


def _free_own_lease(new: NewRedemption) -> bool:
    """Where the table is short: what this scanner holds for a time without a network lies there too."""
    return new.scanner_id is not None and give_back_own_lease(
        scanner_id=new.scanner_id,
        station_id=new.station_id,
        service_date=new.service_date,
        items=dict(new.lines),
        now=new.received_at,
    )


def _new(
    hand_out: HandOut, offer: Offer, person_id: int | None, actor: Actor, action: str, now: datetime
) -> NewRedemption:
    at = trusted_time(hand_out.at, now)
    scanner_id, staff_id = recorded_by(actor)
    day = offer.day_of(at)
    return NewRedemption(
        id=hand_out.id,
        station_id=hand_out.station_id,
        programme_id=offer.programme_id,
        service_date=day,
        period_start=offer.period_of(day),
        person_id=person_id,
        status=outcomes.GUEST if person_id is None else outcomes.COUNTED,
        gave_anyway=hand_out.give_anyway,
        reason=hand_out.reason,
        scanner_id=scanner_id,
        staff_id=staff_id,
        at=at,
        received_at=now,
        content_digest=hand_out.digest(),
        lines=tuple(sorted((offer.items[line.item].item_id, line.quantity) for line in hand_out.lines)),
        actor=audit.name_of(actor),
        action=action,
    )


def _settle(new: NewRedemption, offer: Offer, now: datetime) -> None:
    """Where it is one more; and in a long period, whose first may have been forgotten since we looked."""
    if new.person_id and (new.status == outcomes.EXTRA or _is_long(new, offer)):
        settle_period(
            person_id=new.person_id,
            programme_id=new.programme_id,
            period_start=new.period_start,
            now=now,
        )


def _is_long(new: NewRedemption, offer: Offer) -> bool:
    return offer.rule_on(new.service_date).period in LONG_PERIODS


def _is_claimed(new: NewRedemption, offer: Offer) -> bool:
    """Whether the person had their share so long ago that no hand-out says so any more."""
    if new.person_id is None or not _is_long(new, offer):
        return False
    claims = queries.people_with_claims(
        [new.person_id], programme_id=new.programme_id, period_start=new.period_start
    )
    return bool(claims)


def _served(new: NewRedemption) -> queries.Served | None:
    if new.person_id is None:
        return None
    return queries.served_in(
        person_id=new.person_id, programme_id=new.programme_id, period_start=new.period_start
    )


def _answer(hand_out: HandOut, offer: Offer, new: NewRedemption, stock: list[StockLeft]) -> Answer:
    is_kept = new.status in outcomes.RECORDED
    codes = {offered.item_id: code for code, offered in offer.items.items()}
    lines = tuple(_line(codes[line.item_id], line, is_kept=is_kept) for line in stock)
    return Answer(hand_out.id, new.status, new.service_date, new.at if is_kept else None, lines)


def _line(code: str, line: StockLeft, *, is_kept: bool) -> AnswerLine:
    if line.remaining is None:
        return AnswerLine(code, line.quantity, line.quantity, None)
    taken = line.taken if is_kept else 0
    return AnswerLine(code, line.quantity, line.beyond_stock, line.remaining + line.leased - taken)
