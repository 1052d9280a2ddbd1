"""The way in, as a person on a phone meets it."""

from datetime import timedelta

import pytest
from django.test import Client

from nuanfeng.kernel import clock
from nuanfeng.modules.people.models import Person, SignInCode
from nuanfeng.modules.people.tests.builders import QIANG, a_gateway, a_worker, signed_in
from nuanfeng.modules.people.usecases import give_authenticator_app, register_person, request_code

pytestmark = pytest.mark.django_db

ASK = "/accounts/login/code/"
CONFIRM = "/accounts/login/code/confirm/"
WELCOME = "/accounts/welcome/"


@pytest.fixture(autouse=True)
def demo(settings):
    settings.NUANFENG_DEMO = True
    settings.NUANFENG_SMS = "console"


def _ask(browser, phone="138 0013 8000", **more):
    return browser.post(ASK, {"phone": phone, **more})


def _code(browser):
    return browser.session["sign_in"]["demo_code"]


def _minutes_pass(minutes):
    """Every code was sent so much earlier."""
    for sent in SignInCode.objects.all():
        sent.sent_at -= timedelta(minutes=minutes)
        sent.save(update_fields=["sent_at"])


def test_a_newcomer_proves_the_number_agrees_and_is_in(client):
    _ask(client, next="/pass/")
    answer = client.post(CONFIRM, {"code": _code(client)})
    assert answer.url == WELCOME
    assert not Person.objects.exists(), "nothing is kept before the person agreed"

    answer = client.post(WELCOME, {"nickname": "阿强", "kind_of_work": "rider", "answer": "yes"})

    assert answer.url == "/pass/"
    person = Person.objects.get()
    assert (person.nickname, person.phone) == ("阿强", QIANG)
    assert client.session["_auth_user_id"] == str(person.pk)
    assert "sign_in" not in client.session


def test_whoever_says_no_leaves_nothing_behind(client):
    _ask(client)
    client.post(CONFIRM, {"code": _code(client)})

    answer = client.post(WELCOME, {"nickname": "阿强", "answer": "no"}, follow=True)

    assert answer.status_code == 200
    assert not Person.objects.exists()
    assert not client.session.items()


def test_refusing_is_as_large_as_accepting(client):
    _ask(client)
    client.post(CONFIRM, {"code": _code(client)})

    page = client.get(WELCOME).content.decode()

    assert page.count('class="button button-honey button-wide" name="answer" value="yes"') == 1
    assert page.count('class="button button-wide" name="answer" value="no"') == 1


def test_the_welcome_page_is_closed_to_an_unproved_number(client):
    _ask(client)

    assert client.get(WELCOME).url == ASK
    assert client.post(WELCOME, {"nickname": "阿强", "answer": "yes"}).url == ASK
    assert not Person.objects.exists()


def test_who_is_known_is_in_with_the_code_alone(client):
    person = a_worker(phone=QIANG)
    _minutes_pass(2)
    _ask(client)

    answer = client.post(CONFIRM, {"code": _code(client)})

    assert answer.url == "/"
    assert client.session["_auth_user_id"] == str(person.pk)


def test_the_session_gets_a_new_key_at_every_step(client):
    _ask(client)
    first = client.session.session_key
    client.post(CONFIRM, {"code": _code(client)})
    second = client.session.session_key
    client.post(WELCOME, {"nickname": "阿强", "answer": "yes"})

    assert len({first, second, client.session.session_key}) == 3


def test_pages_do_not_tell_whether_a_number_is_known():
    a_worker(phone=QIANG)
    _minutes_pass(2)
    pages = []
    for phone in ("138 0013 8000", "138 0013 8001"):
        browser = Client()
        answer = _ask(browser, phone=phone)
        shown = browser.get(CONFIRM).content.decode()
        pages.append((answer.status_code, answer.url, _plain(shown, browser, phone)))

    assert pages[0] == pages[1]


def _plain(page, browser, phone):
    for word in (_code(browser), phone):
        page = page.replace(word, "…")
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil"]
)
def test_a_foreign_address_is_not_followed(client, wanted):
    a_worker(phone=QIANG)
    _minutes_pass(2)
    _ask(client, next=wanted)

    assert client.post(CONFIRM, {"code": _code(client)}).url == "/"


def test_a_landline_is_refused_beside_the_field(client, settings):
    settings.NUANFENG_DEMO = False

    answer = _ask(client, phone="0731-84011234")

    assert answer.status_code == 422
    assert 'id="id_phone_error"' in answer.content.decode()
    assert not SignInCode.objects.exists()


def test_asking_twice_in_a_minute_says_when_to_come_back(client):
    _ask(client)

    answer = _ask(client)

    assert answer.status_code == 429
    assert 50 < int(answer["Retry-After"]) <= 60
    assert CONFIRM in answer.content.decode(), "the code that was sent can still be typed"


def test_the_fourth_code_in_an_hour_is_sent_and_the_sixth_is_not(client):
    statuses = []
    for _each in range(6):
        statuses.append(_ask(client).status_code)
        _minutes_pass(5)

    assert statuses == [302] * 5 + [429]


def test_five_wrong_codes_and_the_page_asks_for_a_new_one(client):
    a_worker(phone=QIANG)
    _minutes_pass(2)
    _ask(client)
    right = _code(client)
    wrong = f"{(int(right) + 1) % 10**6:06d}"

    statuses = [client.post(CONFIRM, {"code": wrong}).status_code for _each in range(5)]
    sixth = client.post(CONFIRM, {"code": right})

    assert statuses == [422] * 4 + [409]
    assert sixth.status_code == 409
    assert 'data-code="code_spent"' in sixth.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_new_code_replaces_the_spent_one(client):
    a_worker(phone=QIANG)
    _minutes_pass(2)
    _ask(client)
    first = _code(client)
    _minutes_pass(2)

    assert client.post(CONFIRM, {"action": "again"}).url == CONFIRM
    if _code(client) != first:
        assert client.post(CONFIRM, {"code": first}).status_code == 422
    assert client.post(CONFIRM, {"code": _code(client)}).url == "/"


def test_a_code_works_only_in_the_browser_that_asked():
    a_worker(phone=QIANG)
    _minutes_pass(2)
    asked, other = Client(), Client()
    _ask(asked)

    assert other.post(CONFIRM, {"code": _code(asked)}).url == ASK


def test_behind_a_busy_address_one_waits_twenty_seconds_and_is_not_shut_out(client):
    for number in range(20):
        request_code(phone=f"+861370000{number:04d}", address="127.0.0.1", now=clock.now())

    asked = _ask(client)
    note = asked.context["form"]["pause"].value()
    too_soon = _ask(client, pause=note)

    assert (asked.status_code, too_soon.status_code) == (429, 429)
    assert int(too_soon["Retry-After"]) <= 20
    assert _ask(client, pause="forged").status_code == 429


def test_other_doors_lead_to_the_same_one(client):
    assert client.get("/accounts/login/?next=/pass/").url == f"{ASK}?next=%2Fpass%2F"
    assert client.get("/accounts/signup/").url == ASK
    assert client.get("/accounts/password/reset/").status_code == 404
    assert client.get("/accounts/email/").status_code == 404


def test_signing_out_takes_a_post():
    browser = signed_in(a_worker())

    assert browser.get("/accounts/logout/").status_code == 200
    assert "_auth_user_id" in browser.session
    browser.post("/accounts/logout/")
    assert "_auth_user_id" not in browser.session


def test_a_person_with_a_second_factor_is_not_in_with_the_code_alone(client):
    clerk = register_person(phone="+8610000000002", nickname="演示", now=clock.now(), is_demo=True)
    give_authenticator_app(person=clerk, now=clock.now())
    _ask(client, phone="10000000002")

    answer = client.post(CONFIRM, {"code": _code(client)})

    assert answer.url == "/accounts/2fa/authenticate/"
    assert "_auth_user_id" not in client.session


def test_without_text_messages_the_page_says_so(client, settings):
    settings.NUANFENG_SMS = "none"

    page = _ask(client).client.get(CONFIRM).content.decode()

    assert "nuanfeng staff code" in page


def test_outside_the_demo_the_code_goes_to_the_gateway_and_nowhere_else(client, settings, caplog, capfd):
    settings.NUANFENG_DEMO = False
    with a_gateway() as gateway:
        settings.NUANFENG_SMS, settings.NUANFENG_SMS_URL = "http", gateway.address
        settings.NUANFENG_SMS_TOKEN = "a-token"
        _ask(client)
        page = client.get(CONFIRM).content.decode()

    code = gateway.last_code()
    assert gateway.tokens == ["Bearer a-token"]
    assert gateway.messages[0]["phone"] == QIANG
    assert code in gateway.messages[0]["text"]
    assert code not in page
    written = caplog.text + "".join(capfd.readouterr())
    assert code not in written
    assert "13800138000" not in written
    assert client.post(CONFIRM, {"code": code}).url == WELCOME


@pytest.mark.parametrize(("status", "speaks_http"), [(500, True), (200, False)])
def test_a_gateway_that_fails_is_owned_up_to(client, settings, caplog, status, speaks_http):
    with a_gateway() as gateway:
        gateway.status, gateway.speaks_http = status, speaks_http
        settings.NUANFENG_SMS, settings.NUANFENG_SMS_URL = "http", gateway.address
        _ask(client)
        page = client.get(CONFIRM).content.decode()

    assert "notice-wrong" in page
    assert gateway.last_code() not in caplog.text


def test_console_outside_the_demo_prints_nothing(client, settings, capfd):
    settings.NUANFENG_DEMO = False

    _ask(client)

    assert client.session["sign_in"]["demo_code"] == ""
    assert client.session["sign_in"]["not_sent"] == "sms_not_set_up"
    assert "SMS" not in capfd.readouterr().out
