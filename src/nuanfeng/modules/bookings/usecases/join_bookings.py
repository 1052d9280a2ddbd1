"""Who had only a card has a phone now: what the card booked is the phone's."""

from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.modules.bookings.models import Booking
from nuanfeng.modules.bookings.rules import LIVE
from nuanfeng.modules.people.api import Person


@unit_of_work()
def join_bookings(*, bearer_id: int, person: Person, now: datetime) -> int:
    """Move the bearer's bookings; where the person has one of the same period, the bearer's stays a count."""
    moved = 0
    for booking in Booking.objects.select_for_update().filter(person_id=bearer_id).order_by("made_at"):
        own = Booking.objects.filter(
            person=person, offer_id=booking.offer_id, period=booking.period, state__in=LIVE
        )
        booking.person = None if booking.state in LIVE and own.exists() else person
        booking.save(update_fields=["person"])
        moved += 1
    if moved:
        audit.record(
            actor=person, action="bookings.join_bookings", subject=person, at=now, details={"moved": moved}
        )
    return moved
