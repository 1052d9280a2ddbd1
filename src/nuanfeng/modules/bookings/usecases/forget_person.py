"""Somebody leaves the network: their places go to the queue, their name from every list."""

from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.modules.bookings.models import Booking
from nuanfeng.modules.bookings.rules import BOOKED, CANCELLED, WAITING
from nuanfeng.modules.bookings.usecases._seats import free_seat, held_slots
from nuanfeng.modules.people.api import Person


@unit_of_work()
def forget_person(*, person: Person, now: datetime) -> int:
    """Give up what lies ahead and cut the person from the rest; returns how many rows were theirs."""
    ahead = Booking.objects.filter(person=person, state__in=(BOOKED, WAITING), slot__starts_at__gt=now)
    slots = {slot.pk: slot for slot in held_slots(*ahead.values_list("slot_id", flat=True))}
    for booking in ahead.filter(slot_id__in=slots):
        had_a_place = booking.state == BOOKED
        booking.state = CANCELLED
        booking.save(update_fields=["state"])
        if had_a_place:
            free_seat(slots[booking.slot_id], now=now)
    cut = Booking.objects.filter(person=person).update(person=None, news="")
    audit.record(
        actor=person, action="bookings.forget_person", subject=person, at=now, details={"bookings": cut}
    )
    return cut
