"""The station master's two minutes a day, on a phone."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from playwright.sync_api import expect

from nuanfeng.kernel import clock
from nuanfeng.kernel.ids import new_id
from nuanfeng.modules.stations.queries.upkeep import upkeep_of
from nuanfeng.modules.stations.tests.builders import a_master_of, a_station
from nuanfeng.modules.stations.usecases import add_supply, leave_note
from tests.journeys.conftest import LOOKS, axe_faults, overflows, put_on

pytestmark = pytest.mark.django_db(transaction=True)


def a_place_to_look_after():
    """A place with a kettle, a medicine box that runs out and a word from the day before."""
    # A journey's database is emptied after it, what the migrations put there included.
    for migration in ("0002_facility_types", "0008_duties"):
        import_module(f"nuanfeng.modules.stations.migrations.{migration}").add_missing(apps, None)
    station = a_station(facilities=["hot_water", "medicine"])
    master, now = a_master_of(station), clock.now()
    known = {"station_id": station.pk, "actor": master, "now": now}
    soon = (now + timedelta(days=9)).date()
    add_supply(kind="medicine", name="碘伏", expires_on=soon, **known)
    leave_note(id=new_id(), text="水壶盖子松了", **known)
    return station, master


def test_a_master_does_what_is_due_without_a_script_and_reads_that_nothing_is_left(phone):
    station, master = a_place_to_look_after()
    page = phone(master, java_script_enabled=False, viewport={"width": 360, "height": 760})
    page.goto("/station-work/")
    page.get_by_role("button", name="开门了").click()
    page.get_by_text("有问题").first.click()
    page.locator("button[value='broken:hot_water']").click()
    expect(page.locator(".upkeep")).to_contain_text("坏了")
    page.locator("button[value='works:hot_water']").click()
    page.get_by_role("button", name="看过了").click()
    page.locator("button[value^='taken_away:']").click()
    page.locator("button[value='works:medicine']").click()
    while page.locator("button.tick").count():
        page.locator("button.tick").first.click()

    assert upkeep_of(station.pk, now=clock.now()).is_done
    expect(page.locator(".all-done")).to_contain_text("今天没别的事了")


def test_the_page_can_be_read_and_held_in_every_look(phone):
    _station, master = a_place_to_look_after()
    page = phone(master, viewport={"width": 360, "height": 760})
    for look in LOOKS:
        page.goto("/station-work/")
        put_on(page, look)
        for more in page.locator(".upkeep summary").all():
            more.click()
        assert axe_faults(page) == [], look
        assert not overflows(page), look
    assert not page.faults
