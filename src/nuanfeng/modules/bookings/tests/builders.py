"""Offers, times and people, made the way they come: through use cases."""

from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from nuanfeng.kernel.ids import new_id
from nuanfeng.modules.bookings.models import Booking, Offer, Slot, Venue
from nuanfeng.modules.bookings.rules import Series
from nuanfeng.modules.bookings.usecases import add_venue, book_place, create_offer, open_slots
from nuanfeng.modules.organisations.api import COMMAND_LINE
from nuanfeng.modules.people.api import Person, register_person

HERE = ZoneInfo("Asia/Shanghai")
# A Thursday; the times are on the Saturday after.
NOW = datetime(2026, 10, 8, 12, 0, tzinfo=HERE)
SATURDAY = date(2026, 10, 10)
_numbers = count(1)


def at(hour: int, minute: int = 0, day: date = SATURDAY) -> datetime:
    """A moment of the day of the times."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=HERE)


def a_rider(nickname: str = "小李", *, kind_of_work: str = "") -> Person:
    """Somebody who signed in once."""
    person = register_person(phone=f"+86137{next(_numbers):08d}", nickname=nickname, now=NOW)
    if kind_of_work:
        person.kind_of_work = kind_of_work
        person.save(update_fields=["kind_of_work"])
    return person


def a_health_package(**known: Any) -> Offer:
    """The health package, once a year for everybody unless told otherwise."""
    said = {"kind": "health", "name": "健康套餐", "how_often": "year", **known}
    return create_offer(code=f"health-{next(_numbers)}", actor=COMMAND_LINE, now=NOW, **said)


def a_clinic(**known: Any) -> Venue:
    """A clinic whose list the county keeps, unless a station is named."""
    said = {"name": f"星沙社区卫生中心 {next(_numbers)}", "address": "开元路 8 号", "phone": "", **known}
    return add_venue(station_id=said.pop("station_id", None), actor=COMMAND_LINE, now=NOW, **said)


def times(
    offer: Offer, venue: Venue | None = None, *, places: int = 1, day: date = SATURDAY, hours: int = 2
) -> list[Slot]:
    """One time an hour from nine on."""
    series = Series(day, day, time(9), time(9 + hours), timedelta(hours=1))
    venue = venue or a_clinic()
    known = {"actor": COMMAND_LINE, "now": NOW}
    open_slots(offer_id=offer.pk, venue_id=venue.pk, series=series, places=places, **known)
    return list(Slot.objects.filter(offer=offer, venue=venue, starts_at__date=day).order_by("starts_at"))


def booked(person: Person, slot: Slot, *, now: datetime = NOW) -> Booking:
    """The person asked for a place."""
    return book_place(id=new_id(), slot_id=slot.pk, person=person, now=now)
