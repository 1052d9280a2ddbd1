"""The county gives a time more places, or fewer."""

from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import Refused, refuse_if
from nuanfeng.modules.bookings import policies
from nuanfeng.modules.bookings.models import Slot
from nuanfeng.modules.bookings.rules import SLOT_CALLED_OFF, refusal_to_change_places
from nuanfeng.modules.bookings.usecases._seats import held_slots, move_up
from nuanfeng.modules.people.api import Person


@unit_of_work()
def change_slot(*, slot_id: int, places: int, actor: Person | str, now: datetime) -> Slot:
    """So many places; with more of them the queue moves up. Never fewer than are taken."""
    refuse_if(policies.refusal_to_keep_offers(actor))
    [slot] = held_slots(slot_id)
    if slot.called_off_at is not None:
        raise Refused(SLOT_CALLED_OFF)
    refuse_if(refusal_to_change_places(places=places, taken=slot.taken))
    if slot.places == places:
        return slot
    slot.places = places
    slot.save(update_fields=["places"])
    move_up(slot, now=now)
    audit.record(actor=actor, action="bookings.change_slot", subject=slot, at=now, details={"places": places})
    return slot
