"""Say anew which of a person's hand-outs of one service day is the counted one."""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.modules.benefits.models import Redemption
from nuanfeng.modules.benefits.rules import outcomes
from nuanfeng.modules.benefits.rules.choices import is_frozen, settled_statuses


@unit_of_work()
def settle_day(*, person_id: int, programme_id: int, service_date: date, now: datetime) -> None:
    """The earliest standing hand-out is counted, the others are extra, in whatever order they came.

    Called where a second one was stored or one was voided. The rows are locked before they are
    read again: another station may be settling the same day.
    """
    if is_frozen(service_date, timezone.localtime(now).date()):
        return
    rows = Redemption.objects.filter(
        person_id=person_id, programme_id=programme_id, service_date=service_date
    )
    rows = rows.filter(status__in=[outcomes.COUNTED, outcomes.EXTRA]).order_by("pk")
    list(rows.select_for_update().values_list("pk"))
    kept = list(rows.values_list("at", "pk", "status"))
    before: dict[UUID, str] = {pk: status for _at, pk, status in kept}
    changed = [(pk, status) for pk, status in settled_statuses(kept).items() if before[pk] != status]
    # Extras first: the unique index allows one counted row at any moment.
    for pk, status in sorted(changed, key=lambda pair: pair[1] == outcomes.COUNTED):
        Redemption.objects.filter(pk=pk).update(status=status, changed_at=now)
        audit.record(
            actor=None,
            action="benefits.settle_day",
            subject=f"benefits.redemption:{pk}",
            at=now,
            details={"status": status},
        )
