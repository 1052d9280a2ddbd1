"""Somebody with a problem finds a number to call, whatever the hour and whatever is missing."""

from datetime import UTC, datetime

import pytest

from nuanfeng.modules.organisations.api import set_up_county
from nuanfeng.modules.stations.api import COMMAND_LINE, open_station

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def a_county(hotline: str = "0731-00000000"):
    return set_up_county(actor=None, now=NOON, code="430121", name="长沙县", hotline=hotline)


def test_a_rider_calls_the_hotline_with_one_tap(client):
    a_county()
    page = client.get("/ask/").content.decode()
    assert 'href="tel:0731-00000000"' in page
    assert 'href="tel:120"' in page


def test_a_station_that_is_open_and_has_a_phone_is_offered(client):
    a_county()
    open_station(actor=COMMAND_LINE, now=NOON, kind="partner", name="老街茶铺", hours="24/7", phone="0731-11")
    open_station(actor=COMMAND_LINE, now=NOON, kind="partner", name="没电话的店", hours="24/7")
    page = client.get("/ask/").content.decode()
    assert "老街茶铺" in page
    assert "没电话的店" not in page


def test_a_county_without_a_number_says_where_to_go(client):
    page = client.get("/ask/", HTTP_COOKIE="django_language=en").content.decode()
    assert "Ask at the nearest station" in page


def test_staff_who_find_something_wrong_get_a_number_to_read_out(client):
    a_county()
    assert "reference" in client.get("/ask/?about=software").content.decode()


def test_looking_for_help_leaves_no_cookie(client):
    a_county()
    assert not client.get("/ask/").cookies


def test_the_countys_own_homes_stand_before_those_who_joined_in(client):
    a_county()
    for number in range(5):
        name = f"茶铺{number}"
        open_station(actor=COMMAND_LINE, now=NOON, kind="partner", name=name, hours="24/7", phone="1")
    open_station(actor=COMMAND_LINE, now=NOON, kind="rider_home", name="骑手之家", hours="24/7", phone="2")

    page = client.get("/ask/").content.decode()

    assert page.index("骑手之家") < page.index("茶铺")
    assert page.count("茶铺") >= 4
    assert "茶铺4" not in page
