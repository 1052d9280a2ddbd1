"""Two tables, three people with cards, and a database that forgets each history afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from hypothesis import settings

from nuanfeng.kernel.db import bookkeeping
from nuanfeng.modules.benefits.tests.builders import (
    a_card_of_nobody_named,
    a_scanner_at,
    a_station_with_breakfast,
    at,
)
from nuanfeng.modules.passes.api import Scanner

TABLES, PEOPLE = 2, 3


@dataclass(frozen=True)
class HeldCard:
    """What its bearer shows, and the number that can be typed."""

    text: str
    number: str


@dataclass(frozen=True)
class Tables:
    """The phones at the tables, and the cards."""

    scanners: list[Scanner]
    cards: list[HeldCard]

    def table_of(self, station_id: int) -> int:
        """The place of a station in the list."""
        return [scanner.station_id for scanner in self.scanners].index(station_id)


def two_tables_and_three_cards() -> Tables:
    """Two tables that nobody counted yet, a phone at each, and cards without a name."""
    stations = [a_station_with_breakfast(name, buns=None, milks=None) for name in ("北站", "南站")]
    cards = [a_card_of_nobody_named(at=at(5, day=1)) for _person in range(PEOPLE)]
    return Tables(
        [a_scanner_at(station) for station in stations],
        [HeldCard(text, number) for _bearer, text, number in cards],
    )


class _Undo(Exception):
    """Ends a history without keeping it."""


@contextmanager
def undone_afterwards() -> Iterator[None]:
    """What happens inside leaves no row behind."""
    try:
        with bookkeeping():
            yield
            raise _Undo
    except _Undo:
        pass


def a_long_look(*, histories: int = 25, steps: int = 30) -> settings:
    """The same histories in every run: a failure is a change of the code, and the time is known."""
    return settings(
        max_examples=histories, stateful_step_count=steps, derandomize=True, database=None, deadline=None
    )
