"""Other hours for some days: as they count, and as people read them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import formats
from django.utils.translation import gettext, pgettext

from nuanfeng.modules.stations.models import HoursException
from nuanfeng.modules.stations.queries.week import HoursLine, hours_lines
from nuanfeng.modules.stations.rules.exceptions import OtherHours

Exceptions = Mapping[int, Sequence[OtherHours]]
SHOWN_AHEAD = timedelta(days=30)


@dataclass(frozen=True)
class OtherHoursLine:
    """Which days, what holds on them and why, in the reader's words."""

    pk: int
    days: str
    hours: str
    reason: str
    is_today: bool

    def as_hours(self) -> HoursLine:
        """A line of the week's table, with its reason behind the hours."""
        return HoursLine(self.days, f"{self.hours} · {self.reason}" if self.reason else self.hours)


def exceptions_from(day: date) -> Exceptions:
    """What ends on this day or later, for each station, the later made last: one query."""
    found: defaultdict[int, list[OtherHours]] = defaultdict(list)
    rows = HoursException.objects.filter(last_day__gte=day).order_by("made_at", "pk")
    columns = ("station_id", "first_day", "last_day", "hours", "reason")
    for number, first, last, hours, reason in rows.values_list(*columns):
        found[number].append(OtherHours(first, last, hours, reason))
    return found


def other_hours_of(station_id: int, *, today: date, ahead: timedelta = SHOWN_AHEAD) -> list[OtherHoursLine]:
    """What runs or begins within 30 days, the nearest first."""
    rows = HoursException.objects.filter(station_id=station_id, last_day__gte=today)
    return [
        _line(kept, today) for kept in rows.filter(first_day__lte=today + ahead).order_by("first_day", "pk")
    ]


def _line(kept: HoursException, today: date) -> OtherHoursLine:
    return OtherHoursLine(
        kept.pk,
        days_in_words(kept.first_day, kept.last_day),
        _hours_in_words(kept),
        kept.reason,
        kept.first_day <= today <= kept.last_day,
    )


def days_in_words(first: date, last: date) -> str:
    """11月25日, or 11月25日 to 11月27日."""
    words = [formats.date_format(day, pgettext("day of the year", "j F")) for day in (first, last)]
    if first == last:
        return words[0]
    return gettext("%(first)s to %(last)s") % {"first": words[0], "last": words[1]}


def _hours_in_words(kept: HoursException) -> str:
    if not kept.hours:
        return gettext("closed")
    lines = hours_lines(kept.hours, today=kept.first_day)
    if len(lines) == 1:
        return lines[0].hours
    return gettext("; ").join(f"{line.days} {line.hours}" for line in lines)
