"""Sentences about bookings that must always hold. Each yields a line for every place where it does not."""

from collections.abc import Iterable

from django.db.models import Count, F, Q
from django.utils import timezone

from nuanfeng.kernel import clock
from nuanfeng.modules.bookings.models import Booking, Slot
from nuanfeng.modules.bookings.rules import LIVE, SEATED, WAITING, period_of


def slots_with_another_count() -> Iterable[str]:
    """The places that are taken at a time are those of its bookings."""
    counted = Slot.objects.annotate(seated=Count("bookings", filter=Q(bookings__state__in=SEATED)))
    for slot in counted.exclude(taken=F("seated")).iterator():
        yield f"time {slot.pk}: {slot.taken} taken, {slot.seated} booked"


def slots_where_somebody_waits_beside_a_free_place() -> Iterable[str]:
    """Nobody waits for a time that has a free place."""
    waited_for = Slot.objects.filter(taken__lt=F("places"), bookings__state=WAITING)
    # A place that came free once it had begun helps nobody; that queue ends with the time.
    for slot in waited_for.filter(starts_at__gt=clock.now()).distinct().iterator():
        yield f"time {slot.pk}: {slot.places - slot.taken} free"


def people_with_two_bookings() -> Iterable[str]:
    """At most one booking counts per person, offer and period."""
    live = Booking.objects.filter(state__in=LIVE, person__isnull=False).order_by()
    groups = live.values("person_id", "offer_id", "period").annotate(times=Count("pk"))
    for group in groups.filter(times__gt=1).iterator():
        yield f"offer {group['offer_id']}, {group['period']}: {group['times']}"


def bookings_of_another_offer_or_year() -> Iterable[str]:
    """A booking is of the offer and of the year of its time."""
    for one in Booking.objects.select_related("slot__offer").iterator():
        period = period_of(one.slot.offer.how_often, timezone.localdate(one.slot.starts_at))
        if (one.offer_id, one.period) != (one.slot.offer_id, period):
            yield f"booking {one.pk}: offer {one.offer_id}, {one.period}"
