"""A station's week in words."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from nuanfeng.kernel.errors import N_
from nuanfeng.modules.stations.rules.hours_week import WeekLine, rests_on_holidays, week_lines

DAY_WORDS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


@dataclass(frozen=True)
class HoursLine:
    """Two cells for a table: which days, and what hours."""

    days: str
    hours: str


def hours_lines(hours: str, *, today: date) -> list[HoursLine]:
    """The ordinary week, a line for days that share their hours; empty where nobody knows."""
    lines = [HoursLine(_days(line), _spans(line)) for line in week_lines(hours, today)]
    if lines and rests_on_holidays(hours):
        lines.append(HoursLine(gettext("Public holidays"), gettext("closed")))
    return lines


def _days(line: WeekLine) -> str:
    if line.is_whole_week:
        return gettext("Every day")
    first, last = gettext(DAY_WORDS[line.first]), gettext(DAY_WORDS[line.last])
    if line.first == line.last:
        return first
    if line.last - line.first == 1:
        return gettext("%(first)s and %(last)s") % {"first": first, "last": last}
    return gettext("%(first)s to %(last)s") % {"first": first, "last": last}


def _spans(line: WeekLine) -> str:
    if line.is_whole_day:
        return gettext("24 hours")
    if not line.spans:
        return gettext("closed")
    return gettext(", ").join(f"{start}–{end}" for start, end in line.spans)
