"""Whoever signs in begins where their work is."""

import re

import pytest

from nuanfeng.kernel import clock
from nuanfeng.modules.organisations.tests.builders import a_clerk
from nuanfeng.modules.people.api import register_person
from nuanfeng.modules.people.models import SignInCode
from nuanfeng.modules.people.tests.builders import QIANG, a_worker
from nuanfeng.modules.stations.tests.builders import a_county_clerk, a_master_of, a_station
from nuanfeng.modules.stations.usecases import appoint_station_staff, end_station_staff
from nuanfeng.portal.queries import first_page_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings):
    """Codes stand on the page."""
    settings.NUANFENG_DEMO = True
    settings.NUANFENG_SMS = "console"


def where_it_leads(client, person, **more) -> str:
    """The page after the code was typed."""
    SignInCode.objects.all().delete()
    client.post("/accounts/login/code/", {"phone": person.phone, **more})
    page = client.get("/accounts/login/code/confirm/").text
    code = re.sub(r"\D", "", re.search(r"<strong[^>]*>([\d\s]+)</strong>", page)[1])
    return client.post("/accounts/login/code/confirm/", {"code": code}).url


def test_a_rider_begins_at_the_stations(client):
    assert where_it_leads(client, a_worker(phone=QIANG)) == "/"


@pytest.mark.parametrize(("asked", "page"), [({}, "/station-work/"), ({"next": "/pass/"}, "/pass/")])
def test_a_station_master_begins_at_the_stations_day_unless_a_page_was_asked_for(client, asked, page):
    clerk, master = a_county_clerk(), a_worker(phone=QIANG)
    station = a_station(by=clerk)
    appoint_station_staff(actor=clerk, station_id=station.pk, person=master, role="master", now=clock.now())

    assert where_it_leads(client, master, **asked) == page


def test_the_county_begins_in_the_office():
    assert first_page_of(a_clerk()) == "/office/"


def test_who_works_at_two_stations_or_at_none_any_more_begins_at_the_stations():
    clerk = a_county_clerk()
    station = a_station("一站", by=clerk)
    master = a_master_of(station)
    other = a_station("二站", by=clerk)
    assert first_page_of(master) == "/station-work/"
    second = appoint_station_staff(
        actor=clerk, station_id=other.pk, person=master, role="volunteer", now=clock.now()
    )
    assert first_page_of(master) == ""
    end_station_staff(actor=clerk, staff_id=second.pk, now=clock.now())
    assert first_page_of(master) == "/station-work/"


def test_who_was_appointed_before_the_first_sign_in_is_not_asked_for_their_work(client):
    clerk = a_county_clerk()
    station = a_station(by=clerk)
    master = register_person(phone=QIANG, nickname="", now=clock.now())
    appoint_station_staff(actor=clerk, station_id=station.pk, person=master, role="master", now=clock.now())

    assert where_it_leads(client, master) == "/accounts/welcome/"
    page = client.get("/accounts/welcome/").text
    assert 'name="nickname"' in page
    assert 'name="kind_of_work"' not in page
    assert client.post("/accounts/welcome/", {"nickname": "陈站长", "answer": "yes"}).url == "/station-work/"
