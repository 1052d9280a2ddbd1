"""What figures mean and how far back a page may look. Plain values in, an answer out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from nuanfeng.kernel.errors import N_, Refusal

DAYS_SHOWN = 30
PERIOD_DAYS_MAX = 92
EXPORT_ROWS_MAX = 20_000
# About a hundred sheets of A4.
PRINT_ROWS_MAX = 5_000
# As long as a hand-out knows its station.
PLACES_KEPT_DAYS = 30
# As long as a hand-out knows its person.
PEOPLE_KEPT_DAYS = 90
# These days are counted from their rows whenever a page is shown: they still move.
LIVE_DAYS = 2

FIRST_AFTER_LAST = Refusal("first_after_last", N_("The first day lies after the last one."))
PERIOD_TOO_LONG = Refusal(
    "period_too_long", N_("At most %(days)s days at once. Choose a shorter time."), {"days": PERIOD_DAYS_MAX}
)
TOO_MANY_ROWS = Refusal(
    "too_many_rows",
    N_("That would be more than %(rows)s rows in one table. Choose fewer days or one station."),
    {"rows": EXPORT_ROWS_MAX},
)


TOO_MANY_TO_PRINT = Refusal(
    "too_many_to_print",
    N_("That would be more than %(rows)s lines on paper. Choose fewer days or one station, or take Excel."),
    {"rows": PRINT_ROWS_MAX},
)
NO_SUCH_FILTER = Refusal(
    "no_such_filter", N_("The list cannot be shown like this. Put right what is marked below.")
)


class Counted(Protocol):
    """The counts of one station, programme and service day."""

    @property
    def counted(self) -> int: ...

    @property
    def extra(self) -> int: ...

    @property
    def guest(self) -> int: ...

    @property
    def void(self) -> int: ...

    @property
    def gave_anyway(self) -> int: ...

    @property
    def already(self) -> int: ...

    @property
    def other_amber(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts added up. A guest, an extra and a counted hand-out are each one meal; a void is none."""

    counted: int = 0
    extra: int = 0
    guest: int = 0
    void: int = 0
    gave_anyway: int = 0
    already: int = 0
    other_amber: int = 0

    @property
    def meals(self) -> int:
        """What left the tables."""
        return self.counted + self.extra + self.guest

    @property
    def hand_outs(self) -> int:
        """Every row of a hand-out, the undone ones as well."""
        return self.meals + self.void


def totals_of(figures: Iterable[Counted]) -> Totals:
    """The sum of many days and places."""
    names = Totals.__slots__
    sums = dict.fromkeys(names, 0)
    for figure in figures:
        for name in names:
            sums[name] += getattr(figure, name)
    return Totals(**sums)


def period_until(last: date, days: int = DAYS_SHOWN) -> tuple[date, date]:
    """The first and the last of so many days."""
    return last - timedelta(days=days - 1), last


def days_between(first: date, last: date) -> list[date]:
    """Every day from the first to the last, both included."""
    return [first + timedelta(days=step) for step in range((last - first).days + 1)]


def live_since(today: date) -> date:
    """The first day that still moves."""
    return today - timedelta(days=LIVE_DAYS - 1)


def days_where_places_are_known(today: date) -> date:
    """The first day whose hand-outs still say where they were."""
    return today - timedelta(days=PLACES_KEPT_DAYS)


def days_where_people_are_known(today: date) -> date:
    """The first day whose hand-outs still say whose they were."""
    return today - timedelta(days=PEOPLE_KEPT_DAYS)


def refusal_to_show(first: date, last: date) -> Refusal | None:
    """Why these days cannot be shown together."""
    if first > last:
        return FIRST_AFTER_LAST
    return PERIOD_TOO_LONG if (last - first).days >= PERIOD_DAYS_MAX else None


def refusal_to_print(rows: int) -> Refusal | None:
    """Why a list is too long for paper."""
    return TOO_MANY_TO_PRINT if rows > PRINT_ROWS_MAX else None


def refusal_to_export(rows: int) -> Refusal | None:
    """Why a list is too long for one workbook; cutting it off silently would be a wrong figure."""
    return TOO_MANY_ROWS if rows > EXPORT_ROWS_MAX else None
