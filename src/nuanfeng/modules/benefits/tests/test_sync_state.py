"""What a scanner is told while it has a network: who was served, what is revoked, whose keys count."""

from base64 import b64decode
from datetime import datetime, timedelta

import pytest
from cryptography.hazmat.primitives.serialization import load_der_public_key

from nuanfeng.kernel.errors import Refused
from nuanfeng.modules.benefits.queries import served as served_query
from nuanfeng.modules.benefits.queries.sync_state import SyncState
from nuanfeng.modules.benefits.rules.served import CURSOR_LENGTH_MAX
from nuanfeng.modules.benefits.tests.builders import (
    BREAKFAST_DAY,
    a_card_of_nobody_named,
    a_code_of,
    a_county_clerk,
    a_guest_meal,
    a_hand_out,
    a_master_of,
    a_rider,
    a_scanner_at,
    a_station_with_breakfast,
    at,
    redeem,
)
from nuanfeng.modules.benefits.tests.phones import Phone, a_phone_at
from nuanfeng.modules.benefits.usecases import redeem_pass, void_redemption
from nuanfeng.modules.organisations.api import COMMAND_LINE
from nuanfeng.modules.passes.api import (
    Handle,
    issue_card,
    raise_epoch,
    revoke_handle,
    revoke_scanner,
    revoked_prefixes,
    served_mark,
    unsealed,
)
from nuanfeng.modules.passes.rules.statements import open_statement
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations.api import Station

pytestmark = pytest.mark.django_db


@pytest.fixture
def station() -> Station:
    return a_station_with_breakfast(buns=20, milks=10)


@pytest.fixture
def phone(station) -> Phone:
    return a_phone_at(station)


def marks_by(person: Person) -> set[str]:
    """What a scanner would work out from the person's phone and cards."""
    held = Handle.objects.filter(person=person)
    return {served_mark(said, BREAKFAST_DAY) for one in held for said in (bytes(one.value).hex(), one.number)}


class Kept:
    """The marks as a scanner keeps them from one answer to the next."""

    def __init__(self, phone: Phone) -> None:
        self.phone, self.marks, self.cursor, self.answers = phone, set(), "", []

    def asks(self, now: datetime) -> SyncState:
        """Ask until there is no more."""
        while True:
            state = self.phone.asks(now=now, since=self.cursor)
            told = state.served
            self.marks = (set() if told.is_whole else self.marks - set(told.unserved)) | set(told.served)
            self.cursor = told.cursor
            self.answers.append(told)
            if not told.is_more:
                return state


def test_the_state_says_what_is_needed_for_a_morning_without_a_network(station, phone):
    state = phone.asks(now=at(6, 20), bun=5)

    assert unsealed(state.time, now=at(6, 20))["scanner"] == str(phone.scanner.pk)
    assert datetime.fromisoformat(unsealed(state.time, now=at(6, 20))["time"]) == at(6, 20)
    assert (state.epoch, state.county) == (0, "430121")
    assert (state.service_date, state.day_ends) == (BREAKFAST_DAY, at(3, day=10))
    assert state.serving == [(at(6, 30), at(9))]
    assert [(on.item.code, on.remaining, state.leased[on.item.pk]) for on in state.table.items] == [
        ("bun", 20, 5),
        ("soy_milk", 10, 0),
    ]


def test_the_keys_that_are_told_open_what_the_county_sealed_and_no_others_do(phone):
    state = phone.asks(now=at(6, 20))
    keys = {
        bytes.fromhex(kid): load_der_public_key(b64decode(key + "=" * (-len(key) % 4)))
        for kid, key in state.keys.items()
    }
    assert open_statement(state.time, keys)["scanner"] == str(phone.scanner.pk)
    assert open_statement(state.time, {}) is None


def test_before_three_in_the_morning_it_is_still_the_day_before(phone):
    night = at(0, 30, day=10)
    state = phone.asks(now=night)
    assert (state.service_date, state.day_ends) == (BREAKFAST_DAY, at(3, day=10))


def test_the_scanner_of_another_station_is_told_the_marks_and_not_the_names(station):
    elsewhere = a_phone_at(a_station_with_breakfast("榔梨骑手之家"))
    rider = a_rider("小李")
    redeem(station, rider)
    state = elsewhere.asks(now=at(7, 1))

    assert set(state.served.served) == marks_by(rider)
    assert "小李" not in repr(state)
    assert not {bytes(one.value).hex() for one in Handle.objects.all()} & set(state.served.served)


def test_a_revoked_scanner_is_told_nothing(station, phone):
    revoke_scanner(actor=a_master_of(station), scanner=phone.scanner, now=at(6, 30))
    phone.scanner.refresh_from_db()
    with pytest.raises(Refused) as no:
        phone.asks(now=at(6, 31))
    assert no.value.refusal.code == "scanner_revoked"


def test_a_revoked_card_is_named_by_its_first_eight_bytes_until_it_would_have_ended(phone):
    person, _code, _number = a_card_of_nobody_named()
    card = Handle.objects.get(person=person)
    assert phone.asks(now=at(7)).revoked == []
    revoke_handle(actor=a_county_clerk(), held=card, now=at(7, 1))
    assert phone.asks(now=at(7, 2)).revoked == [bytes(card.value)[:8].hex()]
    assert revoked_prefixes(card.expires_at - timedelta(seconds=1)) != []
    assert revoked_prefixes(card.expires_at) == []


def test_somebody_who_showed_the_phone_is_known_by_the_card_as_well(station, phone):
    rider = a_rider()
    card = issue_card(actor=a_county_clerk(), person=rider, now=at(6))
    redeem(station, rider)
    marks = set(phone.asks(now=at(7, 1)).served.served)
    assert served_mark(card.number, BREAKFAST_DAY) in marks
    assert served_mark(bytes(card.value).hex(), BREAKFAST_DAY) in marks


def test_a_guest_leaves_no_mark(station, phone):
    a_guest_meal(station)
    assert phone.asks(now=at(7, 1)).served.served == []


def test_a_minute_later_only_what_is_new_is_told(station, phone):
    first, second = a_rider(), a_rider("小周")
    redeem(station, first, at=at(7))
    kept = Kept(phone)
    kept.asks(at(7, 10))
    redeem(station, second, at=at(7, 10, 30))
    kept.asks(at(7, 11))

    whole, delta = kept.answers
    assert (whole.is_whole, set(whole.served)) == (True, marks_by(first))
    assert (delta.is_whole, set(delta.served), delta.unserved) == (False, marks_by(second), [])
    assert kept.marks == marks_by(first) | marks_by(second)


def test_the_control_without_a_cursor_everybody_is_told_again(station, phone):
    redeem(station, a_rider(), at=at(7))
    phone.asks(now=at(7, 10))
    again = phone.asks(now=at(7, 11)).served
    assert (again.is_whole, len(again.served)) == (True, 2)


def test_whose_hand_out_was_undone_is_served_no_more(station, phone):
    rider, scanner = a_rider(), a_scanner_at(station)
    kept = Kept(phone)
    answer = redeem(station, rider, by=scanner, at=at(7))
    kept.asks(at(7, 0, 10))
    assert kept.marks == marks_by(rider)
    void_redemption(redemption_id=answer.id, actor=scanner, now=at(7, 0, 30))
    kept.asks(at(7, 5))
    assert (kept.marks, set(kept.answers[-1].unserved)) == (set(), marks_by(rider))


def test_who_took_two_and_had_one_undone_stays_served(station, phone):
    rider, scanner = a_rider(), a_scanner_at(station)
    redeem(station, rider, by=scanner, at=at(7))
    kept = Kept(phone)
    kept.asks(at(7, 10))
    again = redeem(station, rider, by=scanner, at=at(7, 11), give_anyway=True, reason="hungry")
    void_redemption(redemption_id=again.id, actor=scanner, now=at(7, 11, 30))
    kept.asks(at(7, 12))
    assert kept.marks == marks_by(rider)


def test_a_card_given_after_the_meal_is_known_a_minute_later(station, phone):
    rider, other = a_rider(), a_rider("小周")
    redeem(station, rider, at=at(7))
    kept = Kept(phone)
    kept.asks(at(7, 10))
    issue_card(actor=a_county_clerk(), person=rider, now=at(7, 10, 20))
    issue_card(actor=a_county_clerk(), person=other, now=at(7, 10, 30))  # who had no meal
    kept.asks(at(7, 11))
    assert kept.marks == marks_by(rider)


def test_what_was_kept_a_moment_after_the_scanner_asked_is_told_the_next_time(station, phone):
    """A hand-out carries the time at which its request came in; it is seen when it is kept."""
    rider = a_rider()
    hand_out = a_hand_out(station, a_code_of(rider), at=at(7, 9, 50))
    kept = Kept(phone)
    kept.asks(at(7, 10))
    redeem_pass(hand_out=hand_out, actor=a_scanner_at(station), now=at(7, 9, 50))
    kept.asks(at(7, 11))
    assert kept.marks == marks_by(rider)


def test_the_control_a_cursor_without_that_moment_would_miss_it(station, phone, monkeypatch):
    monkeypatch.setattr(served_query, "SEEN_WITHIN", timedelta(0))
    rider = a_rider()
    hand_out = a_hand_out(station, a_code_of(rider), at=at(7, 9, 50))
    kept = Kept(phone)
    kept.asks(at(7, 10))
    redeem_pass(hand_out=hand_out, actor=a_scanner_at(station), now=at(7, 9, 50))
    kept.asks(at(7, 11))
    assert kept.marks == set()


def test_many_are_told_a_page_at_a_time_and_nobody_twice_or_never(station, phone, monkeypatch):
    monkeypatch.setattr(served_query, "PAGE", 2)
    riders = [a_rider(f"骑手{number}") for number in range(5)]
    for rider in riders:
        redeem(station, rider, at=at(7))
    kept = Kept(phone)
    kept.asks(at(7, 1))
    assert [len(told.served) for told in kept.answers] == [4, 4, 2]
    assert [told.is_whole for told in kept.answers] == [True, False, False]
    assert kept.marks == set().union(*(marks_by(rider) for rider in riders))


def test_what_happens_between_two_pages_is_told_as_well(station, phone, monkeypatch):
    monkeypatch.setattr(served_query, "PAGE", 2)
    riders = [a_rider(f"骑手{number}") for number in range(4)]
    for rider in riders[:3]:
        redeem(station, rider, at=at(7))
    first = phone.asks(now=at(7, 1)).served
    redeem(station, riders[3], at=at(6, 59))
    second = phone.asks(now=at(7, 2), since=first.cursor).served
    third = phone.asks(now=at(7, 3), since=second.cursor).served
    assert marks_by(riders[3]) <= set(first.served) | set(second.served) | set(third.served)


@pytest.mark.parametrize(
    "cursor",
    ["", "x", "1." * 90, "1.0.breakfast.2026-13-40.0.0.", "1.0.breakfast.2026-10-09.99999999999999999.0.",
     "１.0.breakfast.2026-10-09.0.0.", "1.0.breakfast.2026-10-09.0.0.\n", "null"],
)  # fmt: skip
def test_a_cursor_that_is_none_of_ours_means_from_the_beginning(station, phone, cursor):
    redeem(station, a_rider(), at=at(7))
    told = phone.asks(now=at(7, 1), since=cursor).served
    assert (told.is_whole, len(told.served)) == (True, 2)


def test_on_the_next_day_and_in_the_next_epoch_everything_begins_anew(station, phone):
    redeem(station, a_rider(), at=at(7))
    kept = Kept(phone)
    kept.asks(at(7, 1))
    raise_epoch(actor=COMMAND_LINE, reason="从备份恢复", now=at(7, 2))
    kept.asks(at(7, 3))
    assert kept.answers[-1].is_whole
    kept.asks(at(7, day=10))
    assert (kept.answers[-1].is_whole, kept.marks) == (True, set())


def test_no_cursor_is_longer_than_one_may_send(phone):
    assert len(phone.asks(now=at(7)).served.cursor) < CURSOR_LENGTH_MAX
