"""Build the whole demo county, or nothing of it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.modules.benefits.api import (
    Programme,
    add_item,
    add_pickup_point,
    create_programme,
    load_history,
)
from nuanfeng.modules.insight.api import rebuild_figures
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations.api import Station
from nuanfeng.portal.demo.bookings import build_bookings
from nuanfeng.portal.demo.breakfasts import SERVICE_DAY_STARTS_AT, Menu, Point, Season
from nuanfeng.portal.demo.county import build_county
from nuanfeng.portal.demo.enterprises import build_organisations
from nuanfeng.portal.demo.hot_meals import build_hot_meals
from nuanfeng.portal.demo.persons import build_county_staff, build_station_staff, build_workers
from nuanfeng.portal.demo.places import PLACES
from nuanfeng.portal.demo.stations import build_stations, confirm_stations
from nuanfeng.portal.demo.upkeep import build_upkeep

# A serving time would make the demo answer "outside its time" to whoever tries it in the evening,
# so its table is laid day and night. The people of its past still came at breakfast time.
SERVING_HOURS = "24/7"

# Code, Chinese, English, how many one person may take.
ITEMS = [
    ("bun", "包子", "Steamed bun", 3),
    ("egg", "鸡蛋", "Egg", 2),
    ("soy-milk", "豆浆", "Soy milk", 1),
    ("porridge", "粥", "Porridge", 1),
]
# What people take together, by the item's code, and how often.
TAKEN = [
    ({"bun": 2, "soy-milk": 1}, 42),
    ({"bun": 1, "egg": 1, "soy-milk": 1}, 24),
    ({"bun": 2, "porridge": 1}, 16),
    ({"egg": 2, "porridge": 1}, 10),
    ({"bun": 3}, 8),
]

Step = Callable[[str, int, int], None]


@unit_of_work()
def build_demo_county(*, workers: int, days: int, seed: int, now: datetime, step: Step) -> None:
    """Everything in one transaction: whoever stops it half-way has an empty county, not half of one.

    `step` is told what is being done, how far it is and how far it goes.
    """
    random, began = Random(seed), now - timedelta(days=days + 15)
    step("county", 0, days + 2)
    stations, masters, staff = _places(random, began, now)
    step("workers", 1, days + 2)
    people = build_workers(count=workers, random=random, joined_until=began)
    programme = _programme(staff, began)
    points = _points(programme, stations, masters, staff, began)
    menu, zone = _menu(programme, staff, began), timezone.get_current_timezone()
    season = Season(points=points, menu=menu, people=people, zone=zone, seed=seed)
    here = timezone.localtime(now)
    today = here.date() - timedelta(days=here.time() < SERVICE_DAY_STARTS_AT)
    for back in range(days - 1, -1, -1):
        step("days", days + 1 - back, days + 2)
        day = season.day(today - timedelta(days=back), until=now)
        load_history(
            programme_id=programme.pk,
            service_date=day.service_date,
            hand_outs=day.hand_outs,
            screens=day.screens,
            stock=day.stock,
            now=now,
        )
    rebuild_figures(now=now)
    build_upkeep(stations, masters, now=now)
    build_hot_meals(stations, masters, people, staff=staff, now=now)
    build_bookings(stations, masters, people, staff=staff, now=now)
    size = {"workers": workers, "days": days, "seed": seed}
    audit.record(
        actor=None,
        action="portal.build_demo_county",
        subject="organisations.county",
        at=now,
        details=size,
    )
    step("done", days + 2, days + 2)


def _places(random: Random, began: datetime, now: datetime) -> tuple[list[Station], dict[int, int], Person]:
    areas = build_county(now=began)
    stations = build_stations(areas, build_organisations(areas, random), random, now=began)
    staff = build_county_staff(now=began)
    confirm_stations(stations, staff=staff, random=random, now=now)
    return stations, build_station_staff(stations, random=random, now=began), staff


def _programme(staff: Person, began: datetime) -> Programme:
    return create_programme(
        code="warm-breakfast",
        name="暖心早餐",
        name_en="Warm breakfast",
        starts_on=timezone.localtime(began).date(),
        actor=staff,
        now=began,
        serving_hours=SERVING_HOURS,
        service_day_starts_at=SERVICE_DAY_STARTS_AT,
    )


def _points(
    programme: Programme,
    stations: list[Station],
    masters: dict[int, int],
    staff: Person,
    began: datetime,
) -> list[Point]:
    points = [
        Point(station.pk, masters[station.pk], place.breakfasts, place.serves_at_night)
        for station, place in zip(stations, PLACES, strict=True)
        if place.breakfasts
    ]
    for point in points:
        add_pickup_point(programme_id=programme.pk, station_id=point.station_id, actor=staff, now=began)
    return points


def _menu(programme: Programme, staff: Person, began: datetime) -> Menu:
    items = {}
    for rank, (code, name, name_en, most) in enumerate(ITEMS, 1):
        item = add_item(
            programme_id=programme.pk,
            code=code,
            name=name,
            name_en=name_en,
            quantity_max=most,
            rank=10 * rank,
            actor=staff,
            now=began,
        )
        items[code] = item.pk
    choices = [{items[code]: quantity for code, quantity in taken.items()} for taken, _often in TAKEN]
    return Menu(choices, [often for _taken, often in TAKEN])
