"""County staff and masters keep the list of stations."""

from datetime import timedelta

import pytest

from nuanfeng.kernel.errors import Refused
from nuanfeng.kernel.models import AuditEntry, Event
from nuanfeng.modules.stations.api import COMMAND_LINE, role_at, stations_where
from nuanfeng.modules.stations.models import Station, StationStaff
from nuanfeng.modules.stations.tests.builders import (
    NOON,
    a_county_clerk,
    a_master_of,
    a_person,
    a_station,
    a_volunteer_at,
)
from nuanfeng.modules.stations.usecases import (
    appoint_station_staff,
    change_station,
    close_station,
    confirm_station,
    end_station_staff,
    open_station,
    pause_station,
    reopen_station,
)

pytestmark = pytest.mark.django_db


def facts(name):
    return Event.objects.filter(name=f"stations.{name}").count()


def test_a_clerk_opens_a_station_with_what_it_has_and_the_fact_is_announced():
    station = a_station(
        facilities=["water", "charging"], spaces=[("hall", "一站式服务大厅")], latitude=28.2, longitude=113.1
    )
    assert {held.facility_type.code for held in station.facilities.all()} == {"water", "charging"}
    assert station.spaces.get().name == "一站式服务大厅"
    assert "xingsha" in station.name_search
    assert facts("station_opened") == 1
    assert AuditEntry.objects.filter(action="stations.open_station").count() == 1


def test_the_same_station_sent_twice_is_one():
    clerk = a_county_clerk()
    known = {"kind": "partner", "name": "工会驿站", "address": "星沙大道 1 号"}
    first = open_station(actor=clerk, now=NOON, **known)
    assert open_station(actor=clerk, now=NOON, **known) == first
    assert Station.objects.count() == 1


@pytest.mark.parametrize(
    ("known", "code"),
    [
        ({"name": " "}, "name_missing"),
        ({"name": "长" * 81}, "name_too_long"),
        ({"kind": "palace"}, "kind_unknown"),
        ({"latitude": 28.2}, "point_broken"),
        ({"latitude": 128.2, "longitude": 113.0}, "point_broken"),
        ({"hours": "whenever"}, "hours_not_understood"),
        ({"facilities": ["helipad"]}, "facility_unknown"),
    ],
)
def test_a_station_that_makes_no_sense_is_refused_and_nothing_is_kept(known, code):
    with pytest.raises(Refused) as no:
        open_station(actor=COMMAND_LINE, now=NOON, **{"kind": "partner", "name": "驿站", **known})
    assert no.value.refusal.code == code
    assert Station.objects.count() == Event.objects.count() == 0


def test_nobody_else_opens_a_station():
    for person in (a_person(), a_master_of(a_station()), None):
        with pytest.raises(Refused, match="Only county staff"):
            open_station(actor=person, now=NOON, kind="partner", name="我家")


def test_a_master_changes_hours_and_facilities_but_not_the_name():
    station = a_station()
    master = a_master_of(station)
    changed = change_station(
        station_id=station.pk, actor=master, now=NOON, changes={"hours": "24/7"}, facilities={"wifi": ""}
    )
    assert changed.hours == "24/7"
    assert Event.objects.get(name="stations.station_changed").payload["fields"] == ["hours", "facilities"]
    with pytest.raises(Refused, match="Only county staff"):
        change_station(station_id=station.pk, actor=master, now=NOON, changes={"name": "老陈之家"})


def test_a_volunteer_and_another_stations_master_change_nothing():
    station, other = a_station(), a_station("榔梨驿站")
    for person in (a_volunteer_at(station), a_master_of(other), a_person()):
        with pytest.raises(Refused, match="Only this station's master"):
            change_station(station_id=station.pk, actor=person, now=NOON, changes={"hours": "24/7"})
    station.refresh_from_db()
    assert station.hours == "08:30-20:00"


def test_a_change_that_changes_nothing_leaves_no_trace():
    station, clerk = a_station(facilities=["water"], spaces=[("hall", "大厅")]), a_county_clerk()
    change_station(
        station_id=station.pk,
        actor=clerk,
        now=NOON + timedelta(days=1),
        changes={"hours": station.hours, "name": f" {station.name} "},
        facilities={"water": ""},
        spaces=[("hall", "大厅", "")],
    )
    assert facts("station_changed") == 0


def test_a_renamed_station_is_found_under_its_new_name():
    station = a_station()
    change_station(station_id=station.pk, actor=COMMAND_LINE, now=NOON, changes={"name": "黄花驿站"})
    station.refresh_from_db()
    assert "huanghuayizhan" in station.name_search
    assert "hhyz" in station.name_search


def test_a_pause_says_why_and_ends():
    station = a_station()
    master = a_master_of(station)
    with pytest.raises(Refused, match="Say why"):
        pause_station(station_id=station.pk, reason=" ", actor=master, now=NOON)
    paused = pause_station(station_id=station.pk, reason="水管坏了", actor=master, now=NOON)
    assert (paused.status, paused.status_note) == ("paused", "水管坏了")
    pause_station(station_id=station.pk, reason="again", actor=master, now=NOON)
    assert facts("station_paused") == 1
    assert reopen_station(station_id=station.pk, actor=master, now=NOON).status == "active"
    assert reopen_station(station_id=station.pk, actor=master, now=NOON).status_note == ""
    assert facts("station_reopened") == 1


def test_only_the_county_closes_for_good_and_brings_back():
    station, clerk = a_station(), a_county_clerk()
    master = a_master_of(station)
    with pytest.raises(Refused, match="Only county staff"):
        close_station(station_id=station.pk, reason="搬走了", actor=master, now=NOON)
    close_station(station_id=station.pk, reason="搬走了", actor=clerk, now=NOON)
    with pytest.raises(Refused, match="Reopen it first"):
        pause_station(station_id=station.pk, reason="停电", actor=clerk, now=NOON)
    with pytest.raises(Refused, match="Only county staff"):
        reopen_station(station_id=station.pk, actor=master, now=NOON)
    assert reopen_station(station_id=station.pk, actor=clerk, now=NOON).status == "active"


def test_a_confirmed_station_is_no_longer_doubtful():
    station = a_station(hours_doubtful=True)
    master = a_master_of(station)
    confirmed = confirm_station(station_id=station.pk, actor=master, now=NOON)
    assert (confirmed.verified_at, confirmed.verified_by, confirmed.hours_doubtful) == (NOON, master, False)
    confirm_station(station_id=station.pk, actor=master, now=NOON)
    assert facts("station_confirmed") == 1
    with pytest.raises(Refused):
        confirm_station(station_id=station.pk, actor=a_volunteer_at(station), now=NOON)


def test_a_role_runs_until_it_ends_and_a_new_one_replaces_it():
    station, clerk, person = a_station(), a_county_clerk(), a_person()
    appoint = {"station_id": station.pk, "person": person, "actor": clerk}
    held = appoint_station_staff(role="volunteer", now=NOON, **appoint)
    assert appoint_station_staff(role="volunteer", now=NOON, **appoint) == held
    later = NOON + timedelta(days=1)
    raised = appoint_station_staff(role="master", now=later, **appoint)
    held.refresh_from_db()
    assert (held.until, role_at(person, station)) == (later, "master")
    assert [role.station for role in stations_where(person)] == [station]
    end_station_staff(staff_id=raised.pk, actor=clerk, now=later + timedelta(days=1))
    end_station_staff(staff_id=raised.pk, actor=clerk, now=later + timedelta(days=2))
    assert role_at(person, station) == ""
    assert facts("staff_ended") == 1


def test_only_the_county_appoints_and_everyone_may_leave():
    station = a_station()
    master, volunteer = a_master_of(station), a_volunteer_at(station)
    with pytest.raises(Refused, match="Only county staff"):
        appoint_station_staff(
            station_id=station.pk, person=a_person(), role="volunteer", actor=master, now=NOON
        )
    with pytest.raises(Refused, match="masters and volunteers"):
        appoint_station_staff(
            station_id=station.pk, person=a_person(), role="boss", actor=COMMAND_LINE, now=NOON
        )
    own = StationStaff.objects.get(person=volunteer)
    with pytest.raises(Refused):
        end_station_staff(staff_id=own.pk, actor=master, now=NOON + timedelta(hours=1))
    end_station_staff(staff_id=own.pk, actor=volunteer, now=NOON + timedelta(hours=1))
    assert role_at(volunteer, station) == ""
