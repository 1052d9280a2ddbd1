"""Breakfasts, tables and people who come for them, made through use cases."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from nuanfeng.kernel.ids import new_id
from nuanfeng.modules.benefits.models import Programme
from nuanfeng.modules.benefits.policies import Actor
from nuanfeng.modules.benefits.queries import Answer
from nuanfeng.modules.benefits.rules.choices import HandOut, Line
from nuanfeng.modules.benefits.usecases import (
    add_item,
    add_pickup_point,
    create_programme,
    give_guest_meal,
    open_stock,
    redeem_pass,
)
from nuanfeng.modules.organisations.models import County
from nuanfeng.modules.passes.api import (
    Scanner,
    card_text,
    enrol_scanner,
    ensure_issuer_key,
    issue_card,
    show_pass,
)
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations.api import Station
from nuanfeng.modules.stations.tests.builders import (
    a_county,
    a_county_clerk,
    a_master_of,
    a_person,
    a_station,
    a_volunteer_at,
)

__all__ = [
    "BREAKFAST_TIME",
    "a_card_of_nobody_named",
    "a_code_of",
    "a_county",
    "a_county_clerk",
    "a_guest_meal",
    "a_hand_out",
    "a_master_of",
    "a_person",
    "a_programme",
    "a_rider",
    "a_scanner_at",
    "a_station",
    "a_station_with_breakfast",
    "a_volunteer_at",
    "at",
    "redeem",
]

SHANGHAI = ZoneInfo("Asia/Shanghai")
BREAKFAST_DAY = date(2026, 10, 9)
BREAKFAST_TIME = datetime(2026, 10, 9, 7, 0, tzinfo=SHANGHAI)
BREAKFAST = "breakfast"
BUN, MILK = "bun", "soy_milk"


def at(hour: int, minute: int = 0, second: int = 0, *, day: int = 9) -> datetime:
    """A moment of the breakfast day (or another day of that October), in the county's time."""
    return datetime(2026, 10, day, hour, minute, second, tzinfo=SHANGHAI)


def a_programme(code: str = BREAKFAST, *, by: Person | None = None, **known: Any) -> Programme:
    """A free breakfast: two buns and a soy milk at most, from half past six to nine."""
    if not County.objects.exists():
        a_county()
    ensure_issuer_key(now=at(5, day=1))
    clerk = by or a_county_clerk()
    known = {"name": "暖心早餐", "name_en": "Warm breakfast", "serving_hours": "06:30-09:00", **known}
    programme = create_programme(
        code=code, starts_on=date(2026, 10, 1), actor=clerk, now=at(5, day=1), **known
    )
    for rank, (item, name, name_en, most) in enumerate(
        [(BUN, "包子", "Bun", 2), (MILK, "豆浆", "Soy milk", 1)], start=1
    ):
        add_item(
            programme_id=programme.pk,
            code=item,
            name=name,
            name_en=name_en,
            quantity_max=most,
            rank=rank,
            actor=clerk,
            now=at(5, day=1),
        )
    return programme


def a_station_with_breakfast(
    name: str = "星沙骑手之家",
    *,
    programme: Programme | None = None,
    buns: int | None = 100,
    milks: int | None = 100,
    day: int = 9,
) -> Station:
    """A station that hands out breakfast and has counted it this morning (None: has not)."""
    programme = programme or Programme.objects.filter(code=BREAKFAST).first() or a_programme()
    clerk, station = a_county_clerk(), a_station(name)
    add_pickup_point(programme_id=programme.pk, station_id=station.pk, actor=clerk, now=at(5, day=1))
    portions = {item: count for item, count in ((BUN, buns), (MILK, milks)) if count is not None}
    if portions:
        open_stock(
            station_id=station.pk,
            programme=programme.code,
            portions=portions,
            actor=clerk,
            now=at(6, day=day),
        )
    return station


def a_scanner_at(station: Station, name: str = "门口的手机") -> Scanner:
    """The phone that scans for a station."""
    return a_scanner_with_key_at(station, name)[0]


def a_scanner_with_key_at(station: Station, name: str = "门口的手机") -> tuple[Scanner, str]:
    """The phone that scans for a station, and the key that it sends."""
    return enrol_scanner(actor=a_master_of(station), station=station, name=name, now=at(5, day=1))


def a_rider(nickname: str = "小李") -> Person:
    """Someone who comes for breakfast."""
    return a_person(nickname)


def a_code_of(person: Person, *, at: datetime = BREAKFAST_TIME) -> str:
    """What the person's phone shows at a moment."""
    return show_pass(person=person, now=at, limit=1).slices[0].text


def a_card_of_nobody_named(*, at: datetime = BREAKFAST_TIME) -> tuple[Person, str, str]:
    """A love card: its bearer, the text of its code and its number."""
    card = issue_card(actor=a_county_clerk(), now=at)
    return card.person, card_text(card, now=at), card.number


def a_hand_out(
    station: Station,
    code: str = "",
    *,
    buns: int = 1,
    milks: int = 0,
    at: datetime = BREAKFAST_TIME,
    id: UUID | None = None,
    **said: Any,
) -> HandOut:
    """What a scanner says: this code, so many buns, so many soy milks."""
    lines = [Line(item, count) for item, count in ((BUN, buns), (MILK, milks)) if count]
    said = {"programme": BREAKFAST, "lines": tuple(lines), **said}
    return HandOut(id=id or new_id(), station_id=station.pk, at=at, code=code, **said)


def redeem(
    station: Station,
    person: Person,
    *,
    by: Actor | None = None,
    at: datetime = BREAKFAST_TIME,
    received: timedelta = timedelta(0),
    **said: Any,
) -> Answer:
    """The person shows the phone at the station and takes a bun."""
    hand_out = a_hand_out(station, a_code_of(person, at=at), at=at, **said)
    return redeem_pass(hand_out=hand_out, actor=by or a_scanner_at(station), now=at + received)


def a_guest_meal(
    station: Station, *, by: Actor | None = None, at: datetime = BREAKFAST_TIME, **said: Any
) -> Answer:
    """Somebody without any code gets a bun."""
    hand_out = a_hand_out(station, at=at, **said)
    return give_guest_meal(hand_out=hand_out, actor=by or a_scanner_at(station), now=at)
