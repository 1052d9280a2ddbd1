"""A station master puts the own station right, on a phone."""

import pytest

from nuanfeng.modules.people.tests.builders import signed_in
from nuanfeng.modules.stations.models import Station
from nuanfeng.modules.stations.tests.builders import (
    a_county_clerk,
    a_master_of,
    a_person,
    a_station,
    a_volunteer_at,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def station():
    return a_station(facilities=["water"], phone="0731-1")


@pytest.fixture
def master(station):
    return signed_in(a_master_of(station))


def page(station):
    return f"/stations/{station.pk}/keep/"


def test_only_its_master_keeps_it(client, station):
    assert client.get(page(station)).status_code == 302
    other = a_master_of(a_station("榔梨驿站"))
    for person in (a_volunteer_at(station), a_person(), other):
        assert signed_in(person).get(page(station)).status_code == 403
    assert signed_in(other).get("/stations/999999/keep/").status_code == 404


def test_one_tap_says_that_all_is_right(master, station):
    assert master.get(page(station)).status_code == 200
    assert master.post(page(station), {"step": "confirm"}).status_code == 302
    station.refresh_from_db()
    assert station.verified_at


def test_hours_phone_and_facilities_change_and_the_name_does_not(master, station):
    sent = {
        "step": "save",
        "hours_typed": "24小时",
        "phone": "0731-2",
        "facilities": ["wifi"],
        "name": "我的",
    }
    assert master.post(page(station), sent).status_code == 302
    kept = Station.objects.get()
    assert (kept.hours, kept.phone, kept.name) == ("24/7", "0731-2", station.name)
    assert [held.facility_type.code for held in kept.facilities.all()] == ["wifi"]


def test_hours_can_be_tried_before_they_are_saved(master, station):
    tried = master.post(page(station), {"step": "check", "hours_typed": "8:30-5:30"})
    assert (tried.status_code, tried.context["preview"]["osm"]) == (200, "08:30-17:30")
    wrong = master.post(page(station), {"step": "save", "hours_typed": "看心情"})
    assert wrong.status_code == 422
    assert Station.objects.get().hours == station.hours


def test_a_pause_says_why_and_ends_with_one_tap(master, station):
    assert master.post(page(station), {"step": "pause", "reason": ""}).status_code == 422
    assert master.post(page(station), {"step": "pause", "reason": "停电"}).status_code == 302
    assert "停电" in master.get(page(station)).content.decode()
    assert master.post(page(station), {"step": "reopen"}).status_code == 302
    assert Station.objects.get().status == "active"
    assert master.post(page(station), {"step": "nonsense"}).status_code == 200


def test_county_staff_come_with_their_second_step_only(station):
    clerk = a_county_clerk()
    assert signed_in(clerk).get(page(station)).url.startswith("/accounts/2fa/")
    assert signed_in(clerk, with_second_factor=True).get(page(station)).status_code == 200
