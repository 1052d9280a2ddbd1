"""Which days are holidays and which weekends are worked, as the county knows it.

The country's calendar comes from the `holidays` package, which agrees with the State Council's
notices; rows of `CalendarDay` stand above it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

import holidays
from django.conf import settings

from nuanfeng.kernel.models import CalendarDay

DayKind = Literal["holiday", "workday"]


@lru_cache(maxsize=32)
def _country_year(country: str, year: int) -> dict[date, DayKind]:
    known = holidays.country_holidays(country, years=year)
    kinds: dict[date, DayKind] = dict.fromkeys(known, "holiday")
    weekends = [day for day in _days_of(year) if day.weekday() >= 5]
    for day in weekends:
        if known.is_working_day(day):
            kinds[day] = "workday"
    # A notice names a break from its first to its last day, weekends included; the package lists
    # only the days that are off beyond the weekend. Twice, for a Saturday and its Sunday.
    for day in weekends + weekends[::-1]:
        beside = (day - timedelta(days=1), day + timedelta(days=1))
        if any(kinds.get(near) == "holiday" for near in beside):
            kinds.setdefault(day, "holiday")
    return kinds


def _days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


def day_kinds(first: date, last: date) -> dict[date, DayKind]:
    """The days from `first` to `last`, both included, that differ from an ordinary week."""
    kinds: dict[date, DayKind] = {}
    for year in range(first.year, last.year + 1):
        for day, kind in _country_year(settings.NUANFENG_COUNTRY, year).items():
            if first <= day <= last:
                kinds[day] = kind
    for edited in CalendarDay.objects.filter(day__range=(first, last)):
        kinds[edited.day] = "holiday" if edited.kind == "holiday" else "workday"
    return kinds


@dataclass(frozen=True)
class Stretch:
    """Days in a row that are treated alike. `own` is the county's row, None for the country's days."""

    first: date
    last: date
    kind: DayKind
    own: CalendarDay | None = None


def stretches(first: date, last: date) -> list[Stretch]:
    """The days in force from `first` to `last`, those in a row together, the county's own apart."""
    own = {row.day: row for row in CalendarDay.objects.filter(day__range=(first, last))}
    found: list[Stretch] = []
    for day, kind in sorted(day_kinds(first, last).items()):
        before = found[-1] if found else None
        is_next = before and before.own is None and before.last == day - timedelta(days=1)
        if before and is_next and before.kind == kind and day not in own:
            found[-1] = Stretch(before.first, day, kind)
        else:
            found.append(Stretch(day, day, kind, own.get(day)))
    return found


def is_working_day(day: date) -> bool:
    """Whether offices work on this day: weekdays without holidays, and worked weekends."""
    kind = day_kinds(day, day).get(day)
    return kind == "workday" if kind else day.weekday() < 5
