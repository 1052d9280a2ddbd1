"""A counter at the door: its key is shown once, and what it counts is of nobody."""

import pytest
from django.test import Client

from nuanfeng.kernel import clock
from nuanfeng.kernel.ids import new_id
from nuanfeng.modules.people.tests.builders import signed_in
from nuanfeng.modules.stations.models import DoorCounter, Visit
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
    return a_station("开元驿站")


@pytest.fixture
def master(station):
    return signed_in(a_master_of(station))


def address(station):
    return f"/stations/{station.pk}/counters/"


def key_on(answer):
    return answer.content.decode().split("<output>")[1].split("</output>")[0]


def test_the_key_is_shown_once_counts_through_the_api_and_is_stopped(station, master):
    key = key_on(master.post(address(station), {"step": "make", "name": "正门"}))
    assert key not in master.get(address(station)).content.decode()
    sent = {"id": str(new_id()), "people": 3, "at": clock.now().isoformat()}
    known = {"content_type": "application/json", "headers": {"Authorization": f"Bearer {key}"}}
    assert Client().post("/api/v1/visits", sent, **known).status_code == 201
    assert "今天进来 3 人" in master.get(address(station)).content.decode()
    assert Visit.objects.get().sender_digest == ""
    master.post(address(station), {"step": "stop", "counter": DoorCounter.objects.get().pk})
    sent["id"] = str(new_id())
    assert Client().post("/api/v1/visits", sent, **known).status_code == 401


def test_a_counter_without_a_name_is_asked_for_one(station, master):
    assert master.post(address(station), {"step": "make", "name": ""}).status_code == 422
    assert not DoorCounter.objects.exists()


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 40])
def test_a_counter_that_is_not_there_is_not_stopped(station, master, number):
    assert master.post(address(station), {"step": "stop", "counter": number}).status_code == 302


def test_another_stations_counter_is_not_stopped_from_here(station, master):
    other = a_station("别处")
    signed_in(a_master_of(other)).post(address(other), {"step": "make", "name": "正门"})
    master.post(address(station), {"step": "stop", "counter": DoorCounter.objects.get().pk})
    assert DoorCounter.objects.get().revoked_at is None


def test_only_the_master_and_the_county_set_one_up(station):
    assert signed_in(a_volunteer_at(station)).get(address(station)).status_code == 403
    assert signed_in(a_person()).get(address(station)).status_code == 403
    assert Client().get(address(station)).status_code == 302
    assert signed_in(a_county_clerk(), with_second_factor=True).get(address(station)).status_code == 200
