"""Somebody has read that they moved up, or that a time was called off."""

from datetime import datetime
from uuid import UUID

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.modules.bookings.models import Booking
from nuanfeng.modules.people.api import Person


@unit_of_work()
def hear_news(*, booking_id: UUID, person: Person, now: datetime) -> None:
    """The line goes from the person's pages; where there is none, nothing changes."""
    told = Booking.objects.filter(pk=booking_id, person=person).exclude(news="").update(news="")
    if told:
        audit.record(actor=person, action="bookings.hear_news", subject=person, at=now)
