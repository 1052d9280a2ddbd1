"""What is due at a station comes first, and the page says when nothing is."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from nuanfeng.kernel import clock
from nuanfeng.modules.benefits.api import close_stock, tables_today
from nuanfeng.modules.benefits.models import Programme
from nuanfeng.modules.benefits.rules.days import Serving
from nuanfeng.modules.benefits.rules.duties import CLOSE_STOCK, NOTHING, OPEN_STOCK, duty_now
from nuanfeng.modules.benefits.tests.builders import (
    BUN,
    a_county_clerk,
    a_master_of,
    a_programme,
    a_rider,
    a_station_with_breakfast,
    at,
)
from nuanfeng.modules.benefits.tests.mornings import a_morning
from nuanfeng.modules.benefits.usecases import change_programme

SERVED = Serving(is_serving=True, begins=at(6), ends=at(9))
OVER = Serving(is_serving=False)


@pytest.mark.parametrize(
    ("is_counted", "is_open", "serving", "hour", "duty"),
    [
        (False, False, SERVED, 6, OPEN_STOCK),
        (True, True, SERVED, 7, NOTHING),
        (True, True, OVER, 10, CLOSE_STOCK),
        (True, False, OVER, 10, NOTHING),
        (False, False, OVER, 10, NOTHING),
        (False, False, None, 9, OPEN_STOCK),
        (True, True, None, 9, NOTHING),
        (True, True, None, 18, CLOSE_STOCK),
    ],
)
def test_one_thing_at_most_is_due_for_a_table(is_counted, is_open, serving, hour, duty):
    here = datetime(2026, 10, 9, hour, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert duty_now(is_counted=is_counted, is_open=is_open, serving=serving, here=here) == duty


@pytest.mark.django_db
def test_a_day_at_the_table_from_open_to_closed():
    station = a_station_with_breakfast(programme=a_programme(), buns=None, milks=None)
    [early] = tables_today([station.pk], now=at(6))
    assert (early.duty, early.left, early.handed_out) == (OPEN_STOCK, None, 0)

    opened = a_station_with_breakfast("黄花骑手之家", buns=10, milks=5)
    [serving] = tables_today([opened.pk], now=at(7))
    assert (serving.duty, serving.left) == (NOTHING, 15)
    [over] = tables_today([opened.pk], now=at(10))
    assert over.duty == CLOSE_STOCK

    master = a_master_of(opened)
    close_stock(station_id=opened.pk, programme="breakfast", counted={BUN: 9}, actor=master, now=at(10))
    [closed] = tables_today([opened.pk], now=at(10, 30))
    assert closed.duty == NOTHING


@pytest.mark.django_db
def test_a_master_sees_the_own_station_with_its_ways():
    morning = a_morning()
    client = Client()
    client.force_login(morning.master)
    page = client.get("/station-work/").content.decode()
    for way in (
        morning.scan,
        f"/stations/{morning.station.pk}/stock/",
        f"/stations/{morning.station.pk}/day/",
    ):
        assert f'href="{way}"' in page


@pytest.mark.django_db
def test_an_uncounted_table_is_said_to_be_due():
    morning = a_morning(buns=0, milks=0)
    # Around the clock: a page goes by the real one, and after the serving nothing is due.
    change_programme(
        programme_id=Programme.objects.get(code="breakfast").pk,
        actor=a_county_clerk(),
        now=clock.now(),
        serving_hours="24/7",
    )
    client = Client()
    client.force_login(morning.master)
    client.cookies["django_language"] = "en"
    page = client.get("/station-work/").content.decode()
    assert "Count what is on the table" in page
    assert "Nothing else for today" not in page


@pytest.mark.django_db
def test_somebody_without_a_station_gets_a_clear_page():
    client = Client()
    client.force_login(a_rider())
    page = client.get("/station-work/")
    assert page.status_code == 200
    assert "/scan/" not in page.content.decode()
    assert Client().get("/station-work/").status_code == 302
