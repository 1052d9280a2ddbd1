"""Forget whom a replaced or ended handle stood for."""

from datetime import datetime

from django.db.models import Q

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.modules.passes.models import Handle
from nuanfeng.modules.passes.rules.periods import HANDLE_KEPT


@unit_of_work()
def forget_handles(*, now: datetime) -> int:
    """Delete handles that stopped counting more than 30 days ago; returns how many."""
    horizon = now - HANDLE_KEPT
    over = Handle.objects.filter(Q(revoked_at__lt=horizon) | Q(expires_at__lt=horizon))
    forgotten, _each = over.delete()
    audit.record(
        actor=None,
        action="passes.forget_handles",
        subject="passes.handle",
        at=now,
        details={"handles": forgotten},
    )
    return forgotten
