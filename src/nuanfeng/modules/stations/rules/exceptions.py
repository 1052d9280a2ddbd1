"""Other hours for some days: a holiday, summer hours, a repair. They stand above the week on their days."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from nuanfeng.kernel.errors import N_, Refusal
from nuanfeng.modules.stations.rules.hours import hours_on_days, knows_seasons, refusal_to_keep_hours

DAYS_MOST, DAYS_AHEAD_MOST, RUNNING_MOST = 200, 400, 30
ENDS_BEFORE_IT_BEGINS = Refusal(
    "exception_ends_before_it_begins", N_("The last day comes before the first. Please swap them.")
)
IS_OVER = Refusal("exception_is_over", N_("These days are over already."))
TOO_LONG = Refusal("exception_too_long", N_("This is more than half a year. Change the usual hours."))
TOO_FAR = Refusal("exception_too_far", N_("This is more than a year ahead. Enter it later."))
NAMES_MONTHS = Refusal(
    "exception_names_months", N_("Choose the days by date; the hours are times of the day.")
)
TOO_MANY = Refusal("exceptions_too_many", N_("There are 30 of these already. Take off what no longer holds."))


@dataclass(frozen=True)
class OtherHours:
    """The days, and the hours on them as OSM; empty hours: closed."""

    first: date
    last: date
    hours: str = ""
    reason: str = ""

    def covers(self, day: date) -> bool:
        """Whether it holds on this day."""
        return self.first <= day <= self.last


def refusal_to_except(other: OtherHours, *, today: date, running: int) -> Refusal | None:
    """Why these hours cannot stand above the week's; None where they can."""
    if other.last < other.first:
        return ENDS_BEFORE_IT_BEGINS
    if other.last < today:
        return IS_OVER
    if other.last - other.first >= timedelta(days=DAYS_MOST):
        return TOO_LONG
    if other.first - today > timedelta(days=DAYS_AHEAD_MOST):
        return TOO_FAR
    if other.hours and knows_seasons(other.hours):
        return NAMES_MONTHS
    return TOO_MANY if running >= RUNNING_MOST else refusal_to_keep_hours(other.hours)


def hours_with(hours: str, exceptions: Iterable[OtherHours]) -> str:
    """The week and what stands above it as one OSM string; the later in order wins where two overlap."""
    above = [hours_on_days(other.hours, other.first, other.last) for other in exceptions]
    return "; ".join([hours or "unknown", *above]) if above else hours


def hours_on(hours: str, exceptions: Sequence[OtherHours], day: date) -> str:
    """The hours that decide on one day; unknown ones stay unknown on days without an exception."""
    if not hours and not any(other.covers(day) for other in exceptions):
        return ""
    near = (day - timedelta(days=1), day)
    return hours_with(hours, [other for other in exceptions if any(map(other.covers, near))])
