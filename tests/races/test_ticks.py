"""Two who mind a station tick the same duty in the same second."""

from threading import Barrier

import pytest
from django.db import IntegrityError

from nuanfeng.kernel.db import bookkeeping
from nuanfeng.modules.stations.models import Duty, DutyDone
from nuanfeng.modules.stations.tests.builders import NOON, a_master_of, a_station, a_volunteer_at
from nuanfeng.modules.stations.usecases import do_duty
from tests.races.test_two_stations import PATIENCE, ROUNDS, at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cleaning():
    duty, _is_new = Duty.objects.get_or_create(code="sweep", defaults={"name": "扫地", "name_en": "Sweep"})
    return duty


def test_both_are_thanked_and_one_tick_is_kept(cleaning):
    for each in range(ROUNDS):
        station = a_station(f"驿站 {each}")
        people = [a_master_of(station), a_volunteer_at(station)]
        acts = [
            lambda actor=actor, station=station: (
                do_duty(station_id=station.pk, duty="sweep", actor=actor, now=NOON).pk
            )
            for actor in people
        ]
        first, second = at_once(acts)
        assert first == second
        assert DutyDone.objects.filter(station=station).count() == 1


def test_the_control_looking_first_and_ticking_then_is_stopped_by_the_table(cleaning):
    station = a_station()
    both_looked = Barrier(2, timeout=PATIENCE)

    def look_then_tick() -> bool:
        DutyDone.objects.filter(station=station, duty=cleaning, day=NOON.date()).exists()
        both_looked.wait()
        try:
            with bookkeeping():
                DutyDone.objects.create(station=station, duty=cleaning, day=NOON.date(), at=NOON)
        except IntegrityError:
            return False
        return True

    assert sorted(at_once([look_then_tick] * 2)) == [False, True]
