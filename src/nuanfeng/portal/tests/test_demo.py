"""The demo county: real where a source says so, made up and marked otherwise, the same for a seed."""

from datetime import datetime, timedelta
from importlib import import_module
from io import StringIO
from itertools import pairwise
from random import Random
from uuid import RFC_4122
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from nuanfeng.modules.benefits.models import PickupPoint, Redemption, Screening, StockDay
from nuanfeng.modules.insight.models import StationDay
from nuanfeng.modules.organisations.api import Area, Organisation, area_named, refusal_to_act_for_county
from nuanfeng.modules.organisations.models import County
from nuanfeng.modules.people.models import Person
from nuanfeng.modules.people.rules import e164
from nuanfeng.modules.stations.api import Station, role_at
from nuanfeng.modules.stations.rules.hours import refusal_to_keep_hours
from nuanfeng.portal.demo.breakfasts import Menu, Point, Season, time_ordered_id
from nuanfeng.portal.demo.build import build_demo_county
from nuanfeng.portal.demo.county import OUTLINE
from nuanfeng.portal.demo.persons import COUNTY, MASTER, WORKER
from nuanfeng.portal.demo.places import HOME_OF_THE_MASTER

pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 10, 9, 20, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(autouse=True)
def facility_types():
    """What the migration brought may have been swept away by a test that empties every table."""
    import_module("nuanfeng.modules.stations.migrations.0002_facility_types").add_missing(apps, None)


def build(*, workers: int = 60, days: int = 4, seed: int = 1, now: datetime = EVENING, step=None) -> None:
    """A small demo county."""
    build_demo_county(workers=workers, days=days, seed=seed, now=now, step=step or (lambda *_: None))


def is_inside(longitude: float, latitude: float) -> bool:
    """Whether a point lies in the demo's outline."""
    inside, ring = False, [*OUTLINE, OUTLINE[0]]
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > latitude) != (y2 > latitude):
            inside ^= longitude < (x2 - x1) * (latitude - y1) / (y2 - y1) + x1
    return inside


def test_the_county_is_as_large_as_its_report_says():
    build()

    counted = [Station.objects.filter(kind=kind).count() for kind in ("driver_home", "rider_home", "partner")]
    assert counted == [5, 7, 16]
    assert Organisation.objects.filter(kind="enterprise").count() == 41
    assert Organisation.objects.filter(kind="park").count() == 33
    assert (Area.objects.filter(kind="town").count(), Area.objects.filter(kind="village").count()) == (
        18,
        225,
    )


def test_the_town_is_found_under_every_spelling():
    build()

    assert {area_named(name).code for name in ("㮾梨街道", "榔梨", "郎梨")} == {"430121004"}


def test_what_is_real_has_a_source_and_what_is_made_up_says_so():
    build()

    for kind in (Station, Organisation):
        assert not kind.objects.filter(is_demo=False, source="").exists()
        assert not kind.objects.filter(is_demo=True).exclude(source="").exists()
    assert Station.objects.filter(is_demo=False).count() == 5
    # Nobody should travel to a real place because of hours that a demo invented.
    assert not Station.objects.filter(is_demo=False).exclude(hours="").exists()
    assert County.objects.get().is_demo
    assert not Person.objects.filter(is_demo=False).exists()


def test_places_lie_in_the_county_and_their_hours_can_be_read():
    build()

    for station in Station.objects.all():
        assert refusal_to_keep_hours(station.hours) is None
        if station.longitude is not None:
            assert is_inside(station.longitude, station.latitude), station.name
    assert Station.objects.filter(longitude=None).count() == 2
    assert Station.objects.filter(hours="").count() >= 5
    assert Station.objects.filter(hours_doubtful=True).exists()
    assert Station.objects.filter(status="paused").exists()


def test_no_number_of_the_demo_rings_anybody():
    build()

    signing_in = {WORKER, MASTER, COUNTY}
    for person in Person.objects.exclude(phone_digest=None):
        assert person.phone in signing_in or e164(person.phone, country="CN") == "", person.phone
    for station in Station.objects.exclude(phone=""):
        assert e164(station.phone, country="CN") == ""


def test_every_promise_holds_for_its_days():
    build(workers=200)

    assert Redemption.objects.count() > 100
    call_command("verify", stdout=StringIO())
    assert StationDay.objects.exists()


def a_season(seed: int) -> Season:
    """Two tables, two things to choose from, forty people."""
    points = [Point(1, 11, 2.0, serves_at_night=True), Point(2, 12, 1.0, serves_at_night=False)]
    menu = Menu([{5: 2, 6: 1}, {5: 1}], [3, 1])
    return Season(points=points, menu=menu, people=range(40), zone=EVENING.tzinfo, seed=seed)


def test_the_same_seed_makes_the_same_days():
    first, again = (a_season(7).day(EVENING.date(), until=EVENING) for _time in range(2))

    assert first.hand_outs
    assert first == again
    assert a_season(8).day(EVENING.date(), until=EVENING) != first


def test_a_number_made_from_the_seed_is_a_uuid_of_version_7_and_of_its_time():
    random = Random(1)
    earlier, later = (time_ordered_id(EVENING + timedelta(seconds=s), random) for s in (0, 1))

    assert (earlier.version, earlier.variant) == (7, RFC_4122)
    assert earlier < later


def test_todays_tables_are_laid_at_any_hour():
    dawn = EVENING.replace(hour=3, minute=1)
    build(now=dawn)

    today = StockDay.objects.filter(service_date=dawn.date(), closed_at=None, opened_at__lte=dawn)
    laid = sum(point.programme.items.count() for point in PickupPoint.objects.all())
    assert today.filter(remaining__gt=0).count() == laid == 4 * 11 + 1 * 3
    assert not Redemption.objects.filter(at__gt=dawn).exists()
    assert not Screening.objects.filter(at__gt=dawn).exists()


def test_after_midnight_the_day_before_still_runs():
    night = EVENING.replace(hour=0, minute=30)
    build(now=night)

    running = StockDay.objects.filter(closed_at=None).values_list("service_date", flat=True).distinct()
    assert list(running) == [night.date() - timedelta(days=1)]


def test_the_three_who_sign_in_can_do_what_they_are_there_for():
    build()

    master, clerk = Person.objects.with_phone(MASTER), Person.objects.with_phone(COUNTY)
    assert role_at(master, Station.objects.get(name=HOME_OF_THE_MASTER)) == "master"
    assert refusal_to_act_for_county(clerk) is None
    assert refusal_to_act_for_county(Person.objects.with_phone(WORKER)) is not None


def test_whoever_stops_it_half_way_has_an_empty_county():
    def stop_at_the_days(name: str, done: int, of: int) -> None:
        if name == "days" and done > 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(step=stop_at_the_days)

    assert not County.objects.exists()
    assert not Person.objects.exists()


def say(*words: str) -> str:
    """What the command answers."""
    out = StringIO()
    call_command("demo", *words, stdout=out)
    return out.getvalue()


def test_a_second_run_says_so_and_changes_nothing():
    say("--workers", "20", "--days", "2")
    before = Redemption.objects.count()

    assert "Nothing was changed" in say("--workers", "50")

    assert Redemption.objects.count() == before


def test_the_sign_ins_are_printed(settings):
    settings.NUANFENG_DEMO, settings.NUANFENG_SMS = True, "console"
    build()

    said = say("--sign-ins")

    for number in ("138 0000 0001", "138 0000 0002", "138 0000 0003"):
        assert number in said


def test_no_sign_ins_where_there_is_no_demo():
    with pytest.raises(CommandError):
        say("--sign-ins")


@pytest.mark.parametrize("words", [("--workers", "0"), ("--days", "400"), ("--workers", "9999999")])
def test_sizes_that_make_no_sense_are_refused(words):
    with pytest.raises(CommandError):
        say(*words)
    assert not County.objects.exists()
