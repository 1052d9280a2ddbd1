"""Somebody comes at another time."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import Refused, refuse_if
from nuanfeng.modules.bookings.models import Booking, Slot
from nuanfeng.modules.bookings.rules import (
    BOOKED,
    HAS_ONE_ALREADY,
    LIVE,
    NOT_OPEN_ANY_MORE,
    NOT_YOURS,
    OTHER_OFFER,
    SLOT_FULL,
    WAITING,
    period_of,
    refusal_to_take,
)
from nuanfeng.modules.bookings.usecases._seats import free_seat, held_slots, take_seat
from nuanfeng.modules.people.api import Person


@unit_of_work()
def move_booking(*, booking_id: UUID, slot_id: int, person: Person, now: datetime) -> Booking:
    """Change to another time of the same offer; where that is full, what one has stays as it is.

    Moving to the time that one has changes nothing. The place that is left goes to the queue.
    """
    booking, left, chosen = _held(booking_id, slot_id, person)
    if booking.slot_id == slot_id:
        return booking
    if booking.state not in (BOOKED, WAITING) or left.starts_at <= now:
        raise Refused(NOT_OPEN_ANY_MORE)
    if chosen.offer_id != booking.offer_id:
        raise Refused(OTHER_OFFER)
    offer = chosen.offer
    refuse_if(
        refusal_to_take(
            is_active=offer.is_active,
            is_called_off=chosen.called_off_at is not None,
            starts_at=chosen.starts_at,
            for_kind_of_work="",
            kind_of_work="",
            now=now,
        )
    )
    period = period_of(offer.how_often, timezone.localdate(chosen.starts_at))
    _refuse_two(booking, person, period)
    if not take_seat(chosen):
        raise Refused(SLOT_FULL)
    had_a_place = booking.state == BOOKED
    booking.slot, booking.period, booking.state, booking.news = chosen, period, BOOKED, ""
    booking.queued_at = now
    booking.save(update_fields=["slot", "period", "state", "news", "queued_at"])
    if had_a_place:
        free_seat(left, now=now)
    audit.record(actor=person, action="bookings.move_booking", subject=person, at=now)
    return booking


def _held(booking_id: UUID, slot_id: int, person: Person) -> tuple[Booking, Slot, Slot]:
    before = Booking.objects.filter(pk=booking_id, person=person).values_list("slot_id", flat=True).first()
    if before is None:
        raise Refused(NOT_YOURS)
    left, chosen = held_slots(before, slot_id)
    booking = Booking.objects.get(pk=booking_id)
    if booking.slot_id != before:  # the same person moved it on another phone in this very moment
        raise Refused(NOT_OPEN_ANY_MORE)
    return booking, left, chosen


def _refuse_two(booking: Booking, person: Person, period: str) -> None:
    others = Booking.objects.filter(person=person, offer_id=booking.offer_id, period=period, state__in=LIVE)
    if others.exclude(pk=booking.pk).exists():
        raise Refused(HAS_ONE_ALREADY)
