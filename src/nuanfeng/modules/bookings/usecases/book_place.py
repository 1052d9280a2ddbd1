"""Somebody takes a place, or the end of the queue for one."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import Refused, refuse_if
from nuanfeng.modules.bookings.models import Booking
from nuanfeng.modules.bookings.rules import (
    BOOKED,
    HAS_ONE_ALREADY,
    LIVE,
    NOT_YOURS,
    WAITING,
    period_of,
    refusal_to_take,
)
from nuanfeng.modules.bookings.usecases._seats import held_slots, take_seat
from nuanfeng.modules.people.api import Person


@unit_of_work()
def book_place(*, id: UUID, slot_id: int, person: Person, now: datetime) -> Booking:
    """A place if there is one, else the end of the queue; the same message again changes nothing.

    Refused where the time is over or called off, and for whoever holds one in this period already
    (programme row 一份健康套餐: once a year).
    """
    [slot] = held_slots(slot_id)
    if known := Booking.objects.filter(pk=id).first():
        if known.person_id != person.pk:
            raise Refused(NOT_YOURS)
        return known
    offer = slot.offer
    refuse_if(
        refusal_to_take(
            is_active=offer.is_active,
            is_called_off=slot.called_off_at is not None,
            starts_at=slot.starts_at,
            for_kind_of_work=offer.for_kind_of_work,
            kind_of_work=person.kind_of_work,
            now=now,
        )
    )
    period = period_of(offer.how_often, timezone.localdate(slot.starts_at))
    if Booking.objects.filter(person=person, offer=offer, period=period, state__in=LIVE).exists():
        raise Refused(HAS_ONE_ALREADY)
    state = BOOKED if take_seat(slot) else WAITING
    made = Booking(
        pk=id, slot=slot, offer=offer, period=period, person=person, state=state, made_at=now, queued_at=now
    )
    # Two phones of one person at once: the table lets one in, and the other is told so.
    Booking.objects.bulk_create([made], ignore_conflicts=True)
    if not Booking.objects.filter(pk=id).exists():
        raise Refused(HAS_ONE_ALREADY)
    audit.record(actor=person, action="bookings.book_place", subject=person, at=now)
    return made
