"""Today's door code for whoever is signed in or holds a card, and the screen on the wall."""

from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.test import Client

from nuanfeng.kernel import clock
from nuanfeng.modules.passes.api import issue_card, revoke_handle
from nuanfeng.modules.passes.rules.numbers import number_from
from nuanfeng.modules.people.tests.builders import signed_in
from nuanfeng.modules.stations.api import add_hours_exception, door_code_of, set_access
from nuanfeng.modules.stations.tests.builders import a_county_clerk, a_person, a_station

HERE = ZoneInfo("Asia/Shanghai")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_tried_before():
    cache.clear()


@pytest.fixture
def clerk():
    return a_county_clerk()


@pytest.fixture
def station(clerk):
    station = a_station(hours="24/7", phone="0731-84010001")
    set_access(station_id=station.pk, access="door_code", note="", actor=clerk, now=clock.now())
    return station


def page(station):
    return f"/stations/{station.pk}/door/"


def code(station):
    return door_code_of(station.pk, now=clock.now()).code


def test_a_signed_in_worker_reads_the_code_and_anybody_else_whom_to_call(station):
    assert code(station) in signed_in(a_person()).get(page(station)).content.decode()
    stranger = Client().get(page(station)).content.decode()
    assert code(station) not in stranger
    assert "0731-84010001" in stranger


def test_a_card_opens_the_door_by_its_number_until_it_is_stopped(station, clerk):
    card = issue_card(actor=clerk, now=clock.now())
    typed = {"number": f"{card.number[:3]} {card.number[3:]}"}
    answer = Client().post(page(station), typed)
    assert code(station) in answer.content.decode()
    assert card.number not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    revoke_handle(held=card, actor=clerk, now=clock.now())
    assert code(station) not in Client().post(page(station), typed).content.decode()


def test_a_stopped_card_is_answered_like_one_that_never_was(station, clerk):
    card = issue_card(actor=clerk, now=clock.now())
    revoke_handle(held=card, actor=clerk, now=clock.now())
    answers = [Client().post(page(station), {"number": number}) for number in (card.number, number_from(123))]
    assert [answer.status_code for answer in answers] == [409, 409]
    assert {answer.context["refusal"].code for answer in answers} == {"not_a_card_here"}


def test_after_five_wrong_numbers_a_sum_is_asked_and_nobody_is_blocked(station, clerk):
    card, browser = issue_card(actor=clerk, now=clock.now()), Client()
    for wrong in range(5):
        assert browser.get(page(station)).context["question"] is None
        browser.post(page(station), {"number": number_from(100 + wrong)})
    bare = browser.post(page(station), {"number": card.number})
    assert bare.context["refusal"].code == "not_the_sum"
    question = bare.context["question"]
    sent = {
        "number": card.number,
        "question": question.sealed,
        "answer": question.first + question.second,
    }
    assert code(station) in browser.post(page(station), sent).content.decode()


def test_a_slip_of_one_digit_is_not_counted_as_a_wrong_number(station):
    for _slip in range(9):
        Client().post(page(station), {"number": "1234567891"})
        Client().post(page(station), {"number": "12"})
    assert Client().get(page(station)).context["question"] is None


def test_a_station_without_a_code_has_no_such_page():
    assert Client().get(page(a_station())).status_code == 404


def test_the_screen_says_what_is_public_and_needs_no_account(station, clerk):
    today = clock.now().astimezone(HERE).date()
    add_hours_exception(
        station_id=station.pk, first_day=today, last_day=today, hours="", reason="盘点", actor=clerk,
        now=clock.now(),
    )  # fmt: skip
    answer = Client().get(f"/stations/{station.pk}/screen/")
    text = answer.content.decode()
    assert station.name in text
    assert "盘点" in text
    assert "<svg" in text
    assert "no-store" in answer["Cache-Control"]
    assert Client().get("/stations/99999/screen/").status_code == 404
