"""The people of the place say who came."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import Refused, refuse_if
from nuanfeng.modules.bookings import policies
from nuanfeng.modules.bookings.models import Booking
from nuanfeng.modules.bookings.rules import (
    ATTENDED,
    BOOKED,
    MISSED,
    NOT_OPEN_ANY_MORE,
    NOT_TODAY,
)
from nuanfeng.modules.bookings.usecases._seats import held_slots
from nuanfeng.modules.people.api import Person


@unit_of_work()
def note_arrival(*, booking_id: UUID, actor: Person, now: datetime) -> Booking:
    """Somebody with a place came; saying so again changes nothing.

    Whoever comes late on the day, after the time was closed as missed, was still there.
    """
    found = Booking.objects.filter(pk=booking_id).select_related("slot__venue").first()
    if found is None:
        raise Refused(NOT_OPEN_ANY_MORE)
    refuse_if(policies.refusal_to_take_attendance(actor, found.slot.venue))
    [slot] = held_slots(found.slot_id)
    booking = Booking.objects.get(pk=booking_id)
    if booking.state == ATTENDED:
        return booking
    if booking.slot_id != slot.pk or booking.state not in (BOOKED, MISSED):
        raise Refused(NOT_OPEN_ANY_MORE)
    if not is_today(slot.starts_at, now):
        raise Refused(NOT_TODAY)
    booking.state, booking.attended_at, booking.news = ATTENDED, now, ""
    booking.save(update_fields=["state", "attended_at", "news"])
    audit.record(actor=actor, action="bookings.note_arrival", subject=slot, at=now)
    return booking


def is_today(starts_at: datetime, now: datetime) -> bool:
    """Whether both are on one day of the county."""
    return timezone.localdate(starts_at) == timezone.localdate(now)
