"""A station master opens, corrects and closes the day on one page."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from nuanfeng.kernel import clock
from nuanfeng.kernel.ids import new_id
from nuanfeng.modules.benefits.models import StockDay, StockMove
from nuanfeng.modules.benefits.tests.builders import (
    BUN,
    MILK,
    a_county_clerk,
    a_rider,
    a_station,
    a_volunteer_at,
)
from nuanfeng.modules.benefits.tests.mornings import Morning, a_morning
from nuanfeng.modules.benefits.usecases import open_stock
from nuanfeng.modules.people.tests.builders import signed_in

pytestmark = pytest.mark.django_db


def a_keeper(morning: Morning) -> Client:
    client = Client()
    client.force_login(morning.master)
    return client


def say(client: Client, morning: Morning, step: str, **sent: object):
    address = f"/stations/{morning.station.pk}/stock/"
    return client.post(address, {"step": step, "programme": "breakfast", **sent})


def page_of(client: Client, morning: Morning) -> str:
    return client.get(f"/stations/{morning.station.pk}/stock/").content.decode()


def test_yesterdays_numbers_are_proposed_and_opened():
    morning = a_morning(buns=0, milks=0)
    yesterday = clock.now() - timedelta(days=1)
    place = {"station_id": morning.station.pk, "programme": "breakfast", "actor": morning.master}
    open_stock(portions={BUN: 70, MILK: 35}, now=yesterday, **place)
    keeper = a_keeper(morning)
    page = page_of(keeper, morning)
    assert re.search(r'name="count_bun"[^>]*value="70"', page)

    assert say(keeper, morning, "open", count_bun="80", count_soy_milk="35").status_code == 302
    assert morning.left(BUN) == 80
    assert say(keeper, morning, "open", count_bun="80", count_soy_milk="35").status_code == 302
    assert say(keeper, morning, "open", count_bun="81").status_code == 409


@pytest.mark.parametrize(
    ("kind", "quantity", "left"), [("in", 20, 106), ("waste", 6, 80), ("recount", 90, 90)]
)
def test_a_change_counts_once_however_often_it_is_sent(kind, quantity, left):
    morning = a_morning()
    keeper, number = a_keeper(morning), new_id()
    for _again in range(2):
        sent = {"kind": kind, "item": BUN, "quantity": quantity, "id": number}
        assert say(keeper, morning, "move", **sent).status_code == 302
    assert morning.left(BUN) == left
    assert StockMove.objects.count() == 1


def test_more_than_there_is_cannot_be_thrown_away():
    morning = a_morning(buns=5)
    answer = say(a_keeper(morning), morning, "move", kind="waste", item=BUN, quantity=6, id=new_id())
    assert answer.status_code == 409
    assert morning.left(BUN) == 5


def test_the_evening_count_is_said_in_plain_words_and_can_be_opened_again():
    morning = a_morning(buns=10, milks=4)
    keeper = a_keeper(morning)
    keeper.cookies["django_language"] = "en"
    assert say(keeper, morning, "close", count_bun="8", count_soy_milk="4").status_code == 302
    page = page_of(keeper, morning)
    assert "8 left, 2 fewer than the books said" in page
    assert "4 left, as counted" in page
    assert say(keeper, morning, "reopen", item=BUN).status_code == 302
    assert "Add, throw away or count again" in page_of(keeper, morning)


@pytest.mark.parametrize("quantity", ["-1", "many", "", "99999999999", "１２"])
def test_what_is_no_number_changes_nothing(quantity):
    morning = a_morning()
    sent = {"kind": "in", "item": BUN, "quantity": quantity, "id": new_id()}
    answer = say(a_keeper(morning), morning, "move", **sent)
    assert answer.status_code in (302, 409)
    assert morning.left(BUN) == (98 if quantity == "１２" else 86)


def test_an_item_that_nobody_offers_is_refused_with_a_sentence():
    morning = a_morning()
    sent = {"kind": "in", "item": "caviar", "quantity": 1, "id": new_id()}
    assert say(a_keeper(morning), morning, "move", **sent).status_code == 409


def test_only_the_stations_own_people_and_the_county_keep_its_stock():
    morning = a_morning()
    for person in (a_rider(), a_volunteer_at(a_station("别的驿站"))):
        client = Client()
        client.force_login(person)
        assert say(client, morning, "close", count_bun="0").status_code == 403
    assert morning.left(BUN) == 86


def test_county_staff_keep_a_stations_stock_with_their_second_step_only():
    morning = a_morning()
    clerk, address = a_county_clerk(), f"/stations/{morning.station.pk}/stock/"
    half_in = signed_in(clerk)

    assert say(half_in, morning, "close", count_bun="0").url.startswith("/accounts/2fa/")
    assert not StockDay.objects.filter(closed_at__isnull=False).exists()

    assert signed_in(clerk, with_second_factor=True).get(address).status_code == 200
