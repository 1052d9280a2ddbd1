"""Stations and their people, made the way the county makes them: through use cases."""

from datetime import datetime
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from nuanfeng.modules.organisations.api import COMMAND_LINE, appoint_county_staff, set_up_county
from nuanfeng.modules.organisations.models import Area, County
from nuanfeng.modules.people.api import Person, register_person
from nuanfeng.modules.stations.models import Station, StationStaff
from nuanfeng.modules.stations.usecases import appoint_station_staff, open_station

# A Thursday morning; the day after the National Day's holiday.
NOON = datetime(2026, 10, 8, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
_numbers = count(1)


def a_person(nickname: str = "小李") -> Person:
    """Someone who signed in once."""
    return register_person(phone=f"+86138{next(_numbers):08d}", nickname=nickname, now=NOON)


def a_county(**known: Any) -> County:
    """The county, without a boundary unless one is given."""
    return set_up_county(actor=COMMAND_LINE, now=NOON, code="430121", name="长沙县", **known)


def a_county_clerk() -> Person:
    """Someone who acts for the county."""
    person = a_person("县里的小王")
    appoint_county_staff(person=person, actor=COMMAND_LINE, now=NOON)
    person.refresh_from_db()
    return person


def a_town(name: str = "星沙街道", *, aliases: list[str] | None = None) -> Area:
    """A town of the county; towns are loaded, not opened, so this is a plain row."""
    code = f"430121{next(_numbers):03d}"
    return Area.objects.create(code=code, name=name, kind="town", aliases=aliases or [])


def a_station(name: str = "星沙骑手之家", *, by: Person | None = None, **known: Any) -> Station:
    """A station that is open from half past eight to eight in the evening unless told otherwise."""
    known = {"kind": "rider_home", "hours": "08:30-20:00", "address": f"开元路 {next(_numbers)} 号", **known}
    return open_station(actor=by or a_county_clerk(), now=NOON, name=name, **known)


def a_master_of(station: Station, *, nickname: str = "站长老陈") -> Person:
    """The person who minds a station."""
    return _staff(station, "master", nickname).person


def a_volunteer_at(station: Station, *, nickname: str = "志愿者小周") -> Person:
    """A person who helps at a station."""
    return _staff(station, "volunteer", nickname).person


def _staff(station: Station, role: str, nickname: str) -> StationStaff:
    return appoint_station_staff(
        station_id=station.pk, person=a_person(nickname), role=role, actor=a_county_clerk(), now=NOON
    )
