"""Numbers, nicknames and the limits of codes."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuanfeng.modules.people import rules
from nuanfeng.modules.people.tests.builders import NOON


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("13800138000", "+8613800138000"),
        (" 138 0013-8000 ", "+8613800138000"),
        ("１３８００１３８０００", "+8613800138000"),
        ("+86 138 0013 8000", "+8613800138000"),
        ("008613800138000", "+8613800138000"),
        ("+852 6123 4567", "+85261234567"),
        ("+1 201 555 0123", "+12015550123"),
        ("0731-84011234", ""),
        ("1380013800", ""),
        ("12345", ""),
        ("", ""),
        ("无", ""),
        ("+86 138 0013 8000 ext. 5", ""),
    ],
)
def test_a_number_is_read_however_it_is_typed(typed, kept):
    assert rules.e164(typed, country="CN") == kept


def test_the_demo_takes_numbers_that_belong_to_nobody():
    assert rules.e164("10000000001", country="CN") == ""
    assert rules.e164("10000000001", country="CN", is_demo=True) == "+8610000000001"


@given(st.text(max_size=40))
def test_no_text_breaks_the_number_field(text):
    assert isinstance(rules.e164(text, country="CN"), str)


def test_staff_see_too_little_of_a_number_to_call_it():
    assert rules.masked("+8613800138000") == "138 **** 8000"
    assert rules.grouped("+8613800138000") == "138 0013 8000"
    assert rules.grouped("+85261234567") == "+852 6123 4567"
    assert rules.masked("") == ""


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  阿强 ", "阿强"),
        ("ئەكبەر", "ئەكبەر"),
        ("Ana\u200b\u0000 Lu", "Ana Lu"),
        ("\u202e", ""),
        ("བསོད་ནམས", "བསོད་ནམས"),
    ],
)
def test_a_nickname_of_any_script_without_marks_that_nobody_sees(typed, kept):
    assert rules.clean_nickname(typed) == kept


def _at(**ago):
    return NOON - timedelta(**ago)


@pytest.mark.parametrize(
    ("sent", "wait"),
    [
        ([], None),
        ([_at(seconds=30)], 30),
        ([_at(seconds=60)], None),
        ([_at(minutes=n * 10 + 5) for n in range(5)], 15 * 60),
        ([_at(minutes=n * 12) for n in range(1, 6)], None),
        ([_at(hours=n * 2 + 2) for n in range(10)], 4 * 3600),
        ([_at(hours=24), *(_at(hours=n * 2 + 2) for n in range(9))], None),
    ],
    ids=[
        "first",
        "half a minute",
        "a minute",
        "five an hour",
        "the hour is over",
        "ten a day",
        "the day is over",
    ],
)
def test_one_code_a_minute_five_an_hour_ten_a_day(sent, wait):
    refusal = rules.refusal_to_send_code(sent=sent, now=NOON)
    assert (refusal.params["wait_seconds"] if refusal else None) == wait


def test_a_busy_address_is_slowed_down_and_never_shut_out():
    free = rules.seconds_to_pause(recent=19, pausing_since=None, now=NOON)
    busy = rules.seconds_to_pause(recent=500, pausing_since=None, now=NOON)
    after_waiting = rules.seconds_to_pause(recent=500, pausing_since=_at(seconds=20), now=NOON)
    forged = rules.seconds_to_pause(recent=500, pausing_since=NOON + timedelta(days=1), now=NOON)

    assert (free, busy, after_waiting, forged) == (0, 20, 0, 20)
