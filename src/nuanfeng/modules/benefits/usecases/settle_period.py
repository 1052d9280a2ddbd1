"""Say anew which of a person's hand-outs of one period is the counted one."""

from datetime import date, datetime

from django.utils import timezone

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.modules.benefits.models import Redemption
from nuanfeng.modules.benefits.queries import people_with_claims
from nuanfeng.modules.benefits.rules import outcomes
from nuanfeng.modules.benefits.rules.choices import Standing, settled_in_period


@unit_of_work()
def settle_period(*, person_id: int, programme_id: int, period_start: date, now: datetime) -> None:
    """The earliest standing hand-out is counted, the others are extra, in whatever order they came.

    Called where a second one was stored or one was voided. The rows are locked before they are
    read again: another station may be settling the same period. What was reported stays.
    """
    rows = Redemption.objects.filter(
        person_id=person_id, programme_id=programme_id, period_start=period_start
    )
    rows = rows.filter(status__in=[outcomes.COUNTED, outcomes.EXTRA]).order_by("pk")
    list(rows.select_for_update().values_list("pk"))
    kept = [Standing(*row) for row in rows.values_list("at", "pk", "status", "service_date")]
    claims = people_with_claims([person_id], programme_id=programme_id, period_start=period_start)
    today = timezone.localtime(now).date()
    settled = settled_in_period(kept, today=today, is_claimed=bool(claims))
    changed = [(row.id, settled[row.id]) for row in kept if settled[row.id] != row.status]
    # Extras first: the unique index allows one counted row at any moment.
    for pk, status in sorted(changed, key=lambda pair: pair[1] == outcomes.COUNTED):
        Redemption.objects.filter(pk=pk).update(status=status, changed_at=now)
        audit.record(
            actor=None,
            action="benefits.settle_period",
            subject=f"benefits.redemption:{pk}",
            at=now,
            details={"status": status},
        )
