"""Hot meals in the demo: three stations with a quota, counted yesterday and today, and people who asked."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

from django.utils import timezone

from nuanfeng.modules.benefits.api import (
    add_item,
    add_pickup_point,
    close_stock,
    create_programme,
    open_stock,
    watch_leftovers,
)
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations.api import Station

STATIONS, QUOTA, WATCHERS = 3, 30, 8
CODE, ITEM = "hot-meal", "meal"
SERVING_HOURS = "11:00-21:00"
LATE_FROM = time(13, 30)


def build_hot_meals(
    stations: Sequence[Station],
    masters: Mapping[int, int],
    people: Sequence[int],
    *,
    staff: Person,
    now: datetime,
) -> None:
    """Two days of hot meals; some workers asked to be told what is left."""
    began = now - timedelta(days=2)
    programme = create_programme(
        code=CODE,
        name="热餐",
        name_en="Hot meal",
        starts_on=timezone.localdate(began),
        actor=staff,
        now=began,
        serving_hours=SERVING_HOURS,
        late_from=LATE_FROM,
    )
    add_item(
        programme_id=programme.pk,
        code=ITEM,
        name="盒饭",
        name_en="Boxed meal",
        quantity_max=1,
        rank=1,
        actor=staff,
        now=began,
    )
    minded = [station for station in stations if station.is_demo and station.pk in masters]
    minded.sort(key=lambda station: (station.kind != "rider_home", station.pk))
    keepers = Person.objects.in_bulk(masters.values())
    watchers = Person.objects.filter(pk__in=people[:WATCHERS]).order_by("pk")
    for station in minded[:STATIONS]:
        point = add_pickup_point(
            programme_id=programme.pk, station_id=station.pk, quota=QUOTA, actor=staff, now=began
        )
        keeper, yesterday = keepers[masters[station.pk]], now - timedelta(days=1)
        for day in (yesterday, now):
            open_stock(station_id=station.pk, programme=CODE, portions={ITEM: QUOTA}, actor=keeper, now=day)
        close_stock(station_id=station.pk, programme=CODE, counted={ITEM: 0}, actor=keeper, now=yesterday)
        for person in watchers:
            watch_leftovers(point_id=point.pk, person=person, now=began)
