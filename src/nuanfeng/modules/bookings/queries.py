"""What people, places and the county read of bookings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils import timezone

from nuanfeng.modules.bookings.models import Booking, Offer, Slot, Venue
from nuanfeng.modules.bookings.rules import (
    ATTENDED,
    BOOKED,
    LIVE,
    MISSED,
    SEATED,
    STATE_WORDS,
    WAITING,
)
from nuanfeng.modules.people.api import Person


@dataclass(frozen=True)
class OfferLine:
    """An offer as the public list shows it."""

    offer: Offer
    next_at: datetime | None
    free: int


@dataclass(frozen=True)
class Day:
    """A day with its times."""

    day: date
    slots: Sequence[Slot]

    @property
    def venues(self) -> list[tuple[Venue, list[Slot]]]:
        """The times of the day place by place."""
        found: dict[Venue, list[Slot]] = {}
        for slot in self.slots:
            found.setdefault(slot.venue, []).append(slot)
        return list(found.items())


@dataclass(frozen=True)
class OwnBooking:
    """A booking as its person sees it; `ahead` counts those who wait in front."""

    booking: Booking
    ahead: int
    is_ahead_in_time: bool

    @property
    def state_word(self) -> str:
        """What became of it, to be translated where it is shown."""
        return STATE_WORDS[self.booking.state]

    @property
    def can_be_changed(self) -> bool:
        """Whether it can still be moved or given up."""
        return self.is_ahead_in_time and self.booking.state in (BOOKED, WAITING)


@dataclass(frozen=True)
class Line:
    """What a page of the person's says about a booking, so that nobody has to look for it."""

    kind: str
    booking: Booking


@dataclass(frozen=True)
class SlotFigures:
    """How full a time is, and what became of it."""

    slot: Slot
    by_state: Mapping[str, int]


@dataclass(frozen=True)
class OfferFigures:
    """An offer with its times, its places and what became of them."""

    offer: Offer
    slots: int
    places: int
    by_state: Mapping[str, int]


def offers_to_book(*, now: datetime) -> list[OfferLine]:
    """Every offer that is open, with its next time and the free places ahead."""
    ahead = Q(slots__starts_at__gt=now, slots__called_off_at__isnull=True)
    offers = Offer.objects.filter(is_active=True).annotate(
        places_ahead=Sum("slots__places", filter=ahead), taken_ahead=Sum("slots__taken", filter=ahead)
    )
    first = _first_times(now)
    return [
        OfferLine(offer, first.get(offer.pk), (offer.places_ahead or 0) - (offer.taken_ahead or 0))
        for offer in offers
    ]


def _first_times(now: datetime) -> dict[int, datetime]:
    found: dict[int, datetime] = {}
    ahead = Slot.objects.filter(starts_at__gt=now, called_off_at__isnull=True).order_by("starts_at")
    for offer, at in ahead.values_list("offer_id", "starts_at"):
        found.setdefault(offer, at)
    return found


def days_of(offer: Offer, *, now: datetime) -> list[Day]:
    """The days ahead that have times, each with its times; those that are called off are left out."""
    slots = Slot.objects.filter(offer=offer, starts_at__gt=now, called_off_at__isnull=True)
    with_queue = slots.select_related("venue").annotate(
        waiting=Count("bookings", filter=Q(bookings__state=WAITING))
    )
    by_day: dict[date, list[Slot]] = {}
    for slot in with_queue.order_by("starts_at", "venue__name"):
        by_day.setdefault(timezone.localdate(slot.starts_at), []).append(slot)
    return [Day(day, held) for day, held in by_day.items()]


def slots_ahead(offer: Offer, *, now: datetime) -> list[Slot]:
    """The times of an offer that have not begun and take place, the next first."""
    ahead = Slot.objects.filter(offer=offer, starts_at__gt=now, called_off_at__isnull=True)
    return list(ahead.order_by("starts_at", "venue__name"))


def own_bookings(person: Person, *, now: datetime) -> list[OwnBooking]:
    """The person's bookings, those ahead first and the newest of the past after them."""
    rows = Booking.objects.filter(person=person).select_related("slot__venue", "slot__offer", "offer")
    known = sorted(rows, key=lambda one: one.slot.starts_at)
    ahead = [one for one in known if one.slot.ends_at > now and one.state in LIVE]
    rest = [one for one in reversed(known) if one not in ahead]
    return [OwnBooking(one, _waiting_before(one), one.slot.starts_at > now) for one in [*ahead, *rest]]


def live_booking(person: Person, offer: Offer, *, now: datetime) -> Booking | None:
    """What the person holds of an offer and can still move."""
    held = Booking.objects.filter(
        person=person, offer=offer, state__in=(BOOKED, WAITING), slot__starts_at__gt=now
    )
    return held.select_related("slot__venue").first()


def _waiting_before(booking: Booking) -> int:
    if booking.state != WAITING:
        return 0
    queue = Booking.objects.filter(slot_id=booking.slot_id, state=WAITING)
    earlier = Q(queued_at__lt=booking.queued_at) | Q(queued_at=booking.queued_at, pk__lt=booking.pk)
    return queue.filter(earlier).count()


def lines_for(person: Person, *, now: datetime) -> list[Line]:
    """News that were not heard yet, and what is today or tomorrow: the reminder that needs no message."""
    today = timezone.localdate(now)
    rows = Booking.objects.filter(person=person).select_related("slot__venue", "offer")
    found = [Line(one.news, one) for one in rows.exclude(news="").order_by("slot__starts_at")]
    soon = rows.filter(state=BOOKED, slot__ends_at__gt=now, slot__starts_at__lt=now + timedelta(days=2))
    for one in soon.order_by("slot__starts_at"):
        days = (timezone.localdate(one.slot.starts_at) - today).days
        if days in (0, 1):
            found.append(Line("today" if days == 0 else "tomorrow", one))
    return found


def personal_record_of(person: Person) -> list[dict[str, Any]]:
    """Everything that is kept of a person here, for the person."""
    rows = Booking.objects.filter(person=person).select_related("slot__venue", "offer").order_by("made_at")
    return [
        {
            "what": one.offer.name,
            "where": one.slot.venue.name,
            "starts_at": one.slot.starts_at,
            "state": one.state,
            "made_at": one.made_at,
            "attended_at": one.attended_at,
        }
        for one in rows
    ]


def offers_with_figures() -> list[OfferFigures]:
    """Every offer with its places and the counts of its bookings; times that were called off do not count."""
    standing = Slot.objects.filter(called_off_at__isnull=True).order_by().values("offer_id")
    counted = standing.annotate(places_sum=Sum("places"), slots_count=Count("pk"))
    sums = {row["offer_id"]: (row["slots_count"], row["places_sum"]) for row in counted}
    by_offer: dict[int, dict[str, int]] = {}
    for row in Booking.objects.order_by().values("offer_id", "state").annotate(count=Count("pk")):
        by_offer.setdefault(row["offer_id"], {})[row["state"]] = row["count"]
    return [
        OfferFigures(
            offer,
            slots=sums.get(offer.pk, (0, 0))[0],
            places=sums.get(offer.pk, (0, 0))[1],
            by_state=by_offer.get(offer.pk, {}),
        )
        for offer in Offer.objects.order_by("-is_active", "kind", "name")
    ]


def slots_with_figures(offer: Offer) -> list[SlotFigures]:
    """Every time of an offer, the next ones first and the past after them, the latest first."""
    slots = list(offer.slots.select_related("venue").order_by("starts_at"))
    counted = Booking.objects.filter(slot__offer=offer).order_by()
    by_slot: dict[int, dict[str, int]] = {}
    for row in counted.values("slot_id", "state").annotate(count=Count("pk")):
        by_slot.setdefault(row["slot_id"], {})[row["state"]] = row["count"]
    return [SlotFigures(slot, by_slot.get(slot.pk, {})) for slot in slots]


def attendance_of(slot: Slot) -> list[Booking]:
    """Who is expected at a time and who waits, in the order in which they asked."""
    rows = Booking.objects.filter(slot=slot, state__in=(*SEATED, WAITING)).select_related("person")
    order = {ATTENDED: 0, BOOKED: 0, MISSED: 0, WAITING: 1}
    return sorted(rows, key=lambda one: (order[one.state], one.queued_at, str(one.pk)))


def slots_on(day: date, *, station_id: int) -> list[Slot]:
    """The times of a day at the venues of a station, those that were called off left out."""
    zone = timezone.get_default_timezone()
    begins = datetime.combine(day, datetime.min.time(), tzinfo=zone)
    slots = Slot.objects.filter(
        venue__station_id=station_id, starts_at__gte=begins, starts_at__lt=begins + timedelta(days=1)
    )
    return list(slots.filter(called_off_at__isnull=True).select_related("venue", "offer"))


def next_slots_at(station_id: int, *, now: datetime, most: int) -> list[Slot]:
    """What is on at a station in the next two weeks: public, for its page and its screen."""
    slots = Slot.objects.filter(
        venue__station_id=station_id,
        offer__is_active=True,
        called_off_at__isnull=True,
        ends_at__gt=now,
        starts_at__lt=now + timedelta(days=14),
    )
    first: dict[tuple[int, date], Slot] = {}
    for slot in slots.select_related("offer").order_by("starts_at"):
        first.setdefault((slot.offer_id, timezone.localdate(slot.starts_at)), slot)
    return list(first.values())[:most]


def takes_attendance_at(station_id: int) -> bool:
    """Whether anything is booked at a station at all."""
    return Venue.objects.filter(station_id=station_id).exists()


def booked_today(person_id: int, slots: Sequence[Slot]) -> Booking | None:
    """What a person has at one of these times."""
    rows = Booking.objects.filter(person_id=person_id, slot__in=[slot.pk for slot in slots])
    chosen = {one.state: one for one in rows.filter(state__in=(BOOKED, MISSED, ATTENDED))}
    return chosen.get(BOOKED) or chosen.get(MISSED) or chosen.get(ATTENDED)
