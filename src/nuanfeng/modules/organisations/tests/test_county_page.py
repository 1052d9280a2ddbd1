"""The door of the office and the registers: county staff, with the second step of today."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from nuanfeng.kernel import clock
from nuanfeng.kernel.models import AuditEntry
from nuanfeng.modules.organisations.api import county_page
from nuanfeng.modules.organisations.policies import COMMAND_LINE
from nuanfeng.modules.organisations.tests.builders import a_clerk, at_the_office
from nuanfeng.modules.organisations.usecases import appoint_county_staff
from nuanfeng.modules.people.pages.second_factor import demo_code
from nuanfeng.modules.people.tests.builders import NOON, a_worker, signed_in
from nuanfeng.modules.people.usecases import give_authenticator_app, register_person

OFFICE = "/office/staff/"


def _patterns(resolver, before=""):
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _patterns(each, route)
        elif isinstance(each, URLPattern):
            yield route, each.callback


def _open_office_pages(patterns):
    return [
        route
        for route, page in patterns
        if route.startswith("office/") and not getattr(page, "is_county_page", False)
    ]


def test_every_page_under_office_carries_the_door_keeper():
    assert _open_office_pages(_patterns(get_resolver())) == []


def test_the_check_finds_a_page_without_it():
    def bare(request):
        return HttpResponse()

    patterns = [("office/figures/", bare), ("office/staff/", county_page(bare)), ("me/", bare)]

    assert _open_office_pages(patterns) == ["office/figures/"]


@pytest.mark.django_db
def test_a_clerk_with_both_steps_is_let_in():
    assert at_the_office().get(OFFICE).status_code == 200


@pytest.mark.django_db
def test_a_clerk_without_a_second_step_sets_one_up_first():
    browser = signed_in(a_clerk())

    answer = browser.get(OFFICE)

    assert answer.url == "/accounts/2fa/start/?next=%2Foffice%2Fstaff%2F"
    assert browser.get(answer.url).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/accounts/2fa/app/", "/accounts/2fa/passkey/", "/accounts/2fa/"])
def test_pages_of_the_second_step_open(path):
    assert signed_in(a_clerk()).get(path).status_code == 200


@pytest.mark.django_db
def test_a_second_step_is_set_up_and_the_office_is_open():
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    browser = signed_in(a_clerk())
    browser.get("/accounts/2fa/start/?next=/office/staff/")
    browser.get("/accounts/2fa/app/")
    secret = browser.session["mfa.totp.secret"]
    code = format_hotp_value(hotp_value(secret, int(clock.now().timestamp()) // 30))

    answer = browser.post("/accounts/2fa/app/", {"code": code})
    page = browser.get(answer.url).content.decode()

    assert answer.url == "/accounts/2fa/codes/"
    assert page.count("<code>") == 10
    assert 'href="/office/staff/"' in page
    assert browser.get(OFFICE).status_code == 200
    assert AuditEntry.objects.filter(action="people.add_authenticator_app").exists()
    assert secret not in str(list(Authenticator.objects.values()))
    assert browser.get("/accounts/2fa/codes/").content.decode().count("<code>") == 0, "shown once"


@pytest.mark.django_db
def test_a_wrong_code_sets_up_nothing():
    browser = signed_in(a_clerk())
    browser.get("/accounts/2fa/app/")

    answer = browser.post("/accounts/2fa/app/", {"code": "000000"})

    assert answer.status_code == 200
    assert not Authenticator.objects.exists()


@pytest.fixture
def demo_clerk(settings):
    settings.NUANFENG_DEMO = True
    settings.NUANFENG_SMS = "console"
    clerk = register_person(phone="+8610000000002", nickname="演示", now=NOON, is_demo=True)
    appoint_county_staff(person=clerk, actor=COMMAND_LINE, now=NOON)
    give_authenticator_app(person=clerk, now=NOON)
    return clerk


@pytest.mark.django_db
def test_the_second_step_of_this_morning_is_asked_for_again_the_next_day(demo_clerk):
    browser = signed_in(demo_clerk, with_second_factor=True)
    session = browser.session
    session["account_authentication_methods"][0]["at"] -= timedelta(hours=12, seconds=1).total_seconds()
    session.save()

    answer = browser.get(OFFICE)
    assert answer.url == "/accounts/2fa/again/?next=%2Foffice%2Fstaff%2F"
    answer = browser.post(answer.url, {"code": demo_code(demo_clerk), "next": OFFICE})

    assert answer.url == OFFICE
    assert browser.get(OFFICE).status_code == 200


@pytest.mark.django_db
def test_another_persons_second_step_in_the_same_browser_does_not_count():
    clerk, other = a_clerk(), a_clerk("小李")
    browser = signed_in(clerk, with_second_factor=True)
    browser.force_login(other)

    assert browser.get(OFFICE).url.startswith("/accounts/2fa/start/")


@pytest.mark.django_db
def test_the_demo_signs_in_with_the_code_that_the_page_shows(demo_clerk):
    browser = Client()
    browser.post("/accounts/login/code/", {"phone": "10000000002", "next": OFFICE})
    browser.post("/accounts/login/code/confirm/", {"code": browser.session["sign_in"]["demo_code"]})
    page = browser.get("/accounts/2fa/authenticate/").content.decode()
    code = demo_code(demo_clerk)
    assert code in page

    assert browser.post("/accounts/2fa/authenticate/", {"code": code}).url == OFFICE
    assert browser.get(OFFICE).status_code == 200
    assert demo_code(demo_clerk) != code, "the page then shows one that still works"


@pytest.mark.django_db
def test_however_often_the_demo_asks_the_code_shown_works(demo_clerk):
    browser = signed_in(demo_clerk)
    for _each in range(6):
        answer = browser.post("/accounts/2fa/again/", {"code": demo_code(demo_clerk), "next": OFFICE})
        assert answer.status_code == 302


@pytest.mark.django_db
def test_setting_up_an_app_in_the_demo_shows_its_code_and_nowhere_else(settings):
    browser = signed_in(a_clerk())
    assert browser.get("/accounts/2fa/app/").context["demo_code"] == ""

    settings.NUANFENG_DEMO = True
    page = browser.get("/accounts/2fa/app/")
    code = page.context["demo_code"]
    assert code in page.text
    assert browser.post("/accounts/2fa/app/", {"code": code}).status_code == 302


@pytest.mark.django_db
def test_no_code_is_shown_outside_the_demo(demo_clerk, settings):
    settings.NUANFENG_DEMO = False

    assert demo_code(demo_clerk) == ""


@pytest.mark.django_db
def test_nobody_else_is_shown_a_code(settings):
    settings.NUANFENG_DEMO = True

    assert demo_code(a_worker()) == ""


@pytest.mark.django_db
def test_guessing_app_codes_stops_after_five(demo_clerk):
    browser = signed_in(demo_clerk)
    for _each in range(5):
        browser.post("/accounts/2fa/again/", {"code": "000000"})

    answer = browser.post("/accounts/2fa/again/", {"code": demo_code(demo_clerk)})

    assert answer.status_code == 200
    assert browser.get(OFFICE).status_code == 302


@pytest.mark.django_db
def test_a_flood_of_second_steps_gets_a_plain_page_and_not_an_error(demo_clerk):
    browser = signed_in(demo_clerk)

    answers = [browser.post("/accounts/2fa/again/", {"code": "000000"}) for _each in range(11)]

    assert answers[-1].status_code == 429
    assert answers[-1]["Retry-After"] == "300"
