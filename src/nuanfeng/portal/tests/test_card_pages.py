"""A love card: the page behind it, and how it becomes somebody's own."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from nuanfeng.kernel import clock
from nuanfeng.kernel.errors import Refused
from nuanfeng.modules.benefits import invariants
from nuanfeng.modules.benefits.models import Redemption
from nuanfeng.modules.benefits.queries import hand_outs_of
from nuanfeng.modules.benefits.tests.builders import (
    a_card_of_nobody_named,
    a_code_of,
    a_hand_out,
    a_rider,
    a_scanner_at,
    a_station_with_breakfast,
    at,
    redeem,
)
from nuanfeng.modules.benefits.usecases import redeem_pass
from nuanfeng.modules.organisations.api import set_up_county
from nuanfeng.modules.passes.api import card_with_number, issue_card, replace_card
from nuanfeng.modules.passes.models import CardSheet, Handle
from nuanfeng.modules.passes.tests.builders import a_county_clerk, a_master_of, a_station
from nuanfeng.modules.people.tests.builders import signed_in
from nuanfeng.modules.stations.models import DutyTurn
from nuanfeng.portal.queries import personal_record_of
from nuanfeng.portal.usecases import bind_card

pytestmark = pytest.mark.django_db
MINE = reverse("portal:my_card")


@pytest.fixture(autouse=True)
def nobody_tried_before():
    cache.clear()
    yield
    assert {name: list(check()) for name, check in invariants.PROMISES.items() if list(check())} == {}


@pytest.fixture
def station():
    return a_station_with_breakfast()


def eats(station, code, *, when=None, **said):
    """Somebody shows a code at the table."""
    moment = when or at(7)
    hand_out = a_hand_out(station, code, at=moment, **said)
    return redeem_pass(hand_out=hand_out, actor=a_scanner_at(station), now=moment)


def test_what_the_card_collected_becomes_the_persons_and_the_day_is_served(station):
    bearer, text, number = a_card_of_nobody_named()
    eats(station, text)
    rider = a_rider()

    bind_card(person=rider, number=number, now=at(7, 10))

    assert len(hand_outs_of(rider)) == 1
    assert card_with_number(number).person_id == rider.pk
    assert not Redemption.objects.filter(person=bearer).exists()
    assert eats(station, a_code_of(rider, at=at(7, 20)), when=at(7, 20)).outcome == "already"
    assert eats(station, text, when=at(7, 30)).outcome == "already"


def test_a_day_on_which_both_ate_stays_as_it_was_counted(station):
    bearer, text, number = a_card_of_nobody_named()
    rider = a_rider()
    eats(station, text)
    redeem(station, rider, at=at(7, 5))

    bind_card(person=rider, number=number, now=at(7, 10))

    assert list(Redemption.objects.values_list("status", flat=True)) == ["counted", "counted"]
    assert Redemption.objects.filter(person=bearer).count() == 1


def test_the_same_number_again_changes_nothing(station):
    _bearer, text, number = a_card_of_nobody_named()
    eats(station, text)
    rider = a_rider()
    for _time in range(2):
        bind_card(person=rider, number=number, now=at(7, 10))
    assert len(hand_outs_of(rider)) == 1


def test_the_card_of_somebody_who_has_a_phone_cannot_be_taken(station):
    owner, thief = a_rider(), a_rider("小周")
    card = issue_card(actor=a_county_clerk(), person=owner, now=at(6))
    with pytest.raises(Refused) as no:
        bind_card(person=thief, number=card.number, now=at(7))
    assert no.value.refusal.code == "card_unknown"
    assert card_with_number(card.number).person_id == owner.pk


def test_a_lost_card_cannot_be_taken_and_its_successor_brings_it_along(station):
    _bearer, _text, number = a_card_of_nobody_named(at=at(6))
    new = replace_card(actor=a_county_clerk(), card=card_with_number(number), now=at(6, 30))
    rider = a_rider()
    with pytest.raises(Refused) as no:
        bind_card(person=rider, number=number, now=at(7))
    assert no.value.refusal.code == "card_over"

    bind_card(person=rider, number=new.number, now=at(7))
    assert set(Handle.objects.filter(kind="card").values_list("person_id", flat=True)) == {rider.pk}


def test_after_five_wrong_numbers_even_the_right_one_waits_an_hour(station):
    _bearer, _text, number = a_card_of_nobody_named(at=clock.now())
    browser = signed_in(a_rider())
    for _time in range(5):
        assert 'data-code="card_unknown"' in browser.post(MINE, {"number": "0000000006"}).content.decode()

    answer = browser.post(MINE, {"number": number})

    assert (answer.status_code, 'data-code="too_many_wrong_numbers"' in answer.content.decode()) == (
        409,
        True,
    )
    assert signed_in(a_rider("小周")).post(MINE, {"number": number}).status_code == 302


def test_a_slip_of_the_finger_costs_no_try(station):
    _bearer, _text, number = a_card_of_nobody_named(at=clock.now())
    browser = signed_in(a_rider())
    for _time in range(6):
        assert 'data-code="number_wrong_length"' in browser.post(MINE, {"number": "123"}).content.decode()
    assert browser.post(MINE, {"number": number}).status_code == 302


def test_the_owner_stops_a_lost_card_and_prints_the_new_one(station):
    rider = a_rider()
    lost = issue_card(actor=a_county_clerk(), person=rider, now=clock.now())
    browser = signed_in(rider)

    answer = browser.post(reverse("portal:replace_my_card", args=[lost.pk]))

    assert browser.get(answer.url).status_code == 200
    lost.refresh_from_db()
    new = Handle.objects.get(pk=CardSheet.objects.get().cards[0])
    assert (lost.revoked_at is not None, new.person_id) == (True, rider.pk)
    assert new.number[:3] in browser.get(answer.url + "print/").content.decode()


def test_nobody_stops_the_card_of_somebody_else(station):
    card = issue_card(actor=a_county_clerk(), person=a_rider(), now=clock.now())
    signed_in(a_rider("小周")).post(reverse("portal:replace_my_card", args=[card.pk]))
    card.refresh_from_db()
    assert card.revoked_at is None


def a_turn(station, *, ends_in: timedelta):
    master, now = a_master_of(station), clock.now()
    return DutyTurn.objects.create(
        station=station, person=master, starts_at=now - timedelta(hours=2), ends_at=now + ends_in
    )


def behind_the_card(station) -> str:
    return Client().get(reverse("portal:card_of_station", args=[station.pk])).content.decode()


def test_the_page_behind_a_card_leads_to_whoever_is_on_duty_now_and_names_nobody():
    set_up_county(actor=None, now=at(6), code="430121", name="长沙县", hotline="0731-12345")
    station = a_station()
    station.phone = "0731-2222"
    station.save(update_fields=["phone"])
    turn = a_turn(station, ends_in=timedelta(hours=1))

    page = behind_the_card(station)

    assert 'href="tel:0731-2222"' in page
    assert "值班" in page
    assert turn.person.nickname not in page


def test_without_anybody_on_duty_it_is_the_stations_line_and_without_one_the_hotline():
    set_up_county(actor=None, now=at(6), code="430121", name="长沙县", hotline="0731-12345")
    station = a_station()
    a_turn(station, ends_in=-timedelta(minutes=1))
    station.phone = "0731-2222"
    station.save(update_fields=["phone"])
    assert "值班" not in behind_the_card(station)
    assert 'href="tel:0731-2222"' in behind_the_card(station)

    station.phone = ""
    station.save(update_fields=["phone"])
    assert 'href="tel:0731-12345"' in behind_the_card(station)
    assert 'href="tel:0731-12345"' in Client().get(reverse("portal:card")).content.decode()


def test_the_own_record_says_that_somebody_replaced_the_card(station):
    rider = a_rider()
    lost = issue_card(actor=a_county_clerk(), person=rider, now=at(6))
    replace_card(actor=a_county_clerk(), card=lost, now=at(7))

    told = personal_record_of(rider, now=at(8))["audit"]

    assert ("passes.replace_card", "somebody else") in [(entry["what"], entry["by"]) for entry in told]
    others = personal_record_of(a_rider("小周"), now=at(8))["audit"]
    assert "passes.replace_card" not in [entry["what"] for entry in others]
