"""A screen on a wall lives through a night without a network; a card holder without a phone gets in."""

import pytest
from playwright.sync_api import expect

from nuanfeng.kernel import clock
from nuanfeng.modules.passes.api import issue_card
from nuanfeng.modules.stations.api import door_code_of
from nuanfeng.modules.stations.tests.builders import a_county_clerk, a_station
from nuanfeng.modules.stations.usecases import pause_station, set_access

pytestmark = pytest.mark.django_db(transaction=True)
TELEVISION = {"width": 1920, "height": 1080}


def test_a_screen_keeps_what_it_said_and_goes_on_when_the_network_is_back(live_server, phone):
    clerk = a_county_clerk()
    station = a_station(by=clerk, hours="24/7")
    page = phone(viewport=TELEVISION)
    page.goto(f"{live_server.url}/stations/{station.pk}/screen/")
    expect(page.locator("#wall-lost")).to_be_hidden()
    page.context.set_offline(True)
    expect(page.locator("#wall-lost")).to_be_visible()
    expect(page.get_by_role("heading", name=station.name)).to_be_visible()
    pause_station(station_id=station.pk, actor=clerk, now=clock.now(), reason="停电")
    page.context.set_offline(False)
    expect(page.locator("#wall-lost")).to_be_hidden()
    expect(page.locator(".wall-state .state-likely")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")


def test_a_card_holder_types_ten_digits_and_reads_six(live_server, phone):
    clerk = a_county_clerk()
    station = a_station(by=clerk, hours="24/7")
    set_access(station_id=station.pk, access="door_code", note="", actor=clerk, now=clock.now())
    card, page = issue_card(actor=clerk, now=clock.now()), phone()
    page.goto(f"{live_server.url}/stations/{station.pk}/door/")
    page.locator("#number").fill(card.number)
    page.locator("form.card button").click()
    expect(page.locator("output")).to_have_text(door_code_of(station.pk, now=clock.now()).code)
    assert card.number not in page.url
