"""A volunteer's own phone becomes a scanner by reading a square code from the master's, once."""

import io

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from nuanfeng.modules.benefits.tests.mornings import a_morning
from nuanfeng.modules.passes.api import Scanner

pytestmark = pytest.mark.django_db(transaction=True)


def address_shown_on(page) -> str:
    picture = Image.open(io.BytesIO(page.locator(".invite-code").screenshot()))
    [code] = zxingcpp.read_barcodes(picture)
    return code.text


def test_the_code_on_the_masters_phone_sets_up_another_once_and_not_twice(phone):
    morning = a_morning()
    masters = phone(morning.master)
    masters.goto(f"/scan/{morning.station.pk}/")
    masters.get_by_role("link", name="没网也能用的扫码").click()
    masters.get_by_role("button").filter(has_text="码").first.click()
    masters.locator(".invite-code").wait_for()
    address = address_shown_on(masters)

    volunteers = phone()
    volunteers.goto(address)
    expect(volunteers.locator("html[data-ready=table]")).to_have_count(1)
    expect(volunteers.locator("#station")).to_have_text(morning.station.name)
    assert volunteers.url.endswith("/scanner/"), "the code stays in no address"
    assert Scanner.objects.filter(public_key__isnull=False).count() == 1

    strangers = phone()
    strangers.goto(address)
    expect(strangers.locator("#toast")).to_contain_text("这个码用不了")
    expect(strangers.locator("#enrol")).to_be_visible()
    assert Scanner.objects.filter(public_key__isnull=False).count() == 1
    assert masters.faults == volunteers.faults == []
