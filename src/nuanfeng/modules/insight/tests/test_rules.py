"""What figures mean, and how far back a page looks."""

from datetime import date

import pytest

from nuanfeng.modules.insight.rules import (
    EXPORT_ROWS_MAX,
    Totals,
    days_between,
    live_since,
    period_until,
    refusal_to_export,
    refusal_to_show,
    totals_of,
)

MARCH = date(2026, 3, 1)


def test_a_guest_and_a_second_one_are_meals_and_an_undone_one_is_none():
    totals = totals_of([Totals(counted=3, extra=1, void=2), Totals(guest=2, counted=1, already=5)])

    assert totals.meals == 7
    assert totals.hand_outs == 9


def test_thirty_days_end_with_the_day():
    first, last = period_until(MARCH)

    assert last == MARCH
    assert len(days_between(first, last)) == 30


def test_yesterday_and_today_still_move():
    assert live_since(MARCH) == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (date(2026, 3, 2), MARCH, "first_after_last"),
        (date(2025, 11, 1), MARCH, "period_too_long"),
        (date(2025, 11, 30), MARCH, None),
        (MARCH, MARCH, None),
    ],
)
def test_which_days_can_be_shown_together(first, last, code):
    refusal = refusal_to_show(first, last)
    assert (refusal and refusal.code) == code


def test_a_table_that_is_too_long_is_refused_and_not_cut_off():
    assert refusal_to_export(EXPORT_ROWS_MAX) is None
    assert refusal_to_export(EXPORT_ROWS_MAX + 1).code == "too_many_rows"
