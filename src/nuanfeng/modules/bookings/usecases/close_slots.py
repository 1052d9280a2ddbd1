"""What became of a time that is over."""

from datetime import datetime

from nuanfeng.kernel.db import bookkeeping
from nuanfeng.modules.bookings.models import Booking
from nuanfeng.modules.bookings.rules import BOOKED, MISSED, UNREACHED, WAITING


def close_slots(*, now: datetime) -> int:
    """Whoever did not come missed it, whoever waited was not reached; neither costs anything."""
    with bookkeeping():
        missed = Booking.objects.filter(state=BOOKED, slot__ends_at__lte=now).update(state=MISSED)
        waited = Booking.objects.filter(state=WAITING, slot__starts_at__lte=now).update(state=UNREACHED)
    return missed + waited
