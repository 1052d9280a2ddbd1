"""A phone that was set up with a square code hands out breakfast without a network, and loses no meal."""

import re

import pytest
from playwright.sync_api import expect

from nuanfeng.kernel import clock
from nuanfeng.modules.benefits.models import Redemption, StockDay, SyncRecord
from nuanfeng.modules.benefits.tests.builders import BUN
from nuanfeng.modules.benefits.tests.mornings import a_morning
from tests.journeys.conftest import axe_faults, overflows, put_on
from tests.journeys.scan_world import (
    a_guest_eats,
    a_scanner,
    hand_over,
    nothing_waits,
    statuses,
    take,
    type_number,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_phone_set_up_by_a_code_hands_out_without_a_network_and_sends_it_later(phone):
    morning = a_morning()
    page = phone()
    a_scanner(page, morning)
    assert page.url.endswith("/scanner/")
    page.context.set_offline(True)
    type_number(page, morning.number)
    expect(page.locator("#answer")).to_have_attribute("data-outcome", "ours_unheard")
    page.locator("#give-anyway").click()
    take(page, BUN, 2)
    hand_over(page)
    expect(page.locator("#undo")).to_have_class(re.compile("is-only-here"))
    a_guest_eats(page, 2)
    assert statuses() == []

    page.context.set_offline(False)
    nothing_waits(page)
    assert sorted(statuses()) == ["counted", "guest"]
    buns = StockDay.objects.get(item__code=BUN)
    assert buns.remaining + buns.leased == 82  # a guest gets what the last one took
    assert page.faults == []


def test_the_app_starts_without_a_network_and_still_has_what_waits(phone):
    morning = a_morning()
    page = phone()
    a_scanner(page, morning)
    page.context.set_offline(True)
    a_guest_eats(page, 1)
    page.close()

    page = page.context.new_page()
    page.goto("/scanner/")
    expect(page.locator("#waiting")).to_have_text("1")
    a_guest_eats(page, 2)
    page.context.set_offline(False)
    nothing_waits(page)
    assert statuses() == ["guest", "guest"]
    assert SyncRecord.objects.count() == 2


def test_a_second_window_says_so_and_can_take_over(phone):
    morning = a_morning()
    first = phone()
    a_scanner(first, morning)
    second = first.context.new_page()
    second.goto("/scanner/")
    expect(second.locator("#elsewhere")).to_be_visible()
    second.locator("#take-over").click()
    expect(second.locator("#sheet")).to_be_visible()
    expect(first.locator("#elsewhere")).to_be_visible()
    with second.expect_response("**/api/v1/sync/batches"):
        second.locator("#guest-form button").click()
    nothing_waits(second)
    assert statuses() == ["guest"]


def test_a_storage_that_was_emptied_stops_visibly_and_nothing_looks_recorded(phone):
    morning = a_morning()
    page = phone()
    a_scanner(page, morning)
    page.context.set_offline(True)
    cdp = page.context.new_cdp_session(page)
    origin = page.evaluate("location.origin")
    cdp.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "indexeddb"})
    page.locator("#guest-form button").click()
    expect(page.locator("#stopped")).to_be_visible()
    expect(page.locator("#undo")).to_be_hidden()
    assert axe_faults(page) == []


def test_a_clock_that_is_moved_by_an_hour_loses_nobody(phone):
    morning = a_morning()
    page = phone()
    a_scanner(page, morning)
    page.context.set_offline(True)
    page.evaluate("{ const real = Date.now.bind(Date); Date.now = () => real() + 3600_000; }")
    a_guest_eats(page, 1)
    page.context.set_offline(False)
    nothing_waits(page)
    assert statuses() == ["guest"]
    assert abs((Redemption.objects.get().at - clock.now()).total_seconds()) < 300


def test_a_receipt_that_the_county_did_not_sign_leaves_everything_in_the_queue(phone):
    morning = a_morning()
    page = phone()
    a_scanner(page, morning)

    def forged(route):
        answer = route.fetch()
        said = answer.json()
        payload, signature = said["receipt"].split(".")
        said["receipt"] = f"{payload}.{signature[::-1]}"
        route.fulfill(response=answer, json=said)

    page.route("**/api/v1/sync/batches", forged)
    with page.expect_response("**/api/v1/sync/batches"):
        page.locator("#guest-form button").click()
    expect(page.locator("#waiting")).to_have_text("1")
    page.unroute("**/api/v1/sync/batches")
    page.evaluate("dispatchEvent(new Event('online'))")
    nothing_waits(page)
    assert statuses() == ["guest"]
    assert SyncRecord.objects.count() == 1


def test_thirty_meals_without_a_network_are_all_counted_afterwards(phone):
    morning = a_morning()
    page = phone()
    a_scanner(page, morning)
    page.context.set_offline(True)
    for number in range(1, 31):
        a_guest_eats(page, number)
    page.context.set_offline(False)
    nothing_waits(page)
    assert statuses() == ["guest"] * 30
    buns = StockDay.objects.get(item__code=BUN)
    assert buns.remaining + buns.leased == 56


OLD_STORE = """() => new Promise((done, fail) => {
  const request = indexedDB.open("nuanfeng-scan", 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("scanners", { keyPath: "station" });
    request.result.createObjectStore("queue", { keyPath: "seq", autoIncrement: true })
      .put({ station: 7, path: "/x" });
  };
  request.onsuccess = () => { request.result.close(); done(true); };
  request.onerror = fail;
})"""
QUEUE = """() => new Promise((done) => {
  const request = indexedDB.open("nuanfeng-scan");
  request.onsuccess = () => {
    const all = request.result.transaction("queue").objectStore("queue").getAll();
    all.onsuccess = () => done([request.result.version, all.result.length]);
  };
})"""


def test_what_an_older_release_kept_survives_the_new_one(phone):
    morning = a_morning()
    page = phone()
    page.goto("/offline/")
    page.evaluate(OLD_STORE)
    a_scanner(page, morning)
    assert page.evaluate(QUEUE) == [2, 1]


@pytest.mark.parametrize("look", ["light", "dark", "large"])
def test_the_scanner_reads_and_fits(phone, look):
    morning = a_morning()
    page = phone()
    page.goto("/scanner/")
    put_on(page, look)
    expect(page.locator("#enrol")).to_be_visible()
    assert axe_faults(page) == []
    page.goto("/offline/")
    a_scanner(page, morning)
    assert axe_faults(page) == []
    type_number(page, morning.number)
    assert axe_faults(page) == []
    assert not overflows(page)
    assert page.faults == []
