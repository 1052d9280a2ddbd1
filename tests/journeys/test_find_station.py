"""A rider finds a place to rest: by list, by map, nearby, without a network, without scripts."""

import re
from importlib import import_module

import pytest
from django.apps import apps

from nuanfeng.modules.stations.tests.builders import a_county_clerk, a_person, a_station, a_town
from tests.journeys.conftest import LOOKS, WIDE, axe_faults, overflows, put_on

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

HERE = {"latitude": 28.2468, "longitude": 113.0806}
# What a coordinate of HERE would look like in an address or a body.
# Words of the bar that do not fit their place, and the hotline where it stands on two lines.
CLIPPED = """() => [...document.querySelectorAll(".bar span, .button-call span")]
  .filter((word) => word.scrollWidth > word.parentElement.clientWidth
    || word.getBoundingClientRect().height > 1.9 * parseFloat(getComputedStyle(word).fontSize))
  .map((word) => word.textContent)"""
CLOCK = """() => new Intl.DateTimeFormat("en-GB",
  { timeZone: "Asia/Shanghai", hour: "numeric", minute: "2-digit" }).format(new Date()).replace(/^0/, "")"""
TRACES = ("28.24", "113.08", "lat=", "lon=", "position")


@pytest.fixture
def places():
    """Three places: one round the corner, one in the next town, one that nobody has put on the map."""
    # A journey's database is emptied after it, what the migrations put there included.
    import_module("nuanfeng.modules.stations.migrations.0002_facility_types").add_missing(apps, None)
    clerk, town = a_county_clerk(), a_town("星沙街道")
    return {
        "far": a_station(
            "黄花司机之家",
            by=clerk,
            area=town,
            kind="driver_home",
            hours="24/7",
            facilities=["shower"],
            latitude=28.2400,
            longitude=113.2300,
        ),
        "near": a_station(
            "星沙骑手之家",
            by=clerk,
            area=town,
            hours="24/7",
            facilities=["water"],
            phone="0731-84010001",
            latitude=28.2490,
            longitude=113.0806,
            spaces=[("hall", "一站式大厅")],
        ),
        "nowhere": a_station("没有坐标的驿站", by=clerk, kind="partner", hours="", address=""),
    }


def names_on(page) -> list[str]:
    return page.locator("#cards h2").all_inner_texts()


def ways_on(page) -> dict[str, str]:
    """Where each card's button leads."""
    cards = page.locator("#cards .place")
    return {
        card.locator("h2").inner_text(): card.locator(".place-way").get_attribute("href")
        for card in cards.all()
    }


def test_a_rider_sees_what_is_near_and_the_phone_tells_nobody_where_it_is(phone, places):
    page = phone(geolocation=HERE, permissions=["geolocation"])
    sent = []
    page.on("request", lambda request: sent.append(request.url + (request.post_data or "")))
    page.goto("/")
    ways = ways_on(page)
    page.click("#near")
    page.locator("#cards .distance").first.wait_for()

    assert ways_on(page) == ways  # the phone writes the same address of the way there as the server
    assert names_on(page) == ["星沙骑手之家", "黄花司机之家", "没有坐标的驿站"]
    assert page.locator("#cards .distance").first.inner_text().startswith("240")
    page.click('[data-view="map"]')
    page.locator(".map-pin button").first.click()
    assert page.locator("#map-place .place h2").is_visible()
    assert re.fullmatch(r"[\d.]+ (米|公里)", page.locator(".leaflet-control-scale-line").inner_text())
    assert [address for address in sent if any(trace in address for trace in TRACES)] == []
    assert page.faults == []


@pytest.mark.parametrize(("wide", "high"), [(320, 640), (360, 760)])
def test_large_type_fits_a_small_phone(phone, live_server, places, wide, high):
    page = phone(viewport={"width": wide, "height": high})
    page.context.add_cookies([{"name": "text_size", "value": "large", "url": live_server.url}])
    for address in ("/", f"/stations/{places['near'].pk}/", "/ask/", "/?view=map"):
        page.goto(address)
        assert page.evaluate(CLIPPED) == [], address
    page.locator(".map-pin").first.wait_for()
    frame, bar = page.locator(".map").bounding_box(), page.locator(".bar").bounding_box()
    assert frame["y"] + frame["height"] <= bar["y"] + 12
    page.evaluate("document.querySelector('.bar span').textContent = '有事找人有事找人'")
    assert page.evaluate(CLIPPED) == ["有事找人有事找人"]


def test_a_phone_that_gives_no_place_says_what_to_do_and_shows_the_list(phone, places):
    page = phone(permissions=[])
    page.goto("/")
    page.click("#near")
    page.locator("#near-note:visible").wait_for()

    assert page.locator("#near-note").inner_text() != ""
    assert len(names_on(page)) == 3


def test_filters_need_one_tap_and_the_back_button_takes_them_back(phone, places):
    page = phone()
    page.goto("/")
    page.click('[data-key="f-shower"]')
    page.locator('[data-key="f-shower"][aria-current]').wait_for()

    assert names_on(page) == ["黄花司机之家"]
    assert page.url.endswith("/?f=shower")
    page.go_back()
    page.locator('[data-key="f-shower"]:not([aria-current])').wait_for()
    assert len(names_on(page)) == 3


def test_without_scripts_everything_is_a_link_or_a_form(phone, places):
    page = phone(java_script_enabled=False)
    page.goto("/")
    with page.expect_navigation():
        page.click('[data-key="kind-driver_home"]')
    assert names_on(page) == ["黄花司机之家"]
    with page.expect_navigation():
        page.click('[data-view="map"]')
    assert page.locator("#map-place .notice").is_visible()
    page.goto("/")
    page.fill("input[name=q]", "xingsha")
    with page.expect_navigation():
        page.press("input[name=q]", "Enter")
    assert names_on(page) == ["星沙骑手之家"]
    page.locator("button[name=text_size]").click()
    assert page.locator("html").get_attribute("data-text-size") == "large"


def test_a_search_that_finds_nothing_says_which_filters_are_on_and_needs_one_tap(phone, places):
    page = phone(geolocation=HERE, permissions=["geolocation"])
    page.goto("/?q=星沙骑手&kind=driver_home")
    assert page.locator("#cards .empty").inner_text().count("司机") == 1
    page.click("#near")
    page.locator("#near[aria-pressed=true]").wait_for()
    page.locator('[data-key="unfiltered"]').click()
    page.locator("#cards .distance").first.wait_for()
    assert names_on(page) == ["星沙骑手之家"]
    said = page.locator("#cards .place .place-way").get_attribute("aria-label")
    page.click("#near")
    page.locator("#near[aria-pressed=false]").wait_for()
    assert page.locator("#cards .place .place-way").get_attribute("aria-label") == said


def test_what_a_phone_in_another_time_zone_kept_says_the_countys_time(phone, places):
    page = phone(timezone_id="America/New_York")
    page.goto("/ask/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.goto("/ask/")
    before = page.evaluate(CLOCK)
    page.goto("/ask/")
    after = page.evaluate(CLOCK)
    page.context.set_offline(True)
    page.goto("/ask/")

    note = page.locator("#offline-note").inner_text()
    assert before in note or after in note
    page.goto("/pass/")  # never opened on this phone
    assert "爱心卡" in page.inner_text("main")


def test_without_a_network_a_page_that_was_seen_is_shown_with_its_age(phone, places):
    page = phone()
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    for address in ("/", f"/stations/{places['near'].pk}/"):
        page.goto(address)
    page.context.set_offline(True)
    page.goto(f"/stations/{places['near'].pk}/")

    assert page.locator("#offline-note").is_visible()
    assert "星沙骑手之家" in page.inner_text("h1")
    page.goto(f"/stations/{places['far'].pk}/")
    assert "黄花司机之家" not in page.inner_text("main")
    assert page.locator("main a[href='/pass/']").is_visible()


def test_who_signs_out_leaves_nothing_of_theirs_on_the_phone(phone, places):
    page = phone(a_person())
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    for address in ("/", "/pass/"):
        page.goto(address)
        page.wait_for_load_state("networkidle")
    assert "/pass/" in kept_on(page)

    page.goto("/accounts/logout/")
    page.locator("main form button").click()
    page.wait_for_url("**/")
    page.wait_for_load_state("networkidle")

    assert [address for address in kept_on(page) if address.startswith(("/pass", "/me"))] == []


def kept_on(page) -> list[str]:
    """The addresses of the pages that the phone keeps."""
    return page.evaluate(
        "caches.open('pages').then((pages) => pages.keys())"
        ".then((keys) => keys.map((key) => new URL(key.url).pathname))"
    )


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("size", ["phone", "desk"])
def test_every_public_page_is_whole_and_can_be_read_and_heard(phone, places, look, size):
    page = phone(**({"viewport": WIDE} if size == "desk" else {}))
    faults = {}
    for address in (
        "/",
        "/?view=map",
        f"/stations/{places['near'].pk}/",
        "/preferences/",
        "/offline/",
        "/nothing/",
    ):
        page.goto(address)
        put_on(page, look)
        page.wait_for_load_state("networkidle")
        faults[address] = [*axe_faults(page), *(["overflows"] if overflows(page) else []), *page.faults]

    assert {address: found for address, found in faults.items() if found} == {}


@pytest.mark.parametrize(
    ("width", "percent", "look"),
    [(320, 100, "light"), (320, 100, "large"), (360, 200, "light"), (480, 200, "large")],
)
def test_the_pages_stay_whole_on_a_narrow_screen_and_in_twice_the_type(phone, places, width, percent, look):
    page = phone(viewport={"width": width, "height": 640})
    for address in ("/", "/?view=map", f"/stations/{places['near'].pk}/", "/preferences/", "/nothing/"):
        page.goto(address)
        put_on(page, look)
        size = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
        page.evaluate(
            "size => { document.documentElement.style.fontSize = `${size}px`; }", size * percent / 100
        )
        assert not overflows(page), address


def test_every_target_is_large_enough_for_a_glove(phone, places):
    page = phone()
    page.goto("/")
    for look, least in (("light", 44), ("large", 58)):
        put_on(page, look)
        small = page.evaluate(
            """least => [...document.querySelectorAll("main button, main a, .bar a, .head button")]
            .filter((one) => one.offsetParent && !one.closest("h2, p"))
            .map((one) => [one.textContent.trim(), one.getBoundingClientRect()])
            .filter(([, box]) => box.height < least || box.width < 40).map(([text]) => text)""",
            least,
        )
        assert small == []
