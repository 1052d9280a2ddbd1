"""Forget who minded a station when, and what was left for whoever came next."""

from datetime import datetime, timedelta

from nuanfeng.kernel.db import bookkeeping
from nuanfeng.modules.stations.models import DutyTurn, HandOverNote

KEPT = timedelta(days=30)


def forget_minding(*, now: datetime) -> int:
    """Delete turns that ended, and notes that were left, more than 30 days ago; returns how many."""
    with bookkeeping():
        turns, _each = DutyTurn.objects.filter(ends_at__lt=now - KEPT).delete()
        notes, _each = HandOverNote.objects.filter(at__lt=now - KEPT).delete()
    return turns + notes
