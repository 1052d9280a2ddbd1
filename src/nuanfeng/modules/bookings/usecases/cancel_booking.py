"""Somebody gives a place up, and the queue moves."""

from datetime import datetime
from uuid import UUID

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import Refused
from nuanfeng.modules.bookings.models import Booking
from nuanfeng.modules.bookings.rules import BOOKED, CANCELLED, NOT_OPEN_ANY_MORE, NOT_YOURS, WAITING
from nuanfeng.modules.bookings.usecases._seats import free_seat, held_slots
from nuanfeng.modules.people.api import Person


@unit_of_work()
def cancel_booking(*, booking_id: UUID, person: Person, now: datetime) -> Booking:
    """Give it up; whoever waits longest moves up in the same moment. Doing it again changes nothing."""
    booking = own_booking(booking_id, person)
    if booking.state == CANCELLED:
        return booking
    if booking.state not in (BOOKED, WAITING):
        raise Refused(NOT_OPEN_ANY_MORE)
    had_a_place = booking.state == BOOKED
    booking.state, booking.news = CANCELLED, ""
    booking.save(update_fields=["state", "news"])
    if had_a_place:
        free_seat(booking.slot, now=now)
    audit.record(actor=person, action="bookings.cancel_booking", subject=person, at=now)
    return booking


def own_booking(booking_id: UUID, person: Person) -> Booking:
    """The person's booking with its slot, both held."""
    found = Booking.objects.filter(pk=booking_id, person=person).values_list("slot_id", flat=True).first()
    if found is None:
        raise Refused(NOT_YOURS)
    [slot] = held_slots(found)
    # Read again now that the slot is held: the queue may have moved meanwhile.
    booking = Booking.objects.get(pk=booking_id)
    if booking.slot_id != slot.pk:
        [slot] = held_slots(booking.slot_id)
    booking.slot = slot
    return booking
