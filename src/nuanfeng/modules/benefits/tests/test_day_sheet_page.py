"""The day sheet says what the rows say."""

from datetime import timedelta

import pytest
from django.test import Client

from nuanfeng.kernel import clock
from nuanfeng.kernel.ids import new_id
from nuanfeng.modules.benefits.models import Redemption, StockDay
from nuanfeng.modules.benefits.queries.day_sheet import day_sheets, item_days
from nuanfeng.modules.benefits.tests.builders import BUN, a_code_of, a_hand_out, a_rider
from nuanfeng.modules.benefits.tests.mornings import a_morning
from nuanfeng.modules.benefits.usecases import (
    add_stock,
    close_stock,
    cut_hand_outs,
    give_guest_meal,
    redeem_pass,
    void_redemption,
    waste_stock,
)

pytestmark = pytest.mark.django_db


def a_busy_morning():
    """Two people, a guest, an undone one, more buns, a spilled one, and a count in the evening."""
    morning, now = a_morning(buns=10, milks=10), clock.now()
    known = {"actor": morning.master, "now": now}
    place = {"station_id": morning.station.pk, "programme": "breakfast", **known}
    for person in (morning.rider, a_rider("小王")):
        code = a_code_of(person, at=now)
        redeem_pass(hand_out=a_hand_out(morning.station, code, buns=2, milks=1, at=now), **known)
    give_guest_meal(hand_out=a_hand_out(morning.station, at=now), **known)
    undone = a_hand_out(morning.station, at=now)
    give_guest_meal(hand_out=undone, **known)
    void_redemption(redemption_id=undone.id, **known)
    add_stock(id=new_id(), item=BUN, quantity=5, **place)
    waste_stock(id=new_id(), item=BUN, quantity=1, **place)
    close_stock(counted={BUN: 7}, **place)
    return morning


def test_the_sheet_holds_the_stock_equation_and_counts_every_status():
    morning = a_busy_morning()
    [day] = {row.service_date for row in StockDay.objects.all()}
    [sheet] = day_sheets(morning.station.pk, day)
    assert dict(sheet.statuses) == {"counted": 2, "guest": 1, "void": 1}
    assert sum(sheet.people.values()) == 3
    for item in sheet.stock:
        books = item.opening + item.added - item.handed - item.wasted + item.recounted
        assert books == item.remaining
    bun = next(item for item in sheet.stock if item.item.code == BUN)
    assert (bun.handed, bun.evening_difference, bun.remaining) == (5, -2, 7)


def test_after_30_days_the_sheet_still_says_how_much_was_handed_out():
    morning = a_busy_morning()
    [day] = {row.service_date for row in StockDay.objects.all()}
    before = [(item.item.pk, item.handed) for item in day_sheets(morning.station.pk, day)[0].stock]

    cut_hand_outs(now=clock.now() + timedelta(days=32))

    after = day_sheets(morning.station.pk, day, is_cut=True)[0].stock
    assert [(item.item.pk, item.handed) for item in after] == before


def test_a_meal_after_midnight_stands_last_on_its_service_day():
    morning = a_busy_morning()
    [day] = {row.service_date for row in StockDay.objects.all()}
    late = Redemption.objects.filter(status="guest").get()
    late.at = late.at.replace(hour=17, minute=0)  # one o'clock at night in the county
    late.save(update_fields=["at"])
    early = Redemption.objects.filter(status="counted").earliest("pk")
    Redemption.objects.filter(status="counted").update(at=early.at.replace(hour=23, minute=0))
    [sheet] = day_sheets(morning.station.pk, day)
    assert list(sheet.hours) == [7, 1]


def test_the_page_prints_like_a_county_form_and_names_nobody():
    morning = a_busy_morning()
    client = Client()
    client.force_login(morning.master)
    page = client.get(f"/stations/{morning.station.pk}/day/").content.decode()
    assert "print-foot" in page
    assert str(morning.rider) not in page
    assert morning.number not in page


@pytest.mark.parametrize("day", ["", "2020-01-01", "2020-13-41", "soon", "9999-12-31", "0001-01-01"])
def test_any_day_can_be_asked_for(day):
    morning = a_morning()
    client = Client()
    client.force_login(morning.master)
    assert client.get(f"/stations/{morning.station.pk}/day/", {"day": day}).status_code == 200


def test_a_strangers_day_is_not_shown():
    morning = a_morning()
    client = Client()
    client.force_login(a_rider())
    assert client.get(f"/stations/{morning.station.pk}/day/").status_code == 403


def test_an_item_that_was_never_opened_is_not_on_the_sheet():
    morning = a_morning(buns=0, milks=0)
    yesterday = StockDay.objects.first()
    day = clock.now().date() - timedelta(days=30)
    assert yesterday is None or item_days(morning.station.pk, yesterday.item.programme_id, day) == []
