"""Many times in one go."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuanfeng.kernel.errors import Refused
from nuanfeng.modules.bookings.models import Slot
from nuanfeng.modules.bookings.rules import Series, period_of, refusal_to_lay_out
from nuanfeng.modules.bookings.tests.builders import NOW, SATURDAY, a_clinic, a_health_package, a_rider, at
from nuanfeng.modules.bookings.usecases import open_slots
from nuanfeng.modules.organisations.api import COMMAND_LINE

series = st.builds(
    Series,
    first_day=st.dates(date(2026, 1, 1), date(2026, 3, 1)),
    last_day=st.dates(date(2026, 1, 1), date(2026, 6, 1)),
    begins=st.times(),
    ends=st.times(),
    every=st.integers(-5, 2000).map(lambda minutes: timedelta(minutes=minutes)),
)


@given(series, st.integers(-1, 600))
def test_a_series_that_is_not_refused_has_times_that_fit_and_never_meet(laid, places):
    if refusal_to_lay_out(laid, places=places) is not None:
        return
    starts = list(laid.starts())
    assert 1 <= len(starts) <= 500
    assert len(set(starts)) == len(starts)
    assert all(laid.begins <= at <= laid.ends for _day, at in starts)


def test_a_morning_in_quarters_of_an_hour():
    laid = Series(SATURDAY, SATURDAY + timedelta(days=1), time(9), time(10), timedelta(minutes=15))
    assert len(list(laid.starts())) == 8
    assert refusal_to_lay_out(laid, places=4) is None


@pytest.mark.parametrize(
    ("laid", "places", "code"),
    [
        (Series(SATURDAY, SATURDAY, time(9), time(9), timedelta(minutes=15)), 4, "no_slot_fits"),
        (Series(SATURDAY, date(2026, 10, 9), time(9), time(10), timedelta(minutes=15)), 4, "no_slot_fits"),
        (Series(SATURDAY, date(2026, 12, 31), time(8), time(18), timedelta(minutes=5)), 4, "too_many_slots"),
        (Series(SATURDAY, SATURDAY, time(9), time(10), timedelta(minutes=15)), 0, "places_wrong"),
    ],
)
def test_an_empty_or_endless_series_is_refused_with_its_reason(laid, places, code):
    assert refusal_to_lay_out(laid, places=places).code == code


def test_a_period_is_the_year_of_the_day_or_ever():
    assert (period_of("year", date(2026, 12, 31)), period_of("once", SATURDAY)) == ("2026", "once")


@pytest.mark.django_db
def test_the_same_series_again_opens_nothing_and_what_is_past_is_left_out():
    offer, venue = a_health_package(), a_clinic()
    laid = Series(NOW.date(), NOW.date(), time(9), time(15), timedelta(hours=1))
    known = {"offer_id": offer.pk, "venue_id": venue.pk, "series": laid, "places": 2, "actor": COMMAND_LINE}
    assert open_slots(now=NOW, **known) == 2, "13:00 and 14:00; noon has begun"
    assert open_slots(now=NOW, **known) == 0
    assert Slot.objects.count() == 2
    with pytest.raises(Refused):
        open_slots(now=at(9), **known)


@pytest.mark.django_db
def test_only_the_county_opens_times():
    offer, venue = a_health_package(), a_clinic()
    laid = Series(SATURDAY, SATURDAY, time(9), time(10), timedelta(hours=1))
    with pytest.raises(Refused) as no:
        open_slots(
            offer_id=offer.pk, venue_id=venue.pk, series=laid, places=2, actor=a_rider(), now=NOW
        )  # fmt: skip
    assert no.value.refusal.code == "only_county_staff"
