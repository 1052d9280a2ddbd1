"""The folded figures are those of the rows, whenever and however often they are folded."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from nuanfeng.modules.benefits.api import cut_hand_outs, figures_of_days
from nuanfeng.modules.benefits.models import Redemption
from nuanfeng.modules.benefits.tests.builders import a_rider
from nuanfeng.modules.insight import usecases
from nuanfeng.modules.insight.invariants import COUNTS, station_days_that_disagree_with_their_rows
from nuanfeng.modules.insight.models import StationDay
from nuanfeng.modules.insight.queries import figures_between
from nuanfeng.modules.insight.rules import totals_of
from nuanfeng.modules.insight.tests.builders import a_morning, a_quiet_station, at, redeem

pytestmark = pytest.mark.django_db
FRIDAY = at(7).date()


def folded() -> list[tuple[int, ...]]:
    """Every folded figure, in order."""
    return list(StationDay.objects.order_by("service_date", "station").values_list("station", *COUNTS))


def test_a_morning_is_counted_as_it_was():
    station = a_morning()

    usecases.fold_figures(now=at(9))

    day = StationDay.objects.get(station=station)
    assert (day.counted, day.extra, day.guest, day.void) == (2, 1, 1, 1)
    assert (day.gave_anyway, day.already, day.other_amber) == (1, 2, 0)


def test_the_folded_figures_are_those_of_the_rows():
    a_morning()
    a_quiet_station()
    a_morning("㮾梨骑手之家", day=12)

    usecases.fold_figures(now=at(9, day=12))

    raw = figures_of_days([FRIDAY, at(7, day=12).date()])
    assert folded() == [(row.station_id, *(getattr(row, name) for name in COUNTS)) for row in raw]


def test_folding_twice_changes_nothing():
    a_morning()
    usecases.fold_figures(now=at(9))
    before = folded()

    usecases.fold_figures(now=at(9))

    assert folded() == before


def test_what_comes_after_the_first_time_is_counted_the_next():
    station = a_morning()
    usecases.fold_figures(now=at(8, 30))
    redeem(station, a_rider("小周"), at=at(8, 45))

    usecases.fold_figures(now=at(9))

    assert StationDay.objects.get(station=station).counted == 3


def test_a_record_that_arrives_days_later_is_counted_on_its_own_day():
    station = a_morning()
    usecases.fold_figures(now=at(9, day=11))
    redeem(station, a_rider("小周"), at=at(8, 45), received=timedelta(hours=55))

    usecases.fold_figures(now=at(16, day=11))

    assert StationDay.objects.get(station=station, service_date=FRIDAY).counted == 3


def test_made_again_the_figures_are_the_same():
    a_morning()
    a_morning("㮾梨骑手之家", day=12)
    usecases.fold_figures(now=at(9, day=12))
    before = folded()

    usecases.rebuild_figures(now=at(10, day=12))

    assert folded() == before


def test_made_again_a_wrong_figure_is_right():
    a_morning()
    usecases.fold_figures(now=at(9))
    before = folded()
    StationDay.objects.update(counted=900)

    usecases.rebuild_figures(now=at(9))

    assert folded() == before


def test_a_day_whose_rows_forgot_the_place_keeps_its_figures():
    a_morning()
    usecases.fold_figures(now=at(9))
    before = folded()
    Redemption.objects.update(station=None)

    usecases.rebuild_figures(now=at(9, day=30))
    usecases.fold_figures(now=at(9))

    assert folded() == before


def test_figures_stay_when_hand_outs_forget_place_and_person():
    a_morning()
    a_morning("㮾梨骑手之家", day=12)
    usecases.fold_figures(now=at(9, day=12))
    before = folded()

    for days in (31, 34, 95, 400):
        later = at(4) + timedelta(days=days)
        usecases.fold_figures(now=later)
        cut_hand_outs(now=later)
        usecases.fold_figures(now=later + timedelta(minutes=1))
        usecases.rebuild_figures(now=later + timedelta(minutes=2))
        assert folded() == before
        assert list(station_days_that_disagree_with_their_rows()) == []
        call_command("verify", stdout=StringIO())

    assert not Redemption.objects.filter(person__isnull=False).exists()


def test_a_page_counts_today_from_its_rows_and_does_not_wait_for_the_next_folding():
    station = a_morning()
    usecases.fold_figures(now=at(8, 30))
    redeem(station, a_rider("小周"), at=at(8, 45))

    assert totals_of(figures_between(FRIDAY, FRIDAY, now=at(8, 46))).counted == 3


def test_the_invariant_sees_a_figure_that_was_changed_by_hand():
    a_morning()
    usecases.fold_figures(now=at(9, day=12))
    assert list(station_days_that_disagree_with_their_rows()) == []

    StationDay.objects.filter(service_date=FRIDAY).update(counted=900)

    assert len(list(station_days_that_disagree_with_their_rows())) == 1
