"""A worker joins, looks at what is kept and leaves; a clerk takes the second step. In a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from nuanfeng.kernel import clock
from nuanfeng.modules.organisations.policies import COMMAND_LINE
from nuanfeng.modules.organisations.tests.builders import a_county
from nuanfeng.modules.organisations.usecases import appoint_county_staff
from nuanfeng.modules.people.models import Person, SignInCode
from nuanfeng.modules.people.tests.builders import a_worker
from nuanfeng.modules.people.usecases import give_authenticator_app, register_person
from tests.journeys.conftest import LOOKS, axe_faults, overflows, put_on

pytestmark = pytest.mark.django_db(transaction=True)
SHOWN = "main .notice-doubt strong"


@pytest.fixture(autouse=True)
def demo(settings):
    settings.NUANFENG_DEMO = True
    settings.NUANFENG_SMS = "console"


def _type_shown_code(page: Page) -> None:
    code = re.sub(r"\D", "", page.locator(SHOWN).inner_text())
    page.fill("#id_code", code)
    with page.expect_navigation():
        page.click("form.card button")


def _ask_for_code(page: Page, number: str, wanted: str) -> None:
    page.goto(f"/accounts/login/code/?next={wanted}")
    page.fill("#id_phone", number)
    page.click("form.card button")


def a_demo_clerk() -> Person:
    """Somebody who acts for the county and whose second step the page shows."""
    now = clock.now()
    clerk = register_person(phone="+8610000000003", nickname="小陈", now=now, is_demo=True)
    appoint_county_staff(person=clerk, actor=COMMAND_LINE, now=now)
    give_authenticator_app(person=clerk, now=now)
    return clerk


def test_a_worker_joins_with_a_number_and_a_nickname_and_leaves_in_three_taps(phone):
    page = phone()
    _ask_for_code(page, "100 0000 0009", "/me/")
    page.fill("#id_code", "000000")
    page.click("form.card button")
    expect(page.locator("[role=alert]")).to_be_visible()
    _type_shown_code(page)
    page.fill("#id_nickname", "阿强")
    page.click("button[value=yes]")
    expect(page.locator("h1")).to_have_text("阿强")

    page.click("nav.bar a[href='/me/']")
    page.click("a[href='/me/erase/']")
    page.click("form button.button-wrong")

    expect(page).to_have_url(re.compile("/erased/"))
    assert Person.objects.get().nickname == ""
    assert page.faults == []


def test_whoever_says_no_leaves_nothing_behind(phone):
    page = phone()
    _ask_for_code(page, "100 0000 0009", "/me/")
    _type_shown_code(page)
    yes, no = page.locator("button[value=yes]"), page.locator("button[value=no]")
    assert yes.bounding_box()["width"] == no.bounding_box()["width"]
    assert yes.bounding_box()["height"] == no.bounding_box()["height"]

    no.click()

    expect(page).to_have_url(re.compile("/accounts/declined/"))
    assert not Person.objects.exists()


def test_signing_in_needs_no_script(phone):
    page = phone(java_script_enabled=False)
    _ask_for_code(page, "100 0000 0009", "/privacy/")
    _type_shown_code(page)
    page.fill("#id_nickname", "阿强")
    page.click("button[value=yes]")

    expect(page).to_have_url(re.compile("/privacy/"))


def test_a_clerk_adds_a_passkey_and_signs_in_with_it(phone):
    clerk = a_demo_clerk()
    page = phone()
    _watch = page.context.new_cdp_session(page)
    _watch.send("WebAuthn.enable")
    _watch.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    _ask_for_code(page, "100 0000 0003", "/office/staff/")
    _type_shown_code(page)
    _type_shown_code(page)
    expect(page).to_have_url(re.compile("/office/staff/"))

    page.goto("/accounts/2fa/passkey/")
    _type_shown_code(page)
    page.click("#add_passkey")
    expect(page).to_have_url(re.compile("/2fa/codes/"))
    page.goto("/accounts/logout/")
    page.click("form.actions button")
    SignInCode.objects.all().delete()
    _ask_for_code(page, "100 0000 0003", "/office/staff/")
    _type_shown_code(page)
    page.click("#use_passkey")

    expect(page).to_have_url(re.compile("/office/staff/"))
    assert clerk.nickname in page.inner_text("main")
    assert page.faults == []


@pytest.mark.parametrize("look", LOOKS)
def test_pages_of_the_own_account_keep_nobody_out(phone, look):
    a_county()
    page = phone(a_worker("阿强", kind_of_work="rider"))
    for address in (
        "/me/",
        "/me/profile/",
        "/me/record/",
        "/me/erase/",
        "/me/leave-everywhere/",
        "/privacy/",
    ):
        page.goto(address)
        put_on(page, look)
        assert axe_faults(page) == [], address
        assert not overflows(page), address


@pytest.mark.parametrize("look", LOOKS)
def test_the_way_in_keeps_nobody_out(phone, look):
    page = phone()
    page.goto("/accounts/login/code/")
    put_on(page, look)
    assert axe_faults(page) == []
    page.fill("#id_phone", "100 0000 0009")
    page.click("form.card button")
    assert axe_faults(page) == []
    _type_shown_code(page)
    expect(page.locator("#id_nickname")).to_be_visible()
    assert axe_faults(page) == []
    assert not overflows(page)


@pytest.mark.parametrize("look", LOOKS)
def test_the_second_step_and_the_registers_keep_nobody_out(phone, look):
    a_county()
    a_demo_clerk()
    page = phone()
    _ask_for_code(page, "100 0000 0003", "/office/staff/")
    _type_shown_code(page)
    expect(page.locator("#id_code")).to_be_visible()
    put_on(page, look)
    assert axe_faults(page) == []
    _type_shown_code(page)
    expect(page).to_have_url(re.compile("/office/staff/"))
    for address in ("/office/staff/", "/accounts/2fa/"):
        page.goto(address)
        assert axe_faults(page) == [], address
    page.goto("/admin/organisations/area/add/")
    assert page.faults == []
