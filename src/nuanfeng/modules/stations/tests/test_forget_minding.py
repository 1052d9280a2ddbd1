"""Turns and notes are kept for 30 days."""

from datetime import timedelta

import pytest

from nuanfeng.modules.stations.models import DutyTurn, HandOverNote
from nuanfeng.modules.stations.tests.builders import NOON, a_master_of, a_station
from nuanfeng.modules.stations.usecases import forget_minding

pytestmark = pytest.mark.django_db


def test_turns_and_notes_a_day_too_old_go_and_a_day_younger_stay():
    station = a_station()
    master = a_master_of(station)
    for days in (31, 29):
        then = NOON - timedelta(days=days)
        DutyTurn.objects.create(
            station=station, person=master, starts_at=then - timedelta(hours=4), ends_at=then
        )
        HandOverNote.objects.create(station=station, person=master, text="水壶在漏", at=then)

    assert forget_minding(now=NOON) == 2

    assert DutyTurn.objects.get().ends_at == NOON - timedelta(days=29)
    assert HandOverNote.objects.get().at == NOON - timedelta(days=29)
