"""What a station master does with the scan page, in a browser."""

from contextlib import suppress

from playwright.sync_api import Error, Page, Route, expect

from nuanfeng.kernel import clock
from nuanfeng.modules.benefits.models import Redemption
from nuanfeng.modules.benefits.tests.mornings import Morning
from nuanfeng.modules.passes.api import invite_scanner

# The queue waits up to ten seconds between two tries; a busy machine needs the rest.
expect.set_options(timeout=20_000)

# The page's worker has taken it over, so that it starts without a network the next time.
WORKED_FOR = """() => navigator.serviceWorker.controller ? true : new Promise((done) => {
  navigator.serviceWorker.addEventListener("controllerchange", () => done(true));
})"""


def enrol(page: Page, morning: Morning) -> None:
    """Make this phone the station's scanner."""
    page.goto(morning.scan)
    page.locator("#enrol button").click()
    expect(page.locator("html[data-ready=table]")).to_have_count(1)


def type_number(page: Page, number: str) -> None:
    """Type a number and wait for the answer."""
    page.locator("#number").fill(number)
    page.locator("#number-form button").click()
    expect(page.locator("#answer")).to_be_visible()


def take(page: Page, item: str, count: int) -> None:
    """Choose so many of an item."""
    page.locator(f".count:has([name=take_{item}][value='{count}'])").click()


def hand_over(page: Page) -> None:
    """Tap 已交给他 and wait for the next person."""
    page.locator("#handed").click()
    expect(page.locator("#answer")).to_be_hidden()
    expect(page.locator("#undo")).to_be_visible()


def an_answer_is_lost(route: Route) -> None:
    """The server hears it and its answer never comes back."""
    with suppress(Error):  # the page has stopped waiting for it, or is closed already
        route.fetch()
        route.abort()


def statuses() -> list[str]:
    """What became of every hand-out, the first one first."""
    return list(Redemption.objects.order_by("received_at", "pk").values_list("status", flat=True))


def a_scanner(page: Page, morning: Morning) -> None:
    """The phone reads the code that the station shows."""
    _invitation, code = invite_scanner(actor=morning.master, station_id=morning.station.pk, now=clock.now())
    page.goto(f"/scanner/#{code}")
    expect(page.locator("html[data-ready=table]")).to_have_count(1)
    expect(page.locator("html[data-shell=kept]")).to_have_count(1)
    page.evaluate(WORKED_FOR)


def a_guest_eats(page: Page, waiting: int) -> None:
    """One tap, and it is on the phone."""
    page.locator("#guest-form button").click()
    expect(page.locator("#waiting")).to_have_text(str(waiting))


def nothing_waits(page: Page) -> None:
    """Everything has its receipt."""
    expect(page.locator("#waiting-chip")).to_be_hidden()
