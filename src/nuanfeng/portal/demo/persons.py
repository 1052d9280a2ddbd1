"""Made-up persons: workers, station masters, volunteers, county staff."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from nuanfeng.modules.organisations.api import appoint_county_staff
from nuanfeng.modules.people.api import (
    KnownPerson,
    Person,
    give_authenticator_app,
    load_persons,
    register_person,
)
from nuanfeng.modules.stations.api import COMMAND_LINE, Station, appoint_station_staff
from nuanfeng.portal.demo.places import HOME_OF_THE_MASTER

# Shown at the start; in the demo no text message is sent to any number.
WORKER, MASTER, COUNTY = "+8613800000001", "+8613800000002", "+8613800000003"

# Numbers that belong to no network, so that they ring nobody anywhere.
_UNREACHABLE = "+86100"

_SURNAMES = "王李张刘陈杨黄赵周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_CALLED = ("师傅", "哥", "姐", "小")
_WORK = ("courier", "rider", "rider", "rider", "car_driver", "truck_driver", "truck_driver", "warehouse", "")


def build_workers(*, count: int, random: Random, joined_until: datetime) -> list[int]:
    """The demo's worker and as many others as are wanted; returns their numbers."""
    worker = register_person(
        phone=WORKER, nickname="小周", kind_of_work="rider", is_demo=True, now=joined_until
    )
    known = _workers(count - 1, random, joined_until)
    return [worker.pk, *load_persons(persons=known, is_demo=True, now=joined_until)]


def _workers(count: int, random: Random, joined_until: datetime) -> Iterator[KnownPerson]:
    for number in range(count):
        joined = joined_until - timedelta(minutes=random.randrange(200 * 24 * 60))
        yield KnownPerson(f"{_UNREACHABLE}{number:08d}", _nickname(random), random.choice(_WORK), joined)


def _nickname(random: Random) -> str:
    surname, called = random.choice(_SURNAMES), random.choice(_CALLED)
    return f"小{surname}" if called == "小" else f"{surname}{called}"


def build_county_staff(*, now: datetime) -> Person:
    """The one who signs in for the county, with a second factor whose code the demo shows."""
    person = register_person(phone=COUNTY, nickname="县里的小陈", is_demo=True, now=now)
    appoint_county_staff(person=person, actor=COMMAND_LINE, now=now)
    give_authenticator_app(person=person, now=now)
    return person


def build_station_staff(stations: list[Station], *, random: Random, now: datetime) -> dict[int, int]:
    """A master for each station, a volunteer for two of three; returns station → its master's number."""
    masters = {}
    for place, station in enumerate(stations):
        phone = MASTER if station.name == HOME_OF_THE_MASTER else f"{_UNREACHABLE}9{place:07d}"
        nickname = "刘站长" if phone == MASTER else f"{random.choice(_SURNAMES)}站长"
        master = register_person(phone=phone, nickname=nickname, is_demo=True, now=now)
        appoint_station_staff(
            station_id=station.pk, person=master, role="master", actor=COMMAND_LINE, now=now
        )
        masters[station.pk] = master.pk
        if place % 3:
            phone = f"{_UNREACHABLE}8{place:07d}"
            helper = register_person(phone=phone, nickname=_nickname(random), is_demo=True, now=now)
            appoint_station_staff(
                station_id=station.pk, person=helper, role="volunteer", actor=COMMAND_LINE, now=now
            )
    return masters
