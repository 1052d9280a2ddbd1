"""Passes, cards and scanners, made through use cases."""

from datetime import datetime, timedelta

from nuanfeng.modules.passes.models import Handle, Scanner
from nuanfeng.modules.passes.usecases import ScreenPass, enrol_scanner, issue_card, show_pass
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations.tests.builders import (
    NOON,
    a_county,
    a_county_clerk,
    a_master_of,
    a_person,
    a_station,
    a_volunteer_at,
)

__all__ = [
    "NOON",
    "a_card",
    "a_county",
    "a_county_clerk",
    "a_master_of",
    "a_pass",
    "a_person",
    "a_scanner",
    "a_station",
    "a_volunteer_at",
    "in_minutes",
]


def in_minutes(minutes: float) -> datetime:
    """So many minutes after noon."""
    return NOON + timedelta(minutes=minutes)


def a_pass(person: Person | None = None, *, at: datetime = NOON) -> ScreenPass:
    """What a person's phone shows, with the first two slices only."""
    return show_pass(person=person or a_person(), now=at, limit=2)


def a_card(*, by: Person | None = None, at: datetime = NOON) -> Handle:
    """A card given out by county staff."""
    return issue_card(actor=by or a_county_clerk(), now=at)


def a_scanner(name: str = "门口的手机") -> tuple[Scanner, str]:
    """A scanner of some station and its key."""
    station = a_station()
    return enrol_scanner(actor=a_master_of(station), station=station, name=name, now=NOON)
