"""Love cards: for people without a phone, replaced without a question."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from nuanfeng.kernel.db import bookkeeping
from nuanfeng.kernel.errors import Refused
from nuanfeng.modules.passes.models import Handle
from nuanfeng.modules.passes.queries import card_text, card_with_number, verify_scanned
from nuanfeng.modules.passes.rules.numbers import group_number
from nuanfeng.modules.passes.tests.builders import (
    NOON,
    a_card,
    a_county,
    a_county_clerk,
    a_master_of,
    a_person,
    a_station,
    a_volunteer_at,
    in_minutes,
)
from nuanfeng.modules.passes.usecases import (
    ensure_issuer_key,
    issue_card,
    issue_screen_handle,
    replace_card,
    revoke_handle,
)
from nuanfeng.modules.people.api import Person, erase_person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def county():
    a_county()
    ensure_issuer_key(now=NOON)


def test_a_volunteer_gives_a_card_to_somebody_without_phone_or_name():
    station = a_station()
    card = issue_card(actor=a_volunteer_at(station), station=station, now=NOON)
    bearer = Person.objects.get(pk=card.person_id)
    assert (bearer.nickname, bearer.phone) == ("", "")
    assert verify_scanned(card_text(card, now=NOON), now=in_minutes(1)).person_id == bearer.pk


def test_a_card_can_belong_to_somebody_who_also_has_a_phone():
    rider = a_person()
    assert issue_card(actor=a_county_clerk(), person=rider, now=NOON).person_id == rider.pk


@pytest.mark.parametrize(("days", "outcome"), [(0, "ok"), (179, "ok"), (181, "expired")])
def test_a_card_is_good_for_180_days_scanned_or_typed(days, outcome):
    card = a_card()
    at = NOON + days * DAY
    assert verify_scanned(card_text(card, now=NOON), now=at).outcome == outcome
    assert verify_scanned(group_number(card.number), now=at).outcome == outcome


def test_a_lost_card_is_replaced_for_the_same_person_and_stops():
    clerk = a_county_clerk()
    lost = a_card(by=clerk)
    new = replace_card(actor=clerk, card=card_with_number(lost.number), now=in_minutes(1))
    assert new.person_id == lost.person_id
    assert verify_scanned(card_text(lost, now=NOON), now=in_minutes(2)).outcome == "revoked"
    assert verify_scanned(new.number, now=in_minutes(2)).outcome == "ok"
    with pytest.raises(Refused, match="replaced before"):
        replace_card(actor=clerk, card=lost, now=in_minutes(3))
    assert Handle.objects.count() == 2


def test_staff_of_another_station_give_out_nothing_here():
    here, there = a_station("这里"), a_station("那里")
    stranger = a_master_of(there)
    with pytest.raises(Refused, match="staff of a station"):
        issue_card(actor=stranger, station=here, now=NOON)
    card = a_card()
    with pytest.raises(Refused, match="Only the person"):
        revoke_handle(actor=stranger, held=card, station=here, now=NOON)
    assert not card_with_number(card.number).is_revoked(NOON)


def test_staff_of_a_station_stop_a_card_and_nobodys_screen():
    here = a_station("这里")
    master, rider = a_master_of(here), a_person()
    card = issue_card(actor=master, station=here, now=NOON)
    screen = issue_screen_handle(person=rider, now=NOON)
    with pytest.raises(Refused, match="Only the person"):
        revoke_handle(actor=master, held=screen, station=here, now=NOON)
    assert revoke_handle(actor=master, held=card, station=here, now=NOON).is_revoked(NOON)
    assert revoke_handle(actor=a_county_clerk(), held=screen, now=NOON).is_revoked(NOON)


def test_no_card_is_given_to_an_account_that_is_gone():
    gone = a_person()
    erase_person(person=gone, now=NOON)
    with pytest.raises(Refused) as no:
        issue_card(actor=a_county_clerk(), person=gone, now=NOON)
    assert no.value.refusal.code == "person_erased"


def test_a_card_without_an_end_cannot_be_kept():
    card = a_card()
    with pytest.raises(IntegrityError), bookkeeping():
        Handle.objects.filter(pk=card.pk).update(expires_at=None)


def test_a_worker_gives_out_no_cards():
    with pytest.raises(Refused):
        issue_card(actor=a_person(), now=NOON)
    assert not Handle.objects.exists()


def test_only_a_card_is_replaced_by_a_card():
    clerk = a_county_clerk()
    card = a_card(by=clerk)
    Handle.objects.filter(pk=card.pk).update(kind="screen")
    with pytest.raises(Refused, match="Only a card"):
        replace_card(actor=clerk, card=card, now=NOON)
