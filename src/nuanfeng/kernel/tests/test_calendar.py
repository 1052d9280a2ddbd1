"""Working days as the State Council publishes them, with the county's own days on top."""

from datetime import date

import pytest

from nuanfeng.kernel.calendar import day_kinds, is_working_day
from nuanfeng.kernel.models import CalendarDay

pytestmark = pytest.mark.django_db

# State Council notice on the holidays of 2026: Spring Festival 15 to 23 February,
# worked on Saturday 14 and Saturday 28 February.
SPRING_FESTIVAL = date(2026, 2, 15), date(2026, 2, 23)


def test_offices_are_closed_through_spring_festival():
    first, last = SPRING_FESTIVAL
    assert len(day_kinds(first, last)) == 9
    assert set(day_kinds(first, last).values()) == {"holiday"}


@pytest.mark.parametrize("day", [date(2026, 2, 14), date(2026, 2, 28)])
def test_a_make_up_saturday_is_worked(day):
    assert is_working_day(day)


def test_an_ordinary_saturday_is_not_worked_and_an_ordinary_monday_is():
    assert not is_working_day(date(2026, 3, 7))
    assert is_working_day(date(2026, 3, 9))


def test_the_countys_own_day_stands_above_the_countrys():
    CalendarDay.objects.create(day=date(2026, 2, 14), kind="holiday", name="snow")
    assert not is_working_day(date(2026, 2, 14))


def test_a_window_over_new_year_knows_both_years():
    kinds = day_kinds(date(2025, 12, 31), date(2026, 1, 5))
    assert kinds[date(2026, 1, 1)] == "holiday"
    assert kinds[date(2026, 1, 4)] == "workday"
    assert date(2025, 12, 31) not in kinds
