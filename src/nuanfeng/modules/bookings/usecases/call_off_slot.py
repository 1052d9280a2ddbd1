"""A time does not take place."""

from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import Refused, refuse_if
from nuanfeng.modules.bookings import policies
from nuanfeng.modules.bookings.models import Booking, Slot
from nuanfeng.modules.bookings.rules import BOOKED, CALLED_OFF, SLOT_IS_OVER, WAITING, WAS_CALLED_OFF
from nuanfeng.modules.bookings.usecases._seats import held_slots
from nuanfeng.modules.people.api import Person


@unit_of_work()
def call_off_slot(*, slot_id: int, actor: Person | str, now: datetime) -> Slot:
    """Everybody who has a place or waits is told on their pages, and keeps the right to book anew."""
    refuse_if(policies.refusal_to_keep_offers(actor))
    [slot] = held_slots(slot_id)
    if slot.called_off_at is not None:
        return slot
    if slot.starts_at <= now:
        raise Refused(SLOT_IS_OVER)
    told = Booking.objects.filter(slot=slot, state__in=(BOOKED, WAITING)).update(
        state=CALLED_OFF, news=WAS_CALLED_OFF
    )
    slot.called_off_at, slot.taken = now, 0
    slot.save(update_fields=["called_off_at", "taken"])
    audit.record(actor=actor, action="bookings.call_off_slot", subject=slot, at=now, details={"told": told})
    return slot
