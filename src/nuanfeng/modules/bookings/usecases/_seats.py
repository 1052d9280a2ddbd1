"""The places of a time, taken and given back while its row is held."""

from datetime import datetime

from nuanfeng.kernel.errors import Refused
from nuanfeng.modules.bookings.models import Booking, Slot
from nuanfeng.modules.bookings.rules import BOOKED, MOVED_UP, NO_SUCH_SLOT, WAITING


def held_slots(*slot_ids: int) -> list[Slot]:
    """The rows of these times, held until the end of the unit of work, in the order asked for.

    Always locked from the lowest number up, so that two people who swap never wait for each other.
    """
    rows = Slot.objects.select_for_update(of=("self",)).select_related("offer", "venue")
    held = {slot.pk: slot for slot in rows.filter(pk__in=set(slot_ids)).order_by("pk")}
    if not set(slot_ids) <= set(held):
        raise Refused(NO_SUCH_SLOT)
    return [held[number] for number in slot_ids]


def take_seat(slot: Slot) -> bool:
    """Take a place of a held slot; whether there was one."""
    if slot.taken >= slot.places:
        return False
    slot.taken += 1
    slot.save(update_fields=["taken"])
    return True


def free_seat(slot: Slot, *, now: datetime) -> None:
    """Give a place of a held slot back; whoever waits longest moves up."""
    slot.taken -= 1
    slot.save(update_fields=["taken"])
    move_up(slot, now=now)


def move_up(slot: Slot, *, now: datetime) -> int:
    """Give the free places of a held slot to those who wait, the longest first; returns how many."""
    free = slot.places - slot.taken
    if free <= 0 or slot.called_off_at is not None or slot.starts_at <= now:
        return 0
    waiting = Booking.objects.filter(slot=slot, state=WAITING).order_by("queued_at", "pk")
    lucky = [booking.pk for booking in waiting[:free]]
    moved = Booking.objects.filter(pk__in=lucky).update(state=BOOKED, news=MOVED_UP)
    slot.taken += moved
    slot.save(update_fields=["taken"])
    return moved
