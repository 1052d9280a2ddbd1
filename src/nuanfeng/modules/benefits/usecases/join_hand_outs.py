"""What an unnamed bearer collected joins the person who now has the card."""

from datetime import date, datetime

from django.db.models import Q

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.modules.benefits.models import PeriodClaim, Redemption
from nuanfeng.modules.benefits.rules import outcomes
from nuanfeng.modules.benefits.usecases.settle_period import settle_period
from nuanfeng.modules.people.api import Person


@unit_of_work()
def join_hand_outs(*, bearer_id: int, person: Person, now: datetime) -> int:
    """Move the hand-outs and settle their periods anew; returns how many moved.

    A period in which both were counted stays as it was counted: two meals left the table, nobody knew
    that it was one person, and what was handed out in good faith becomes no "one more" afterwards.
    """
    both = Redemption.objects.filter(Q(person_id=bearer_id) | Q(person=person)).order_by("pk")
    list(both.select_for_update().values_list("pk"))
    counted = Redemption.objects.filter(person=person, status=outcomes.COUNTED)
    claims = PeriodClaim.objects.filter(person=person)
    taken: set[tuple[int, date | None]] = {
        *counted.values_list("programme_id", "period_start"),
        *claims.values_list("programme_id", "period_start"),
    }
    periods: set[tuple[int, date]] = set()
    moving = []
    rows = Redemption.objects.filter(person_id=bearer_id).values_list("pk", "programme_id", "period_start")
    for number, programme_id, period_start in rows:
        if period_start is not None and (programme_id, period_start) not in taken:
            moving.append(number)
            periods.add((programme_id, period_start))
    Redemption.objects.filter(pk__in=moving).update(person=person, changed_at=now)
    audit.record(
        actor=person,
        action="benefits.join_hand_outs",
        subject=person,
        at=now,
        details={"hand_outs": len(moving)},
    )
    _move_claims(bearer_id, person, taken)
    for programme_id, period_start in sorted(periods, key=str):
        settle_period(person_id=person.pk, programme_id=programme_id, period_start=period_start, now=now)
    return len(moving)


def _move_claims(bearer_id: int, person: Person, known: set[tuple[int, date | None]]) -> None:
    """What both had in a period needs to be known once: by a claim, or by the hand-out that counts."""
    for claim in PeriodClaim.objects.filter(person_id=bearer_id):
        if (claim.programme_id, claim.period_start) in known:
            claim.delete()
        else:
            PeriodClaim.objects.filter(pk=claim.pk).update(person=person)
