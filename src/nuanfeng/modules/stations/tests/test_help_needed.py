"""The county reads which stations need help, and what stands behind it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from nuanfeng.kernel.ids import new_id
from nuanfeng.modules.stations.models import DoorReport, Visit
from nuanfeng.modules.stations.queries.help_needed import help_lines, help_rows, sheet_of_help
from nuanfeng.modules.stations.tests.builders import NOON, a_county_clerk, a_master_of, a_station
from nuanfeng.modules.stations.usecases import (
    add_supply,
    confirm_station,
    mark_facility,
    note_evenings,
    pause_station,
    tap_opening,
)

pytestmark = pytest.mark.django_db


def a_place_in_order(name="开元驿站", **known):
    station = a_station(name, facilities=["hot_water"], **known)
    master = a_master_of(station)
    confirm_station(station_id=station.pk, actor=master, now=NOON)
    tap_opening(id=new_id(), station_id=station.pk, is_open=True, actor=master, now=NOON)
    return station, master


def found_closed(station, *, days):
    at = NOON - timedelta(days=days)
    DoorReport.objects.create(
        id=new_id(), station=station, kind="locked", state="believed", at=at, believed_at=at
    )


def test_a_place_in_order_is_not_on_the_list_and_one_whose_kettle_broke_is():
    a_place_in_order()
    broken, master = a_place_in_order("星沙驿站")
    mark_facility(station_id=broken.pk, facility="hot_water", state="broken", actor=master, now=NOON)

    [line] = help_lines(now=NOON)

    assert (line.station, line.needs.down) == (broken, 1)
    assert [thing.facility_type.code for thing in help_rows(broken.pk, now=NOON).down] == ["hot_water"]


@pytest.mark.parametrize(("days", "is_counted"), [(6, True), (8, False)])
def test_what_was_found_closed_counts_for_a_week(days, is_counted):
    station, _master = a_place_in_order()
    found_closed(station, days=days)
    assert bool(help_lines(now=NOON)) is is_counted


def test_who_stands_before_a_shut_door_comes_before_a_place_that_nobody_checked():
    shut, _master = a_place_in_order()
    unchecked = a_station("无人核对的驿站")
    found_closed(shut, days=1)

    assert [line.station for line in help_lines(now=NOON)] == [shut, unchecked]
    assert [line.station for line in help_lines(now=NOON, by="unverified")] == [unchecked, shut]


def test_a_shelf_that_runs_out_is_on_the_list_and_then_out_of_date():
    station, master = a_place_in_order()
    until = NOON.date() + timedelta(days=2)
    add_supply(station_id=station.pk, kind="medicine", name="碘伏", expires_on=until, actor=master, now=NOON)
    [soon] = help_lines(now=NOON)
    [late] = help_lines(now=NOON + timedelta(days=3))
    assert (soon.needs.expired, soon.needs.expiring) == (0, 1)
    assert (late.needs.expired, late.needs.expiring) == (1, 0)


@pytest.mark.parametrize(("hours", "is_missed"), [("08:30-18:00", True), ("08:30-22:00", False)])
def test_hours_that_end_before_the_evening_are_seen_where_many_come_then(hours, is_missed):
    station, _master = a_place_in_order(hours=hours)
    evening = NOON - timedelta(days=1) + timedelta(hours=8)
    for at, people in ((NOON - timedelta(days=1), 15), (evening, 10)):
        Visit.objects.create(id=new_id(), station=station, source="counter", people=people, at=at)

    lines = help_lines(now=NOON)

    assert bool(lines) is is_missed
    if is_missed:
        assert lines[0].evening_share == 40


def test_a_place_shut_for_a_while_needs_no_help_of_this_kind():
    station = a_station()
    pause_station(station_id=station.pk, reason="装修", actor=a_county_clerk(), now=NOON)
    assert not help_lines(now=NOON)


def test_the_sheet_has_a_line_for_each_line_and_says_never_in_words():
    a_station("无人核对的驿站")
    sheet = sheet_of_help(help_lines(now=NOON), unit="长沙县")
    [row] = sheet.rows
    assert len(row) == len(sheet.header)
    assert row[1] == "无人核对的驿站"
    assert "从没有" in row


def test_only_the_county_reads_it(client):
    station, master = a_place_in_order()
    client.force_login(master)
    for address in (reverse("stations:help"), reverse("stations:help_station", args=[station.pk])):
        assert client.get(address).status_code in (302, 403)


def test_who_was_served_late_counts_as_evening_demand():
    station, _master = a_place_in_order(hours="08:30-18:00")
    assert note_evenings(served={station.pk: (40, 20)}, now=NOON) == 1
    [line] = help_lines(now=NOON, by="evening")
    assert (line.evening_share, line.is_open_late, line.needs.is_evening_missed) == (50, False, True)
    came = help_rows(station.pk, now=NOON).came
    assert (came.served, came.served_late, came.count, came.late) == (40, 20, 40, 20)


def test_the_same_counts_again_change_nothing_and_a_place_that_serves_nobody_has_none():
    station, _master = a_place_in_order(hours="08:30-18:00")
    note_evenings(served={station.pk: (40, 20)}, now=NOON)
    assert note_evenings(served={station.pk: (40, 20)}, now=NOON) == 0
    assert note_evenings(served={}, now=NOON) == 1
    assert help_lines(now=NOON) == []
