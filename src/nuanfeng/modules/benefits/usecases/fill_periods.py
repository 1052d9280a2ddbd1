"""Hand-outs that the release before this one wrote say nothing of a period: theirs is the day."""

from datetime import datetime

from django.db.models import F

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.modules.benefits.models import Redemption


@unit_of_work()
def fill_periods(*, now: datetime) -> int:
    """Fill what is empty, at every start of the server; returns how many there were.

    Only after going back to the release before and forth again are there any. That release knows no
    other period than a day.
    """
    empty = Redemption.objects.filter(period_start__isnull=True)
    if not empty.exists():
        return 0
    filled = empty.update(period_start=F("service_date"))
    audit.record(
        actor=None,
        action="benefits.fill_periods",
        subject="benefits.redemption",
        at=now,
        details={"hand_outs": filled},
    )
    return filled
