"""A scanner that is broken off, taken away, out of portions, or told that the county put a backup back."""

import pytest
from django.db.models import F
from playwright.sync_api import Page, expect

from nuanfeng.kernel import clock
from nuanfeng.kernel.models import AuditEntry
from nuanfeng.modules.benefits.models import Redemption, RedemptionLine, StockDay, StockLease, SyncRecord
from nuanfeng.modules.benefits.tests.builders import BUN
from nuanfeng.modules.benefits.tests.mornings import a_morning
from nuanfeng.modules.passes.api import raise_epoch, revoke_scanner
from nuanfeng.modules.passes.models import Scanner, ScannerInvitation
from tests.journeys.conftest import axe_faults
from tests.journeys.scan_world import (
    a_guest_eats,
    a_scanner,
    an_answer_is_lost,
    hand_over,
    nothing_waits,
    statuses,
    take,
    type_number,
)

pytestmark = pytest.mark.django_db(transaction=True)


def opened_again(page: Page) -> Page:
    """The page is gone in the middle of it, and the volunteer opens the scanner again."""
    context = page.context
    page.close()
    page = context.new_page()
    page.goto("/scanner/")
    expect(page.locator("html[data-ready=table]")).to_have_count(1)
    return page


def hear_the_county(page: Page) -> None:
    """The phone asks the county now, not within the minute."""
    page.evaluate("dispatchEvent(new Event('online'))")


def test_a_page_killed_between_scan_and_writing_recorded_nothing_and_the_rider_is_served_after(phone):
    morning = a_morning()
    page = phone()
    a_scanner(page, morning)
    page.context.set_offline(True)
    type_number(page, morning.number)

    page = opened_again(page)
    expect(page.locator("#waiting-chip")).to_be_hidden()
    type_number(page, morning.number)
    expect(page.locator("#answer")).to_have_attribute("data-outcome", "ours_unheard")
    page.locator("#give-anyway").click()
    take(page, BUN, 1)
    hand_over(page)
    expect(page.locator("#waiting")).to_have_text("1")
    page.context.set_offline(False)
    nothing_waits(page)
    assert statuses() == ["counted"]


def test_a_page_killed_between_writing_and_hearing_the_answer_sends_again_and_counts_once(phone):
    morning = a_morning()
    page = phone()
    a_scanner(page, morning)
    page.route("**/api/v1/sync/batches", an_answer_is_lost)
    with page.expect_request("**/api/v1/sync/batches"):
        page.locator("#guest-form button").click()
    expect(page.locator("#waiting")).to_have_text("1")

    page = opened_again(page)
    nothing_waits(page)
    assert statuses() == ["guest"]
    assert SyncRecord.objects.count() == 1


def test_after_a_backup_was_put_back_the_phone_sends_its_whole_log_once_more(phone):
    morning = a_morning()
    page = phone()
    a_scanner(page, morning)
    with page.expect_response("**/api/v1/sync/batches"):
        page.locator("#guest-form button").click()
    nothing_waits(page)

    raise_epoch(actor=None, reason="the backup of Sunday", now=clock.now())
    with page.expect_request("**/api/v1/sync/batches") as sent:
        hear_the_county(page)
    assert len(sent.value.post_data_json["records"]) == 1
    nothing_waits(page)
    assert statuses() == ["guest"]


def test_a_phone_that_was_taken_off_the_list_says_so_and_still_sends_what_was_eaten(phone):
    morning = a_morning()
    page = phone()
    a_scanner(page, morning)
    page.context.set_offline(True)
    a_guest_eats(page, 1)
    scanner = Scanner.objects.get()
    revoke_scanner(actor=morning.master, scanner=scanner, now=clock.now())
    page.context.set_offline(False)
    hear_the_county(page)
    expect(page.locator("#revoked")).to_be_visible()
    expect(page.locator("#sheet")).to_be_hidden()
    nothing_waits(page)
    assert statuses() == ["guest"]


def test_a_phone_that_was_taken_off_the_list_hears_that_a_backup_was_put_back(phone):
    morning = a_morning()
    page = phone()
    a_scanner(page, morning)
    with page.expect_response("**/api/v1/sync/batches"):
        page.locator("#guest-form button").click()
    nothing_waits(page)
    revoke_scanner(actor=morning.master, scanner=Scanner.objects.get(), now=clock.now())
    with page.expect_response("**/api/v1/sync/batches"):
        hear_the_county(page)
    expect(page.locator("#revoked")).to_be_visible()

    with page.expect_request(
        lambda request: request.url.endswith("/batches") and "hand_out" in request.post_data
    ):
        raise_epoch(actor=None, reason="the backup of Sunday", now=clock.now())
        hear_the_county(page)
    nothing_waits(page)
    assert statuses() == ["guest"]


def test_a_phone_that_the_backup_does_not_know_says_so_and_loses_nothing(phone):
    morning = a_morning()
    page = phone()
    a_scanner(page, morning)
    with page.expect_response("**/api/v1/sync/batches"):
        page.locator("#guest-form button").click()
    nothing_waits(page)
    page.context.set_offline(True)
    a_guest_eats(page, 1)
    number = Scanner.objects.get().pk
    put_back_a_backup_from_before_the_phone()
    page.context.set_offline(False)
    hear_the_county(page)
    expect(page.locator("#unknown")).to_be_visible()
    expect(page.locator("#sheet")).to_be_hidden()
    assert axe_faults(page) == []

    context = page.context
    page.close()
    page = context.new_page()
    a_scanner(page, morning)
    nothing_waits(page)
    expect(page.locator("#sheet")).to_be_visible()
    assert Scanner.objects.get().pk == number
    assert statuses() == ["guest", "guest"]


def put_back_a_backup_from_before_the_phone() -> None:
    """Everything that came since is gone from the database, the phone's own row too."""
    SyncRecord.objects.all().delete()
    RedemptionLine.objects.all().delete()
    Redemption.objects.all().delete()
    StockLease.objects.all().delete()
    ScannerInvitation.objects.all().delete()
    Scanner.objects.all().delete()
    StockDay.objects.update(remaining=F("opening"), leased=0)
    AuditEntry.objects.filter(action__startswith="benefits.").delete()
    raise_epoch(actor=None, reason="the backup of Sunday", now=clock.now())


def test_when_the_lease_is_used_up_people_are_still_fed_and_the_count_says_so(phone):
    morning = a_morning(buns=2, milks=0)
    page = phone()
    a_scanner(page, morning)
    assert StockDay.objects.get(item__code=BUN).leased == 1  # one share more stays on the table
    page.context.set_offline(True)
    for number in range(1, 5):
        a_guest_eats(page, number)
    page.context.set_offline(False)
    nothing_waits(page)
    assert statuses() == ["guest"] * 4
    buns = StockDay.objects.get(item__code=BUN)
    assert buns.remaining + buns.leased == 0
    assert sorted(RedemptionLine.objects.values_list("beyond_stock", flat=True)) == [0, 0, 1, 1]


def test_the_camera_reads_a_pass_without_a_network(camera_phone):
    morning = a_morning()
    page = camera_phone(morning.code)
    page.route("**/api/v1/checks", lambda route: route.abort())
    a_scanner(page, morning)
    expect(page.locator("#answer")).to_have_attribute("data-tone", "go")
    take(page, BUN, 1)
    with page.expect_response("**/api/v1/sync/batches"):  # nothing waits before it is written, too
        hand_over(page)
    nothing_waits(page)
    assert statuses() == ["counted"]
