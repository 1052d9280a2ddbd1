"""A real server, a real browser, phones with and without a camera."""

import os
import shutil
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
import segno
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.test import Client
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from nuanfeng.modules.people.api import Person

# Playwright's synchronous door runs a loop in this thread; Django would refuse its database there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--force-color-profile=srgb",
    "--hide-scrollbars",
]
SMALL = {"width": 360, "height": 760}
WIDE = {"width": 1440, "height": 900}
# A journey fails rather than waits; a busy machine with two cores needs some of it.
PATIENCE_MS = 30_000


@pytest.fixture(autouse=True)
def _every_promise_holds(transactional_db) -> Iterator[None]:
    """`nuanfeng verify` finds nothing after any journey."""
    yield
    call_command("verify")


@pytest.fixture(scope="session")
def playwright_() -> Iterator[Playwright]:
    """The driver of browsers; journeys are skipped where no Chromium is installed."""
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright_: Playwright) -> Iterator[Browser]:
    """A browser without a camera."""
    with playwright_.chromium.launch(executable_path=CHROMIUM, args=FLAGS) as launched:
        yield launched


@pytest.fixture
def phone(browser: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """Makes a page on a small phone that nobody is signed in to, or that `person` is."""
    opened: list[BrowserContext] = []

    def make(person: Person | None = None, **options: object) -> Page:
        chosen = {"viewport": SMALL, "locale": "zh-CN", "timezone_id": "Asia/Shanghai", **options}
        context = browser.new_context(base_url=live_server.url, **chosen)
        opened.append(context)
        return _page(context, live_server.url, person)

    yield make
    for context in opened:
        _leave(context)


@pytest.fixture
def camera_phone(playwright_: Playwright, live_server, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Makes a phone whose camera looks at a square code that says `text`."""
    launched: list[Browser] = []

    def make(text: str, person: Person | None = None, **options: object) -> Page:
        film = tmp_path / f"camera-{len(launched)}.mjpeg"
        film.write_bytes(film_of(text))
        flags = [
            *FLAGS,
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={film}",
        ]
        own = playwright_.chromium.launch(executable_path=CHROMIUM, args=flags)
        launched.append(own)
        chosen = {"viewport": SMALL, "locale": "zh-CN", "timezone_id": "Asia/Shanghai", **options}
        context = own.new_context(base_url=live_server.url, permissions=["camera"], **chosen)
        return _page(context, live_server.url, person)

    yield make
    for own in launched:
        for context in own.contexts:
            _leave(context)
        own.close()


def film_of(text: str) -> bytes:
    """A film (Motion JPEG) of a square code held before a camera."""
    buffer = BytesIO()
    segno.make(text, micro=False, error="m").save(buffer, kind="png", scale=8, border=4)
    code = Image.open(buffer).convert("L")
    if code.height > 680:
        code = code.resize((680, 680))
    frame = Image.new("L", (1280, 720), 190)
    frame.paste(code, ((1280 - code.width) // 2, (720 - code.height) // 2))
    picture = BytesIO()
    frame.convert("RGB").save(picture, "JPEG", quality=92)
    return picture.getvalue() * 8


def sign_in(context: BrowserContext, address: str, person: Person) -> None:
    """Give the browser a session of this person; how people get one has a journey of its own."""
    client = Client()
    client.force_login(person)
    [name] = [key for key in client.cookies if "session" in key]
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])


def _leave(context: BrowserContext) -> None:
    """Close it; a request still held on its way must not fail the next journey."""
    for page in context.pages:
        page.unroute_all(behavior="ignoreErrors")
    context.unroute_all(behavior="ignoreErrors")
    context.close()


def _page(context: BrowserContext, address: str, person: Person | None) -> Page:
    if person is not None:
        sign_in(context, address, person)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.faults = []  # type: ignore[attr-defined]
    page.on("pageerror", lambda fault: page.faults.append(str(fault)))  # type: ignore[attr-defined]
    page.on("console", lambda line: page.faults.append(line.text) if _is_breach(line.text) else None)  # type: ignore[attr-defined]
    return page


def _is_breach(line: str) -> bool:
    return "Content Security Policy" in line or "Content-Security-Policy" in line


def axe_faults(page: Page) -> list[str]:
    """What axe finds on the page as it stands, each with the places where."""
    axe = Axe()
    if page.evaluate("'axe' in window"):
        axe.axe_script = "0"  # a page that was looked at before has it
    found = axe.run(page).response["violations"]
    return [f"{fault['id']}: {[node['target'] for node in fault['nodes']]}" for fault in found]


def overflows(page: Page) -> bool:
    """Whether the page is wider than the screen."""
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


LOOKS = {
    "light": [("theme", "light")],
    "dark": [("theme", "dark")],
    "large": [("text_size", "large"), ("theme", "light")],
}


def put_on(page: Page, look: str) -> None:
    """Choose a look by its cookies, as the switches do."""
    for name in ("theme", "text_size"):
        page.context.clear_cookies(name=name)
    origin = "/".join(page.url.split("/")[:3])
    page.context.add_cookies([{"name": name, "value": value, "url": origin} for name, value in LOOKS[look]])
    page.reload()
