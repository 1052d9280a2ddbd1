"""Who asked to be told what is left is forgotten after 30 days."""

from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.modules.benefits.models import MealWatch
from nuanfeng.modules.benefits.rules.late import WATCHED_FOR


@unit_of_work()
def forget_watches(*, now: datetime) -> int:
    """Delete what is older; returns how many."""
    old = MealWatch.objects.filter(asked_again_at__lte=now - WATCHED_FOR)
    if not old.exists():
        return 0
    forgotten, _each = old.delete()
    audit.record(
        actor=None,
        action="benefits.forget_watches",
        subject="benefits.mealwatch",
        at=now,
        details={"watches": forgotten},
    )
    return forgotten
