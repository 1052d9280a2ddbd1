"""Who had a place is forgotten; that somebody had it stays as a count."""

from datetime import datetime, timedelta

from nuanfeng.kernel.db import bookkeeping
from nuanfeng.modules.bookings.models import Booking

KEPT = timedelta(days=90)


def cut_bookings(*, now: datetime) -> int:
    """Cut the person from bookings whose time ended more than 90 days ago; returns how many."""
    old = Booking.objects.filter(person__isnull=False, slot__ends_at__lt=now - KEPT)
    with bookkeeping():
        return old.update(person=None, news="")
