"""What the people of the demo's stations did and left: ticks, shelves, a turn, a word."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from nuanfeng.kernel.ids import new_id
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations.api import (
    Station,
    add_hours_exception,
    add_supply,
    do_duty,
    leave_note,
    plan_turn,
    set_access,
    set_wireless,
    tap_opening,
    upkeep_of,
)

# What stands on each shelf, and in how many days it is out of date.
SHELF = (
    ("medicine", "创可贴", "2 盒", 400),
    ("medicine", "碘伏棉签", "1 盒", 12),
    ("consumable", "纸杯", "3 包", 0),
)

WAYS_IN = (("door_code", "夜里自己进。"), ("key", "钥匙在隔壁小卖部。"), ("appointment", ""))
# In how many days, for how many days, which hours, why.
OTHER_HOURS = ((2, 1, "", "盘点"), (1, 7, "06:00-23:00", "天冷，晚些关门"))


def build_upkeep(stations: Sequence[Station], masters: Mapping[int, int], *, now: datetime) -> None:
    """The made-up stations were looked after this morning; the first of them left something to do."""
    minded = [station for station in stations if station.is_demo and station.pk in masters]
    people = Person.objects.in_bulk(masters.values())
    _ways_in(minded, people, masters, now)
    for place, station in enumerate(minded[:12]):
        master = people[masters[station.pk]]
        _shelve(station, master, now)
        if place % 4:
            tap_opening(id=new_id(), station_id=station.pk, is_open=True, actor=master, now=now)
        for duty in upkeep_of(station.pk, now=now).duties[: place % 5]:
            do_duty(station_id=station.pk, duty=duty.code, actor=master, now=now)
        begins = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=20)
        ends = begins + timedelta(hours=4)
        plan_turn(
            station_id=station.pk, person_id=master.pk, starts_at=begins, ends_at=ends, actor=master, now=now
        )
        if place % 3 == 0:
            leave_note(
                id=new_id(), station_id=station.pk, text="热水壶的盖子松了，倒水小心。", actor=master, now=now
            )


def _ways_in(
    minded: Sequence[Station], people: Mapping[int, Person], masters: Mapping[int, int], now: datetime
) -> None:
    """A lock with a code, a key next door, a call before; other hours; and a Wi-Fi at the first."""
    today = timezone.localdate(now)
    for station, (access, note) in zip(minded[1:], WAYS_IN, strict=False):
        master = people[masters[station.pk]]
        set_access(station_id=station.pk, access=access, note=note, actor=master, now=now)
    for station, (first, days, hours, reason) in zip(minded[4:], OTHER_HOURS, strict=False):
        begins = today + timedelta(days=first)
        add_hours_exception(
            station_id=station.pk,
            first_day=begins,
            last_day=begins + timedelta(days=days - 1),
            hours=hours,
            reason=reason,
            actor=people[masters[station.pk]],
            now=now,
        )
    for station in minded[:2]:
        set_wireless(
            station_id=station.pk,
            name="NuanFeng",
            password="warm-bee-2026",
            actor=people[masters[station.pk]],
            now=now,
        )


def _shelve(station: Station, master: Person, now: datetime) -> None:
    today = timezone.localdate(now)
    for kind, name, amount, days in SHELF:
        add_supply(
            station_id=station.pk,
            kind=kind,
            name=name,
            amount=amount,
            expires_on=today + timedelta(days=days) if days else None,
            actor=master,
            now=now,
        )
