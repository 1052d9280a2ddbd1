"""Service days, trusted clocks, settled days: values in, an answer out."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuanfeng.modules.benefits.rules.choices import (
    HandOut,
    Line,
    is_frozen,
    settled_statuses,
)
from nuanfeng.modules.benefits.rules.days import refusal_to_run, service_date, serving, trusted_time
from nuanfeng.modules.benefits.rules.outcomes import sentence_for
from nuanfeng.modules.benefits.tests.builders import at

THREE = time(3)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (at(0, 30), date(2026, 10, 8)),
        (at(2, 59, 59), date(2026, 10, 8)),
        (at(3), date(2026, 10, 9)),
        (at(23, 59), date(2026, 10, 9)),
        (at(0, 30, day=1), date(2026, 9, 30)),
    ],
)
def test_the_day_begins_at_three(moment, day):
    assert service_date(moment, THREE) == day


@given(st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2040, 1, 1)))  # noqa: DTZ001
def test_every_moment_falls_on_the_day_whose_morning_is_less_than_a_day_away(moment):
    begins = datetime.combine(service_date(moment, THREE), THREE)
    assert timedelta(0) <= moment - begins < timedelta(days=1)


@pytest.mark.parametrize(
    ("off", "trusted"),
    [
        (timedelta(minutes=5), True),
        (timedelta(minutes=5, seconds=1), False),
        (timedelta(hours=-72), True),
        (timedelta(hours=-72, seconds=-1), False),
    ],
)
def test_a_scanners_clock_counts_where_it_can_be_right(off, trusted):
    now = at(7)
    assert (trusted_time(now + off, now) == now + off) is trusted


def test_a_programme_is_served_now_later_or_no_more():
    spans = [(datetime(2026, 10, 9, 6, 30), datetime(2026, 10, 9, 9))]  # noqa: DTZ001
    assert [serving(at(hour), spans).is_serving for hour in (6, 7, 9)] == [False, True, False]
    assert [serving(at(hour), spans).ends is None for hour in (6, 7, 9)] == [False, False, True]


def test_a_programme_runs_from_its_first_to_its_last_day():
    span = {"is_active": True, "starts_on": date(2026, 10, 1), "ends_on": date(2026, 10, 9)}
    days = [date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 9), date(2026, 10, 10)]
    refused = [refusal_to_run(service_date=day, **span) is not None for day in days]
    assert refused == [True, False, False, True]
    assert refusal_to_run(service_date=days[1], **{**span, "is_active": False})


rows = st.lists(
    st.tuples(
        st.integers(0, 5).map(lambda minute: at(7, minute)),
        st.integers(1, 10**6).map(lambda number: UUID(int=number)),
        st.sampled_from(["counted", "extra", "void", "guest"]),
    ),
    unique_by=lambda row: row[1],
    max_size=8,
)


@given(rows, st.randoms())
def test_which_hand_out_counts_does_not_depend_on_the_order_of_arrival(kept, chance):
    shuffled = list(kept)
    chance.shuffle(shuffled)

    settled = settled_statuses(kept)

    assert settled == settled_statuses(shuffled)
    standing = [row for row in kept if row[2] in ("counted", "extra")]
    assert set(settled) == {number for _at, number, _status in standing}
    assert list(settled.values()).count("counted") == bool(standing)


def test_a_day_older_than_a_week_stays_as_it_was_reported():
    assert not is_frozen(date(2026, 10, 2), date(2026, 10, 9))
    assert is_frozen(date(2026, 10, 1), date(2026, 10, 9))


SAID = HandOut(UUID(int=1), 3, "breakfast", (Line("bun", 2), Line("soy_milk", 1)), at(7), "NF1:ABC")


def test_a_message_is_the_same_whatever_its_number_and_the_order_of_its_lines():
    same = HandOut(UUID(int=2), 3, "breakfast", SAID.lines[::-1], at(7), "NF1:ABC")
    assert same.digest() == SAID.digest()


@pytest.mark.parametrize(
    "other",
    [
        HandOut(SAID.id, 4, "breakfast", SAID.lines, SAID.at, SAID.code),
        HandOut(SAID.id, 3, "supper", SAID.lines, SAID.at, SAID.code),
        HandOut(SAID.id, 3, "breakfast", SAID.lines[:1], SAID.at, SAID.code),
        HandOut(SAID.id, 3, "breakfast", SAID.lines, at(7, 1), SAID.code),
        HandOut(SAID.id, 3, "breakfast", SAID.lines, SAID.at, "NF1:ABD"),
        HandOut(SAID.id, 3, "breakfast", SAID.lines, SAID.at, SAID.code, give_anyway=True),
        HandOut(SAID.id, 3, "breakfast", SAID.lines, SAID.at, SAID.code, reason="hungry"),
    ],
)
def test_another_message_has_another_digest(other):
    assert other.digest() != SAID.digest()


def test_already_says_the_time_and_whether_it_was_yesterday():
    msgid, params = sentence_for("already", at=at(6, 5), here=at(8))
    assert msgid % params == "Collected already today at 6:05"
    msgid, params = sentence_for("already", at=at(18), here=at(0, 30, day=10))
    assert msgid % params == "Collected already yesterday at 18:00"
    msgid, params = sentence_for("already", at=at(18, day=5), here=at(8))
    assert msgid % params == "Collected already on 10-5"
    assert sentence_for("already", here=at(8))[0] == "Collected already in this period"
