"""The scan page without a script: every step a form, every repeat harmless."""

import json
import re
from uuid import UUID

import pytest
from django.test import Client

from nuanfeng.kernel.ids import new_id
from nuanfeng.modules.benefits.models import Redemption, Screening, StockDay
from nuanfeng.modules.benefits.tests.builders import BUN, a_rider, a_station, a_volunteer_at
from nuanfeng.modules.benefits.tests.mornings import Morning, a_morning
from nuanfeng.modules.passes.api import scanner_from_bearer

pytestmark = pytest.mark.django_db


@pytest.fixture
def morning() -> Morning:
    return a_morning()


@pytest.fixture
def phone(morning: Morning) -> Client:
    client = Client()
    client.force_login(morning.master)
    return client


def say(phone: Client, morning: Morning, step: str, **sent: object):
    return phone.post(morning.scan, {"step": step, "programme": "breakfast", **sent})


def number_in(page: str, form: str) -> str:
    """The one-time number that the page made for a form."""
    return re.search(r'name="id" value="([0-9a-f-]{36})"', page[page.index(f'id="{form}"') :]).group(1)


def hand_over(phone: Client, morning: Morning, **sent: object):
    return say(phone, morning, "hand_over", number=morning.number, take_bun="1", give_anyway="0", **sent)


def test_the_page_names_its_station_and_what_is_left(phone, morning):
    page = phone.get(morning.scan).content.decode()
    assert str(morning.station) in page
    assert '<b id="left">126</b>' in page


def test_only_this_page_may_compile_the_reader_of_codes(phone, morning):
    policy = phone.get(morning.scan)["Content-Security-Policy"]
    assert "'wasm-unsafe-eval'" in policy
    assert "unsafe-inline" not in policy
    assert "'unsafe-eval'" not in policy
    assert "wasm" not in phone.get("/station-work/")["Content-Security-Policy"]


def test_a_good_number_is_green_and_stores_nothing(phone, morning):
    page = say(phone, morning, "check", number=morning.number).content.decode()
    assert 'data-tone="go"' in page
    assert not Redemption.objects.exists()


def test_a_form_sent_twice_is_one_hand_out(phone, morning):
    page = say(phone, morning, "check", number=morning.number).content.decode()
    number = number_in(page, "hand-over")
    first = hand_over(phone, morning, id=number)
    second = hand_over(phone, morning, id=number)
    assert first.status_code == second.status_code == 302
    assert Redemption.objects.get().pk == UUID(number)
    assert morning.left() == 85


def test_what_was_just_recorded_can_be_undone_from_the_page(phone, morning):
    kept = hand_over(phone, morning, id=new_id())
    page = phone.get(kept["Location"]).content.decode()
    number = number_in(page, "undo-form")
    assert say(phone, morning, "void", id=number).status_code == 302
    assert Redemption.objects.get().status == "void"
    assert morning.left() == 86


def test_nobody_undoes_what_somebody_else_recorded(phone, morning):
    number = new_id()
    hand_over(phone, morning, id=number)
    other = Client()
    other.force_login(a_volunteer_at(morning.station))
    assert say(other, morning, "void", id=number).status_code == 409
    assert Redemption.objects.get().status == "counted"


def test_the_same_person_again_at_once_is_just_scanned(phone, morning):
    hand_over(phone, morning, id=new_id())
    again = say(phone, morning, "check", number=morning.number)
    assert again.status_code == 302
    assert not Screening.objects.exists()


def test_a_mistyped_number_is_said_beside_the_field(phone, morning):
    answer = say(phone, morning, "check", number="123 456 7890")
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not Screening.objects.exists()


def test_a_number_of_nobody_is_grey_and_can_be_given_anyway(phone, morning):
    page = say(phone, morning, "check", number="1234567897").content.decode()
    assert 'data-tone="grey"' in page
    assert Screening.objects.get().outcome == "not_ours"
    sent = {"id": new_id(), "number": "1234567897", "take_bun": "1", "give_anyway": "1", "reason": "hungry"}
    say(phone, morning, "hand_over", **sent)
    assert (Redemption.objects.get().status, Redemption.objects.get().reason) == ("guest", "hungry")


def test_nothing_chosen_is_asked_again_with_the_same_number(phone, morning):
    number = str(new_id())
    answer = say(
        phone, morning, "hand_over", id=number, number=morning.number, give_anyway="0", outcome="new"
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert number_in(page, "hand-over") == number
    assert not Redemption.objects.exists()


def test_the_count_says_none_left_and_the_choice_is_kept(phone, morning):
    StockDay.objects.filter(item__code=BUN).update(opening=0, remaining=0)
    page = hand_over(phone, morning, id=new_id()).content.decode()
    assert 'data-outcome="none_left"' in page
    assert re.search(r'name="take_bun" value="1" checked', page)


def test_a_number_whose_time_lies_beyond_all_calendars_is_recorded_now(phone, morning):
    """A UUIDv7 holds milliseconds up to the year 10889; dates end with 9999."""
    answer = say(phone, morning, "guest", id="ffffffff-ffff-7fff-bfff-ffffffffffff", take_bun="1")
    assert answer.status_code == 302
    assert Redemption.objects.get().status == "guest"


def test_a_hand_out_without_any_code_is_no_guest_by_accident(phone, morning):
    answer = say(phone, morning, "hand_over", id=new_id(), take_bun="1", give_anyway="1")
    assert answer.status_code == 422
    assert not Redemption.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {"step": "hand_over", "id": "no-number"},
        {"step": "void", "id": "00000000-0000-0000-0000-000000000000"},
        {"step": "guest", "id": "\x00"},
        {"step": "dance"},
        {},
    ],
)
def test_nonsense_is_never_a_failure_of_the_server(phone, morning, sent):
    assert phone.post(morning.scan, {"programme": "breakfast", **sent}).status_code in (200, 409, 422)
    assert not Redemption.objects.exists()


def test_a_worker_and_a_stranger_do_not_get_in(morning):
    worker, stranger = Client(), Client()
    worker.force_login(a_rider())
    stranger.force_login(a_volunteer_at(a_station("别的驿站")))
    assert worker.get(morning.scan).status_code == 403
    assert stranger.get(morning.scan).status_code == 403
    assert Client().get(morning.scan).status_code == 302


def test_a_station_that_hands_nothing_out_says_so(morning):
    quiet = a_station("安静的驿站")
    client = Client()
    client.force_login(a_volunteer_at(quiet))
    page = client.get(f"/scan/{quiet.pk}/").content.decode()
    assert 'id="number-form"' not in page


def test_a_phone_becomes_a_scanner_and_its_key_is_said_once(phone, morning):
    address = f"{morning.scan}enrol/"
    answer = phone.post(address, headers={"Accept": "application/json"})
    scanner = scanner_from_bearer(json.loads(answer.content)["key"])
    assert scanner.station_id == morning.station.pk
    assert "no-store" in answer["Cache-Control"]
    stranger = Client()
    stranger.force_login(a_rider())
    assert stranger.post(address, headers={"Accept": "application/json"}).status_code == 403


def test_no_number_of_a_person_is_ever_in_an_address(phone, morning):
    answer = hand_over(phone, morning, id=new_id())
    assert morning.number not in answer["Location"]
    assert f"take_{BUN}" not in answer["Location"]
