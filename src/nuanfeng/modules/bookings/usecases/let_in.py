"""Somebody without a place came, and there is room."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import Refusal, Refused, refuse_if
from nuanfeng.modules.bookings import policies
from nuanfeng.modules.bookings.models import Booking, Slot
from nuanfeng.modules.bookings.rules import (
    ATTENDED,
    BOOKED,
    CANCELLED,
    HAS_BEEN_THERE,
    NO_ROOM_LEFT,
    NO_SUCH_SLOT,
    NOT_TODAY,
    SLOT_CALLED_OFF,
    WAITING,
    period_of,
)
from nuanfeng.modules.bookings.usecases._seats import free_seat, held_slots, take_seat
from nuanfeng.modules.bookings.usecases.note_arrival import is_today
from nuanfeng.modules.people.api import Person


@unit_of_work()
def let_in(*, id: UUID, slot_id: int, person_id: int, actor: Person, now: datetime) -> Booking:
    """Somebody without a place at this time came, and there is room: they are in.

    What they hold at another time goes back to its queue. Refused where every place is taken, and
    for whoever has been there in this period.
    """
    held = _held_by(person_id, slot_id)
    slot, *others = held_slots(slot_id, *(booking.slot_id for booking in held))
    refuse_if(policies.refusal_to_take_attendance(actor, slot.venue))
    if known := Booking.objects.filter(pk=id, person_id=person_id).first():
        return known
    refuse_if(_refusal_to_let_in(slot, now))
    for booking, other in zip(held, others, strict=True):
        _give_up(booking, other, now)
    if not take_seat(slot):
        raise Refused(NO_ROOM_LEFT)
    made = Booking(
        pk=id,
        slot=slot,
        offer=slot.offer,
        period=_period(slot),
        person_id=person_id,
        state=ATTENDED,
        made_at=now,
        queued_at=now,
        attended_at=now,
    )
    Booking.objects.bulk_create([made], ignore_conflicts=True)
    if not Booking.objects.filter(pk=id).exists():
        raise Refused(HAS_BEEN_THERE)
    audit.record(actor=actor, action="bookings.let_in", subject=slot, at=now)
    return made


def _held_by(person_id: int, slot_id: int) -> list[Booking]:
    slot = Slot.objects.select_related("offer").filter(pk=slot_id).first()
    if slot is None:
        raise Refused(NO_SUCH_SLOT)
    held = Booking.objects.filter(
        person_id=person_id, offer_id=slot.offer_id, period=_period(slot), state__in=(BOOKED, WAITING)
    )
    return list(held)


def _give_up(booking: Booking, slot: Slot, now: datetime) -> None:
    gone = Booking.objects.filter(pk=booking.pk, slot=slot, state=booking.state)
    if gone.update(state=CANCELLED, news="") and booking.state == BOOKED:
        free_seat(slot, now=now)


def _refusal_to_let_in(slot: Slot, now: datetime) -> Refusal | None:
    if slot.called_off_at is not None:
        return SLOT_CALLED_OFF
    return None if is_today(slot.starts_at, now) else NOT_TODAY


def _period(slot: Slot) -> str:
    return period_of(slot.offer.how_often, timezone.localdate(slot.starts_at))
