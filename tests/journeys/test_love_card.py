"""A love card on its way: printed at the station, read by a scanner, later somebody's own."""

import io

import pytest
import zxingcpp
from django.core.management import call_command
from PIL import Image
from playwright.sync_api import expect

from nuanfeng.kernel import clock
from nuanfeng.modules.benefits.tests.mornings import a_morning
from nuanfeng.modules.passes.api import verify_scanned
from nuanfeng.modules.passes.models import Handle
from tests.journeys.conftest import LOOKS, axe_faults, overflows, put_on

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def morning():
    return a_morning()


def test_a_card_is_printed_in_two_taps_and_a_scanner_reads_it_from_the_paper(phone, morning):
    page = phone(morning.master)
    page.goto("/station-work/")
    page.get_by_role("link", name="印站长爱心卡").click()
    page.get_by_role("button", name="印一张卡").click()
    expect(page.get_by_role("heading", name="要打印的卡")).to_be_visible()
    call_command("worker", "--once")
    page.reload()
    expect(page.locator("main")).to_contain_text("浏览器")
    page.get_by_role("link", name="改用浏览器打印").click()

    page.set_viewport_size({"width": 900, "height": 500})
    read = zxingcpp.read_barcodes(Image.open(io.BytesIO(page.screenshot(scale="css"))))

    [text] = [code.text for code in read if code.text.startswith("NF1:")]
    [card] = Handle.objects.filter(kind="card")
    assert verify_scanned(text, now=clock.now()).person_id == card.person_id
    assert page.faults == []


def test_whoever_has_a_phone_later_adds_the_card_by_its_number(phone, morning):
    master = phone(morning.master)
    master.goto(f"/stations/{morning.station.pk}/cards/")
    master.get_by_role("button", name="印一张卡").click()
    master.get_by_role("heading", name="要打印的卡").wait_for()
    [card] = Handle.objects.filter(kind="card")
    page = phone(morning.rider)
    page.goto("/me/")
    page.get_by_role("link", name="我的爱心卡").click()
    page.get_by_label("卡上的十位号码").fill(card.number)
    page.get_by_role("button", name="加上这张卡").click()

    expect(page.locator("main")).to_contain_text(f"{card.number[:3]} {card.number[3:6]} {card.number[6:]}")
    card.refresh_from_db()
    assert card.person_id == morning.rider.pk
    assert page.faults == []


@pytest.mark.parametrize("look", LOOKS)
def test_the_pages_of_a_card_are_whole_in_every_look(phone, morning, look):
    for person, address in (
        (morning.master, f"/stations/{morning.station.pk}/cards/"),
        (morning.rider, "/me/card/"),
        (None, f"/card/{morning.station.pk}/"),
    ):
        page = phone(person)
        page.goto(address)
        put_on(page, look)
        assert axe_faults(page) == [], address
        assert not overflows(page), address
