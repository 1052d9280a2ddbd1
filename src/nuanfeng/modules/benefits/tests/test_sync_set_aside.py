"""What a phone recorded that cannot be right: set aside for a named reason, or malformed; never lost."""

import json
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from nuanfeng.kernel.ids import new_id
from nuanfeng.modules.benefits import invariants
from nuanfeng.modules.benefits.models import Redemption, StockDay, SyncRecord
from nuanfeng.modules.benefits.queries.sync_state import sealed_time
from nuanfeng.modules.benefits.rules.sync import MALFORMED_REASONS, REASONS, record_hash
from nuanfeng.modules.benefits.tests.builders import (
    a_card_of_nobody_named,
    a_code_of,
    a_county_clerk,
    a_hand_out,
    a_master_of,
    a_programme,
    a_rider,
    a_scanner_at,
    a_station_with_breakfast,
    at,
    redeem,
)
from nuanfeng.modules.benefits.tests.phones import Phone, Record, a_phone_at
from nuanfeng.modules.benefits.usecases import change_item, change_programme, redeem_pass
from nuanfeng.modules.passes.api import revoke_scanner, screen_handle_of, sealed
from nuanfeng.modules.stations.api import Station

pytestmark = pytest.mark.django_db

NINE = at(9)


@pytest.fixture
def station() -> Station:
    return a_station_with_breakfast(buns=10, milks=5)


@pytest.fixture
def phone(station) -> Phone:
    return a_phone_at(station)


@pytest.fixture(autouse=True)
def every_promise_holds():
    yield
    assert {name: list(check()) for name, check in invariants.PROMISES.items() if list(check())} == {}


def buns_left() -> int:
    return StockDay.objects.get(item__code="bun").lying


def reason_of(phone: Phone, record: Record, *, now: datetime = NINE) -> str:
    before = Redemption.objects.count()
    [(outcome, reason)] = phone.sends([record], now=now)
    if outcome == "quarantined":
        assert SyncRecord.objects.get(pk=record.hash).text == record.text
        assert Redemption.objects.count() == before
    return reason


# Clocks: within five minutes before what the phone was told, and five after it came.


@pytest.mark.parametrize(
    ("moment", "reason"),
    [
        (at(5, 55), ""),
        (at(5, 54, 59), "before_anchor"),
        (at(9, 5), ""),
        (at(9, 5, 1), "after_receipt"),
        (at(9).replace(year=2030), "after_receipt"),
    ],
)
def test_a_clock_may_be_five_minutes_wrong_and_no_more(phone, moment, reason):
    assert reason_of(phone, phone.hands_out(at=moment)) == reason


def test_a_phone_without_a_time_of_ours(phone):
    assert reason_of(phone, phone.hands_out(anchor="")) == "no_anchor"


def test_a_time_that_was_given_to_another_phone(station, phone):
    other = a_phone_at(station, name="里面")
    assert reason_of(phone, phone.hands_out(anchor=other.anchor)) == "anchor_wrong"


@pytest.mark.parametrize(
    "spoil", [lambda a: a[:-6], lambda a: a + "A", lambda a: "x", lambda a: a.split(".")[0]]
)
def test_a_time_that_nobody_sealed(phone, spoil):
    assert reason_of(phone, phone.hands_out(anchor=spoil(phone.anchor))) == "anchor_wrong"


def test_a_receipt_is_no_time(phone):
    receipt = sealed(
        {"scanner": str(phone.scanner.pk), "received_at": at(6).isoformat(), "records": []}, now=at(6)
    )
    assert reason_of(phone, phone.hands_out(anchor=receipt)) == "anchor_wrong"


def test_the_clock_counts_from_the_time_that_the_record_itself_names(phone):
    phone.anchor = sealed_time(phone.scanner.pk, at(7))
    assert reason_of(phone, phone.hands_out(at=at(6, 54))) == "before_anchor"


# A phone that was signed out: what it recorded before is a meal, what a thief makes up is none.


@pytest.fixture
def signed_out(station, phone) -> Phone:
    revoke_scanner(actor=a_master_of(station), scanner=phone.scanner, now=at(7))
    return phone


def test_what_was_recorded_before_the_phone_was_signed_out_is_kept(signed_out):
    assert reason_of(signed_out, signed_out.hands_out(at=at(6, 59, 59))) == ""
    assert Redemption.objects.get().status == "guest"


def test_guests_cards_and_numbers_after_that_are_set_aside(signed_out):
    _person, card, number = a_card_of_nobody_named(at=at(6))
    for code in ("", card, number):
        assert reason_of(signed_out, signed_out.hands_out(code, at=at(7, 0, 1))) == "scanner_revoked"


def test_an_undo_after_that_is_set_aside_and_the_meal_stands(signed_out):
    meal = signed_out.hands_out(at=at(6, 59, 50))
    undo = signed_out.undoes(meal, at=at(7, 0, 10))
    before = signed_out.hands_out(at=at(6, 59, 40))
    undone = signed_out.undoes(before, at=at(6, 59, 55))
    told = signed_out.sends()
    assert told == [("guest", ""), ("quarantined", "scanner_revoked"), ("void", ""), ("void", "")]
    assert undo.id == meal.id
    assert undone.id == before.id


def test_a_phones_own_fresh_code_cannot_be_made_up_and_is_kept(signed_out):
    rider = a_rider()
    assert reason_of(signed_out, signed_out.hands_out(a_code_of(rider, at=at(7, 5)), at=at(7, 5))) == ""
    assert Redemption.objects.get().person == rider


def test_the_number_beside_a_fresh_code_can_be_made_up(signed_out):
    rider = a_rider()
    a_code_of(rider)
    number = screen_handle_of(rider.pk).number
    assert reason_of(signed_out, signed_out.hands_out(number, at=at(7, 5))) == "scanner_revoked"


# The chain.


def forged(phone: Phone, record: Record, **changed) -> Record:
    """Another record in this one's place, as somebody with the phone's key could write it."""
    said = json.loads(record.text) | {"id": str(new_id()), **changed}
    text = json.dumps(said, ensure_ascii=False)
    hash_ = record_hash(phone.scanner.pk, record.seq, record.previous, text)
    return Record(record.seq, record.previous, text, hash_, UUID(said["id"]))


def test_a_second_record_in_a_place_that_is_taken(phone):
    first = phone.hands_out()
    assert reason_of(phone, first) == ""
    assert reason_of(phone, forged(phone, first)) == "chain_forked"
    assert (Redemption.objects.count(), buns_left()) == (1, 9)


def test_of_two_in_one_place_in_one_batch_one_is_kept(phone):
    first = phone.hands_out()
    told = phone.sends([first, forged(phone, first)], now=NINE)
    assert sorted(told) == [("guest", ""), ("quarantined", "chain_forked")]


def test_a_repeat_in_a_wrong_place_is_no_part_of_the_chain(phone):
    first, second = phone.hands_out(), phone.hands_out(at=at(7, 1))
    again = record_hash(phone.scanner.pk, 1, "ab" * 32, first.text)
    garbage = record_hash(phone.scanner.pk, 1, "ab" * 32, "{")
    assert phone.sends([first], now=NINE) == [("guest", "")]
    assert phone.sends([Record(1, "ab" * 32, first.text, again, first.id)]) == [("duplicate", "chain_forked")]
    assert phone.sends([Record(1, "ab" * 32, "{", garbage, first.id)]) == [("malformed", "chain_forked")]
    assert phone.sends([second], now=NINE) == [("guest", "")]


def test_a_record_that_names_another_before_it(phone):
    first, second = phone.hands_out(), phone.hands_out()
    reason_of(phone, first)
    wrong = Record(
        2, "ab" * 32, second.text, record_hash(phone.scanner.pk, 2, "ab" * 32, second.text), second.id
    )
    assert reason_of(phone, wrong) == "chain_forked"
    assert reason_of(phone, second) == ""


def test_a_first_record_that_says_there_was_one_before(phone):
    made = phone.hands_out()
    wrong = Record(1, "ab" * 32, made.text, record_hash(phone.scanner.pk, 1, "ab" * 32, made.text), made.id)
    assert reason_of(phone, wrong) == "chain_forked"


def test_a_gap_is_no_fork_and_what_is_missing_may_still_come(phone):
    first, second, third = (phone.hands_out(at=at(7, minute)) for minute in range(3))
    assert reason_of(phone, third) == ""
    assert reason_of(phone, first) == ""
    assert reason_of(phone, second) == ""
    assert buns_left() == 7


def test_what_comes_late_into_a_gap_has_to_fit_to_both_sides(phone):
    first, second, third = (phone.hands_out(at=at(7, minute)) for minute in range(3))
    phone.sends([first, third], now=NINE)
    assert reason_of(phone, forged(phone, second)) == "chain_forked"
    assert reason_of(phone, second) == ""


# Programmes, items, quantities, days.


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"programme": "lunch"}, "programme_not_here"),
        ({"lines": [{"item": "tea_egg", "quantity": 1}]}, "item_unknown"),
        ({"lines": [{"item": "bun", "quantity": 3}]}, "quantity_too_large"),
        ({"lines": [{"item": "bun", "quantity": 2}]}, ""),
    ],
)
def test_what_the_station_does_not_hand_out(phone, said, reason):
    assert reason_of(phone, phone.hands_out(**said)) == reason


def test_another_stations_programme_is_not_this_ones(phone):
    a_programme("lunch")
    assert reason_of(phone, phone.hands_out(programme="lunch")) == "programme_not_here"


def test_a_day_before_the_programme_began(station):
    """It begins on the ninth; at two in the night it is still the service day of the eighth."""
    programme = StockDay.objects.first().item.programme
    change_programme(
        programme_id=programme.pk, actor=a_county_clerk(), now=at(1), starts_on=at(7).date(), serving_hours=""
    )
    phone = a_phone_at(station, since=at(1))
    assert reason_of(phone, phone.hands_out(at=at(2, 59))) == "programme_not_here"
    assert reason_of(phone, phone.hands_out(at=at(3))) == ""


def test_something_that_was_taken_off_the_table_since_is_still_known(phone):
    bun = StockDay.objects.get(item__code="bun").item
    change_item(
        item_id=bun.pk, name="包子", name_en="", quantity_max=2, rank=1, is_active=False,
        actor=a_county_clerk(), now=at(8),
    )  # fmt: skip
    assert reason_of(phone, phone.hands_out()) == ""


@pytest.mark.parametrize(("day", "reason"), [(16, ""), (17, "frozen")])
def test_a_day_is_open_for_seven_days(phone, day, reason):
    assert reason_of(phone, phone.hands_out(), now=at(9, day=day)) == reason


# The same number.


def test_the_same_hand_out_that_came_online_is_a_duplicate(station, phone):
    rider, scanner = a_rider(), phone.scanner
    code = a_code_of(rider)
    hand_out = a_hand_out(station, code, at=at(7))
    redeem_pass(hand_out=hand_out, actor=scanner, now=at(7))
    same = phone.hands_out(code, at=at(7), id=str(hand_out.id))
    assert phone.sends([same], now=NINE) == [("duplicate", "")]
    assert (Redemption.objects.count(), buns_left()) == (1, 9)


def test_another_hand_out_under_a_number_that_is_taken(station, phone):
    answer = redeem(station, a_rider(), by=phone.scanner, at=at(7))
    assert reason_of(phone, phone.hands_out(at=at(7), id=str(answer.id))) == "other_content"
    assert Redemption.objects.get().status == "counted"


# Undos.


@pytest.mark.parametrize(
    ("seconds", "reason"), [(0, ""), (60, ""), (61, "nothing_to_undo"), (-1, "nothing_to_undo")]
)
def test_a_mis_scan_is_undone_within_the_minute(phone, seconds, reason):
    record = phone.hands_out(at=at(7))
    undo = phone.undoes(record, at=at(7) + timedelta(seconds=seconds))
    phone.sends([record], now=NINE)
    assert reason_of(phone, undo) == reason
    assert buns_left() == (9 if reason else 10)


@pytest.mark.parametrize("is_known", [False, True])
def test_what_is_undone_twice_is_undone(phone, is_known):
    record = phone.hands_out(at=at(7))
    undos = [phone.undoes(record, at=at(7) + timedelta(seconds=seconds)) for seconds in (50, 70)]
    if is_known:
        phone.sends([record], now=NINE)
    assert phone.sends(None if not is_known else undos, now=NINE)[-2:] == [("void", ""), ("void", "")]
    assert buns_left() == 10


def test_an_undo_that_comes_before_its_hand_out_waits_for_it(phone):
    record = phone.hands_out(at=at(7))
    undo = phone.undoes(record, at=at(7, 0, 20))
    assert reason_of(phone, undo) == "nothing_to_undo"
    assert phone.sends([record], now=NINE) == [("void", "")]
    assert SyncRecord.objects.get(pk=undo.hash).decision == "stored"
    assert buns_left() == 10


def test_an_undo_that_waited_is_made_when_its_hand_out_turns_out_to_have_come_online(station, phone):
    rider = a_rider()
    code, number = a_code_of(rider), new_id()
    record = phone.hands_out(code, at=at(7), id=str(number))
    undo = phone.undoes(record, at=at(7, 0, 20))
    assert reason_of(phone, undo) == "nothing_to_undo"
    redeem_pass(hand_out=a_hand_out(station, code, at=at(7), id=number), actor=phone.scanner, now=at(7))
    assert phone.sends([record], now=NINE) == [("duplicate", "")]
    assert Redemption.objects.get().status == "void"
    assert SyncRecord.objects.get(pk=undo.hash).decision == "stored"


def test_nobody_undoes_what_another_phone_recorded(station, phone):
    other = a_phone_at(station, name="里面")
    meal = other.hands_out(at=at(7))
    other.sends(now=NINE)
    assert reason_of(phone, phone.undoes(meal, at=at(7, 0, 20))) == "nothing_to_undo"
    online = redeem(station, a_rider(), by=a_scanner_at(station), at=at(7))
    assert reason_of(phone, phone.undoes(online.id, at=at(7, 0, 20))) == "nothing_to_undo"
    assert set(Redemption.objects.values_list("status", flat=True)) == {"guest", "counted"}


def test_every_reason_has_words_for_whoever_looks_at_it():
    assert not MALFORMED_REASONS & REASONS.keys()
    assert all(words and "_" not in words for words in REASONS.values())
