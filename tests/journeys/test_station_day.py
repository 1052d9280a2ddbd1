"""A station master's day beside the table, and the county's desk of programmes: whole, in every look."""

import pytest
from playwright.sync_api import Page, expect

from nuanfeng.modules.benefits.tests.builders import BUN, a_county_clerk, a_rider
from nuanfeng.modules.benefits.tests.mornings import a_morning
from nuanfeng.modules.people.tests.builders import signed_in
from tests.journeys.conftest import LOOKS, axe_faults, overflows, put_on

pytestmark = pytest.mark.django_db(transaction=True)


def looks_right(page: Page) -> None:
    """Nothing for axe to find, nothing beside the screen, nothing broken on the way."""
    assert axe_faults(page) == [], page.url
    assert not overflows(page), page.url
    assert page.faults == [], page.url


def test_a_day_from_opening_to_closing_on_a_phone_without_a_script(phone):
    morning = a_morning(buns=0, milks=0)
    page = phone(morning.master, java_script_enabled=False)
    page.goto("/station-work/")
    page.locator(f"a[href='/stations/{morning.station.pk}/stock/']").first.click()
    page.locator("[name=count_bun]").fill("60")
    page.locator("[name=count_soy_milk]").fill("30")
    page.locator("form:has([value=open]) button").click()
    assert morning.left(BUN) == 60

    page.locator("summary").first.click()
    page.locator("#in-bun").fill("20")
    page.locator("form:has(#in-bun) button").click()
    assert morning.left(BUN) == 80

    page.locator("#close-breakfast-bun").fill("78")
    page.locator("#close-breakfast-soy_milk").fill("30")
    page.locator("#close-breakfast button").click()
    expect(page.locator(".rows")).to_contain_text("78")
    page.locator(f"a[href='/stations/{morning.station.pk}/day/']").click()
    expect(page.locator(".sheet")).to_contain_text("-2")


@pytest.mark.parametrize("look", LOOKS)
def test_the_stations_pages_read_and_fit_in_every_look(phone, look):
    morning = a_morning()
    place = f"/stations/{morning.station.pk}"
    for width in (360, 320):
        page = phone(morning.master, viewport={"width": width, "height": 760})
        page.goto("/station-work/")
        put_on(page, look)
        for address in ("/station-work/", f"{place}/stock/?item=bun", f"{place}/day/"):
            page.goto(address)
            looks_right(page)


def test_somebody_without_a_station_is_told_who_can_add_them(phone):
    a_morning()
    page = phone(a_rider("小陈"))
    page.goto("/station-work/")
    expect(page.locator(".empty")).to_be_visible()
    looks_right(page)


@pytest.mark.parametrize("look", LOOKS)
def test_the_desk_of_programmes_reads_and_fits_in_every_look(phone, live_server, look):
    a_morning()
    page = phone(viewport={"width": 1440, "height": 900})
    client = signed_in(a_county_clerk(), with_second_factor=True)
    [name] = [key for key in client.cookies if "session" in key]
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    page.goto("/office/programmes/")
    put_on(page, look)
    for path in (
        "",
        "new/",
        "breakfast/",
        "breakfast/items/new/",
        "breakfast/items/bun/",
        "breakfast/points/",
    ):
        page.goto(f"/office/programmes/{path}")
        looks_right(page)
