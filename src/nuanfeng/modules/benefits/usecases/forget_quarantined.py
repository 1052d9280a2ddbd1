"""Forget what a record said once it has been decided and the month for questions is over."""

from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.modules.benefits.models import SyncRecord
from nuanfeng.modules.benefits.rules.quarantine import TEXT_KEPT


@unit_of_work()
def forget_quarantined(*, now: datetime) -> int:
    """Cut the text of records that were decided more than 30 days ago; returns how many."""
    over = SyncRecord.objects.filter(decided_at__lt=now - TEXT_KEPT).exclude(text="")
    forgotten = over.update(text="")
    audit.record(
        actor=None,
        action="benefits.forget_quarantined",
        subject="benefits.syncrecord",
        at=now,
        details={"records": forgotten},
    )
    return forgotten
