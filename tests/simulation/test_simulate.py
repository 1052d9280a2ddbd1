"""Made-up histories end well, and a fault that is planted in the server or in a phone is found."""

import pytest
from django.db import connection

from simulation.names import FAULTS
from simulation.run import Ended, run

HISTORIES, FOUND_WITHIN = 200, 20


@pytest.fixture(scope="module", autouse=True)
def _embedded() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("histories run on an embedded database in memory, whatever the county uses")


@pytest.fixture(scope="module")
def spoiled() -> list[Ended]:
    """Each fault, planted until a history finds it."""
    return run(seeds=FOUND_WITHIN, faults=list(FAULTS))


def test_whatever_fails_every_promise_holds():
    ended = run(seeds=HISTORIES)
    assert len(ended) == HISTORIES + 1  # and the morning without a server, I9
    assert [(one["seed"], one["broken"]) for one in ended if one["broken"]] == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(fault, spoiled):
    found = [one for one in spoiled if one["fault"] == fault and one["broken"]]
    assert len(found) == 1
    assert found[0]["history"]


def test_a_history_is_the_same_each_time():
    first, second = (run(seeds=3, first=7, faults=["clock-ignored"]) for _time in range(2))
    assert first == second
