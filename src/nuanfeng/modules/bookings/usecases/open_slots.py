"""The county opens a series of times in one go."""

from datetime import datetime

from django.utils import timezone

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import Refused, refuse_if
from nuanfeng.modules.bookings import policies
from nuanfeng.modules.bookings.models import Offer, Slot, Venue
from nuanfeng.modules.bookings.rules import NO_SLOT_FITS, Series, refusal_to_lay_out
from nuanfeng.modules.people.api import Person


@unit_of_work()
def open_slots(
    *, offer_id: int, venue_id: int, series: Series, places: int, actor: Person | str, now: datetime
) -> int:
    """Open every time of the series that lies ahead and is not there yet; returns how many are new."""
    refuse_if(policies.refusal_to_keep_offers(actor))
    refuse_if(refusal_to_lay_out(series, places=places))
    offer, venue = Offer.objects.get(pk=offer_id), Venue.objects.get(pk=venue_id)
    zone = timezone.get_default_timezone()
    begins = [datetime.combine(day, at, tzinfo=zone) for day, at in series.starts()]
    ahead = [at for at in begins if at > now]
    if not ahead:
        raise Refused(NO_SLOT_FITS)
    there = Slot.objects.filter(offer=offer, venue=venue, starts_at__in=ahead)
    known = set(there.values_list("starts_at", flat=True))
    new = [
        Slot(offer=offer, venue=venue, starts_at=at, ends_at=at + series.every, places=places)
        for at in ahead
        if at not in known
    ]
    if new:
        Slot.objects.bulk_create(new, ignore_conflicts=True)
        audit.record(
            actor=actor, action="bookings.open_slots", subject=offer, at=now, details={"slots": len(new)}
        )
    return len(new)
