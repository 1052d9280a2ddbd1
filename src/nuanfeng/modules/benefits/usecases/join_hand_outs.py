"""What an unnamed bearer collected joins the person who now has the card."""

from datetime import date, datetime

from django.db.models import Q

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.modules.benefits.models import Redemption
from nuanfeng.modules.benefits.rules import outcomes
from nuanfeng.modules.benefits.usecases.settle_day import settle_day
from nuanfeng.modules.people.api import Person


@unit_of_work()
def join_hand_outs(*, bearer_id: int, person: Person, now: datetime) -> int:
    """Move the hand-outs and settle their days anew; returns how many moved.

    A day on which both were counted stays as it was counted: two meals left the table, nobody knew
    that it was one person, and what was handed out in good faith becomes no "one more" afterwards.
    """
    both = Redemption.objects.filter(Q(person_id=bearer_id) | Q(person=person)).order_by("pk")
    list(both.select_for_update().values_list("pk"))
    counted = Redemption.objects.filter(person=person, status=outcomes.COUNTED)
    taken = set(counted.values_list("programme_id", "service_date"))
    days: set[tuple[int, date]] = set()
    moving = []
    rows = Redemption.objects.filter(person_id=bearer_id).values_list("pk", "programme_id", "service_date")
    for number, programme_id, service_date in rows:
        if (programme_id, service_date) not in taken:
            moving.append(number)
            days.add((programme_id, service_date))
    Redemption.objects.filter(pk__in=moving).update(person=person, changed_at=now)
    audit.record(
        actor=person,
        action="benefits.join_hand_outs",
        subject=person,
        at=now,
        details={"hand_outs": len(moving)},
    )
    for programme_id, service_date in sorted(days, key=str):
        settle_day(person_id=person.pk, programme_id=programme_id, service_date=service_date, now=now)
    return len(moving)
