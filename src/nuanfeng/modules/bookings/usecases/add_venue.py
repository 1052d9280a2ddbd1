"""The county says where times take place."""

from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import N_, Refusal, Refused, refuse_if
from nuanfeng.modules.bookings import policies
from nuanfeng.modules.bookings.models import Venue
from nuanfeng.modules.people.api import Person

VENUE_KNOWN = Refusal("venue_known", N_("There is a place of this name already."))


@unit_of_work()
def add_venue(
    *, name: str, address: str, phone: str, station_id: int | None, actor: Person | str, now: datetime
) -> Venue:
    """A clinic or a meeting point; with `station_id` its people take attendance."""
    refuse_if(policies.refusal_to_keep_offers(actor))
    if Venue.objects.filter(name=name).exists():
        raise Refused(VENUE_KNOWN)
    made = Venue.objects.create(name=name, address=address, phone=phone, station_id=station_id)
    audit.record(actor=actor, action="bookings.add_venue", subject=made, at=now)
    return made
