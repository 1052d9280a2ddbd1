"""What is done once more where somebody else wanted the same row in the same moment."""

from collections.abc import Callable
from typing import TypeVar

from django.db import IntegrityError, OperationalError

TRIES_MAX = 5

Got = TypeVar("Got")


def try_again(*, act: Callable[[], Got]) -> Got:
    """What `act` gives; it is a whole unit of work, and the next look sees what the other one did."""
    for tries_left in reversed(range(TRIES_MAX)):
        try:
            return act()
        except (IntegrityError, OperationalError) as problem:
            if not tries_left or not _is_passing(problem):
                raise
    raise AssertionError("the last try returns or raises")


def _is_passing(problem: Exception) -> bool:
    """Whether two wanted the same at once, and not that the database is away."""
    return isinstance(problem, IntegrityError) or "deadlock" in str(problem).lower()
