"""What can be booked in the demo: the health package at two stations, and a journey with a queue."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

from django.utils import timezone

from nuanfeng.kernel.ids import new_id
from nuanfeng.modules.bookings.api import (
    Offer,
    Series,
    Venue,
    add_venue,
    book_place,
    create_offer,
    open_slots,
    slots_ahead,
)
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations.api import Station

RIDERS, VENUES = 60, 2
HEALTH = "一年一次，免费：量血压、抽血、一份报告，当面讲给你听。空腹来，带上手机里的码。"
JOURNEY = "坐一天大巴，去看看长沙县的开慧故居和板仓，管午饭。"


def build_bookings(
    stations: Sequence[Station],
    masters: Mapping[int, int],
    people: Sequence[int],
    *,
    staff: Person,
    now: datetime,
) -> None:
    """Two weeks of times ahead, some of them taken; more people than seats on the bus."""
    minded = [station for station in stations if station.is_demo and station.pk in masters]
    minded.sort(key=lambda station: (station.kind != "rider_home", station.pk))
    venues = [_venue(station, staff, now) for station in minded[:VENUES]]
    riders = list(Person.objects.filter(pk__in=people[: 2 * RIDERS]).order_by("pk"))
    _health_package(venues, riders[:RIDERS], staff, now)
    _journey(venues[0], riders[RIDERS : RIDERS + 26], staff, now)


def _venue(station: Station, staff: Person, now: datetime) -> Venue:
    name = f"健康小屋（{station.name}，演示）"
    return add_venue(
        name=name,
        address=station.address,
        phone=station.phone,
        station_id=station.pk,
        actor=staff,
        now=now,
    )


def _health_package(venues: Sequence[Venue], riders: Sequence[Person], staff: Person, now: datetime) -> None:
    offer = create_offer(
        code="health-package",
        kind="health",
        name="健康套餐",
        name_en="Health package",
        what=HEALTH,
        how_often="year",
        actor=staff,
        now=now,
    )
    today = timezone.localdate(now)
    for venue in venues:
        laid = Series(today, today + timedelta(days=13), time(8), time(21), timedelta(hours=1))
        _open(offer, venue, laid, 2, staff, now)
    for place, slot in enumerate(slots_ahead(offer, now=now)[: 2 * len(riders)]):
        if place % 2 and place // 2 < len(riders):
            book_place(id=new_id(), slot_id=slot.pk, person=riders[place // 2], now=now)


def _journey(venue: Venue, riders: Sequence[Person], staff: Person, now: datetime) -> None:
    offer = create_offer(
        code="journey",
        kind="journey",
        name="初心之旅",
        name_en="Journey to where it began",
        what=JOURNEY,
        how_often="year",
        actor=staff,
        now=now,
    )
    day = timezone.localdate(now) + timedelta(days=10)
    _open(offer, venue, Series(day, day, time(8), time(17), timedelta(hours=9)), 20, staff, now)
    [bus] = slots_ahead(offer, now=now)
    for rider in riders:
        book_place(id=new_id(), slot_id=bus.pk, person=rider, now=now)


def _open(offer: Offer, venue: Venue, laid: Series, places: int, staff: Person, now: datetime) -> None:
    open_slots(offer_id=offer.pk, venue_id=venue.pk, series=laid, places=places, actor=staff, now=now)
