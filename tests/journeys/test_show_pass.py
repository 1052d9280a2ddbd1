"""A worker's pass on a cheap phone: it shows, it changes with the hour, it needs no network."""

import io
from datetime import timedelta

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page

from nuanfeng.kernel import clock
from nuanfeng.modules.passes.api import forget_person, rotate_handle, verify_scanned
from nuanfeng.modules.passes.tests.builders import a_county, a_person
from tests.journeys.conftest import LOOKS, axe_faults, overflows, put_on, sign_in

# Bounded: without it a worker that cannot install would be waited for without an end.
WORKER_READY = """() => Promise.race([
  navigator.serviceWorker.ready.then(() => true),
  new Promise((_, refuse) => setTimeout(refuse, 10000, new Error("no service worker"))),
])"""

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def rider():
    a_county()
    return a_person("小李")


def what_a_camera_reads(page: Page) -> str:
    picture = Image.open(io.BytesIO(page.screenshot()))
    found = zxingcpp.read_barcodes(picture)
    return found[0].text if found else ""


def a_kept_pass(page: Page) -> None:
    """Open the pass with a network, until the phone says that it works without."""
    page.goto("/pass/")
    page.evaluate(WORKER_READY)
    page.reload()
    page.locator('#pass[data-kept="192"], #pass[data-kept="191"]').wait_for()


def pass_time(page: Page, **how_long: float) -> None:
    page.clock.set_fixed_time(clock.now() + timedelta(**how_long))


def test_a_rider_shows_a_pass_that_the_scanner_reads_as_theirs(phone, rider):
    page = phone(rider)
    page.goto("/pass/")
    said = verify_scanned(what_a_camera_reads(page), now=clock.now())
    assert (said.outcome, said.person_id) == ("ok", rider.pk)
    page.locator("#pass-kept").wait_for()
    assert page.faults == []


def test_what_the_phone_draws_is_what_the_server_drew(phone, rider):
    drawn = {}
    for javascript in (True, False):
        page = phone(rider, java_script_enabled=javascript)
        page.goto("/pass/")
        if javascript:
            page.locator("#pass-kept").wait_for()
        drawn[javascript] = verify_scanned(what_a_camera_reads(page), now=clock.now())
    assert drawn[True] == drawn[False]


@pytest.mark.parametrize(("hours", "minutes"), [(0, 0), (1, 0), (24, 7), (47, 0)])
def test_with_the_network_off_the_pass_is_good_for_two_days(phone, rider, hours, minutes):
    page = phone(rider)
    a_kept_pass(page)
    page.context.set_offline(True)
    later = timedelta(hours=hours, minutes=minutes)
    pass_time(page, hours=hours, minutes=minutes)

    page.goto("/pass/")
    page.locator("#pass-kept").wait_for()

    said = verify_scanned(what_a_camera_reads(page), now=clock.now() + later)
    assert (said.outcome, said.person_id) == ("ok", rider.pk)
    assert not page.locator("#offline-note").is_visible()


def test_after_two_days_without_a_network_the_page_says_so_and_the_number_stays(phone, rider):
    page = phone(rider)
    a_kept_pass(page)
    page.context.set_offline(True)
    pass_time(page, hours=49)
    page.goto("/pass/")
    page.locator("#pass-none").wait_for()
    assert what_a_camera_reads(page) == ""
    assert not page.locator("#pass-kept").is_visible()
    number = page.locator("#pass-number").inner_text()
    assert verify_scanned(number, now=clock.now()).person_id == rider.pk

    page.context.set_offline(False)
    page.reload()
    page.locator("#pass-square").wait_for()


def test_a_phone_whose_clock_is_wrong_by_hours_shows_the_right_code(phone, rider):
    page = phone(rider)
    pass_time(page, hours=-5)
    a_kept_pass(page)
    page.context.set_offline(True)
    page.reload()
    page.locator("#pass-kept").wait_for()
    assert verify_scanned(what_a_camera_reads(page), now=clock.now()).outcome == "ok"


def test_a_code_renewed_on_another_phone_replaces_the_one_that_is_kept(phone, rider):
    page = phone(rider)
    a_kept_pass(page)
    rotate_handle(person=rider, now=clock.now())
    page.reload()
    page.locator("#pass-kept").wait_for()
    assert verify_scanned(what_a_camera_reads(page), now=clock.now()).outcome == "ok"
    assert verify_scanned(page.locator("#pass-number").inner_text(), now=clock.now()).outcome == "ok"


def kept_addresses(page: Page) -> list[str]:
    return page.evaluate(
        "async () => (await (await caches.open('pages')).keys()).map((each) => new URL(each.url).pathname)"
    )


def test_signing_out_takes_the_codes_off_the_phone(phone, rider):
    page = phone(rider)
    a_kept_pass(page)
    assert "/pass/slices.json" in kept_addresses(page)
    page.context.clear_cookies()  # signed out elsewhere: the next visit finds out
    page.goto("/pass/")
    assert [path for path in kept_addresses(page) if path.startswith("/pass/")] == []


def test_the_next_person_on_the_phone_never_sees_the_code_of_the_one_before(phone, rider):
    page = phone(rider)
    a_kept_pass(page)
    other = a_person("小王")
    page.context.clear_cookies()
    sign_in(page.context, page.url, other)
    page.goto("/pass/")
    page.locator("#pass-kept").wait_for()
    assert verify_scanned(what_a_camera_reads(page), now=clock.now()).person_id == other.pk
    assert verify_scanned(page.locator("#pass-number").inner_text(), now=clock.now()).person_id == other.pk


def test_a_person_who_was_erased_has_nothing_left_on_the_scanners(phone, rider):
    page = phone(rider)
    a_kept_pass(page)
    text = what_a_camera_reads(page)
    forget_person(person=rider, now=clock.now())
    assert verify_scanned(text, now=clock.now()).person_id is None


@pytest.mark.parametrize("width", [320, 360, 1440])
def test_the_pass_reads_and_fits_in_every_look(phone, rider, width):
    page = phone(rider, viewport={"width": width, "height": 760})
    page.goto("/pass/")
    for look in LOOKS:
        put_on(page, look)
        page.locator("#pass-kept").wait_for()
        assert verify_scanned(what_a_camera_reads(page), now=clock.now()).outcome == "ok", look
        assert axe_faults(page) == [], look
        assert not overflows(page), look
