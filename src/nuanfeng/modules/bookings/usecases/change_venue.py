"""The county writes anew where times take place."""

from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import Refused, refuse_if
from nuanfeng.modules.bookings import policies
from nuanfeng.modules.bookings.models import Venue
from nuanfeng.modules.bookings.usecases.add_venue import VENUE_KNOWN
from nuanfeng.modules.people.api import Person


@unit_of_work()
def change_venue(
    *,
    venue_id: int,
    name: str,
    address: str,
    phone: str,
    station_id: int | None,
    actor: Person | str,
    now: datetime,
) -> Venue:
    """Write the place anew; the same again changes nothing."""
    refuse_if(policies.refusal_to_keep_offers(actor))
    venue = Venue.objects.select_for_update().get(pk=venue_id)
    if Venue.objects.filter(name=name).exclude(pk=venue_id).exists():
        raise Refused(VENUE_KNOWN)
    wanted = {"name": name, "address": address, "phone": phone, "station_id": station_id}
    different = [field for field, value in wanted.items() if getattr(venue, field) != value]
    if different:
        for field in different:
            setattr(venue, field, wanted[field])
        venue.save(update_fields=different)
        audit.record(actor=actor, action="bookings.change_venue", subject=venue, at=now)
    return venue
