"""Periods cut the calendar into stretches that neither overlap nor leave a gap, whatever the rules are."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuanfeng.modules.benefits.rules.periods import (
    DAY,
    FROM_THE_BEGINNING,
    MONTH,
    ONCE,
    PERIODS,
    WEEK,
    YEAR,
    Rule,
    next_start,
    period_end,
    period_start,
    refusal_of_rule,
    refusal_to_begin,
    rule_on,
)

A_DAY = timedelta(days=1)
days = st.dates(date(2024, 1, 1), date(2029, 12, 31))


@st.composite
def histories(draw: st.DrawFn) -> list[Rule]:
    """Versions as the county can make them: each begins where a period of the one before ends."""
    rules = [Rule(FROM_THE_BEGINNING, draw(st.sampled_from([*PERIODS])))]
    today = draw(days)
    for _version in range(draw(st.integers(0, 3))):
        begins = next_start(rules, today=today)
        if begins is None:
            break
        rules.append(Rule(begins, draw(st.sampled_from([*PERIODS]))))
        today = begins + timedelta(days=draw(st.integers(0, 400)))
    return rules


@given(rules=histories(), day=days)
def test_every_day_lies_in_the_one_period_that_it_names(rules, day):
    start, end = period_start(rules, day), period_end(rules, day)

    assert start <= day < (end or date.max)
    assert period_start(rules, start) == start
    if end is not None:
        assert period_start(rules, end) == end
        assert period_start(rules, end - A_DAY) == start


@given(rules=histories(), day=days)
def test_no_period_reaches_over_two_versions(rules, day):
    assert rule_on(rules, period_start(rules, day)) == rule_on(rules, day) or rule_on(rules, day) == rules[0]
    end = period_end(rules, day)
    assert end is None or rule_on(rules, end - A_DAY) == rule_on(rules, day)


@given(rules=histories(), day=days)
def test_a_change_leaves_the_running_period_and_all_before_as_they_were(rules, day):
    begun = [rule for rule in rules if rule.starts_on <= day]
    begins = next_start(begun, today=day)
    if begins is None:
        return
    changed = [*begun, Rule(begins, DAY)]
    for before in range(60):
        then = begins - A_DAY - timedelta(days=before)
        assert period_start(changed, then) == period_start(begun, then)


@pytest.mark.parametrize(
    ("period", "start", "end"),
    [
        (DAY, date(2026, 10, 9), date(2026, 10, 10)),
        (WEEK, date(2026, 10, 5), date(2026, 10, 12)),
        (MONTH, date(2026, 10, 1), date(2026, 11, 1)),
        (YEAR, date(2026, 1, 1), date(2027, 1, 1)),
        (ONCE, FROM_THE_BEGINNING, None),
    ],
)
def test_the_periods_of_a_friday_in_october(period, start, end):
    rules, friday = [Rule(FROM_THE_BEGINNING, period)], date(2026, 10, 9)
    assert (period_start(rules, friday), period_end(rules, friday)) == (start, end)


def test_december_ends_with_the_year_and_february_with_its_last_day():
    rules = [Rule(FROM_THE_BEGINNING, MONTH)]
    assert period_end(rules, date(2026, 12, 31)) == date(2027, 1, 1)
    assert period_end(rules, date(2028, 2, 29)) == date(2028, 3, 1)


def test_a_programme_without_a_version_is_for_everybody_once_a_day():
    assert period_start([], date(2026, 10, 9)) == date(2026, 10, 9)
    assert rule_on([], date(2026, 10, 9)).is_for("truck_driver")


def test_a_change_cannot_begin_within_a_week_nor_today():
    weekly, friday = [Rule(FROM_THE_BEGINNING, WEEK)], date(2026, 10, 9)
    for wrong in (friday, date(2026, 10, 10), date(2026, 10, 14)):
        refusal = refusal_to_begin(weekly, starts_on=wrong, today=friday)
        assert refusal.params == {"day": "2026-10-12"}
    assert refusal_to_begin(weekly, starts_on=date(2026, 10, 12), today=friday) is None
    assert refusal_to_begin(weekly, starts_on=date(2026, 10, 19), today=friday) is None


def test_what_is_given_once_needs_an_end_and_keeps_its_rule():
    said = {"period": ONCE, "kinds_of_work": [], "known": ["rider"]}
    assert refusal_of_rule(**said, ends_on=None).code == "once_needs_an_end"
    assert refusal_of_rule(**said, ends_on=date(2026, 12, 31)) is None
    rules = [Rule(FROM_THE_BEGINNING, ONCE)]
    assert refusal_to_begin(rules, starts_on=date(2027, 1, 1), today=date(2026, 10, 9)).code == "rule_stays"


def test_no_rule_asks_for_anything_but_the_kind_of_work():
    """Never points, membership or employer (care-and-privacy): a version has no place for them."""
    assert set(Rule.__dataclass_fields__) == {"starts_on", "period", "kinds_of_work"}
