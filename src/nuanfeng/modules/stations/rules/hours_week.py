"""Hours as lines for people: 周一至周五 8:30–17:30, 周六 9:00–12:00, 节假日休息."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from nuanfeng.modules.stations.rules.hours import WorkCalendar, open_spans, open_spans_between
from nuanfeng.modules.stations.rules.hours_sentence import clock_words

Span = tuple[str, str]
WHOLE_DAY: tuple[Span, ...] = (("0:00", "24:00"),)
HALF_DAY = timedelta(hours=12)
# An ordinary week is one in which no day is special.
_NO_CALENDAR = WorkCalendar()


@dataclass(frozen=True)
class DayHours:
    """One coming day: its spans ("8:30", "17:30"), and whether the calendar makes it special."""

    day: date
    spans: tuple[Span, ...]
    is_holiday: bool = False
    is_worked_weekend: bool = False

    @property
    def is_whole_day(self) -> bool:
        return self.spans == WHOLE_DAY


@dataclass(frozen=True)
class WeekLine:
    """Days of the week that follow each other and have the same hours; 0 is Monday."""

    first: int
    last: int
    spans: tuple[Span, ...]

    @property
    def is_whole_week(self) -> bool:
        return (self.first, self.last) == (0, 6)

    @property
    def is_whole_day(self) -> bool:
        return self.spans == WHOLE_DAY


def week_ahead(hours: str, today: date, calendar: WorkCalendar) -> list[DayHours]:
    """The next seven days as they will be, holidays included; empty where nobody knows."""
    if open_spans(hours, today, calendar) is None:
        return []
    return [
        DayHours(
            day,
            _day_spans(hours, day, calendar),
            is_holiday=day in calendar.holidays,
            is_worked_weekend=day in calendar.worked_weekends,
        )
        for day in (today + timedelta(days=ahead) for ahead in range(7))
    ]


def week_lines(hours: str, today: date) -> list[WeekLine]:
    """The ordinary week of this part of the year, days with the same hours in one line."""
    monday = today - timedelta(days=today.weekday())
    if open_spans(hours, monday, _NO_CALENDAR) is None:
        return []
    lines: list[WeekLine] = []
    for weekday in range(7):
        spans = _day_spans(hours, monday + timedelta(days=weekday), _NO_CALENDAR)
        if lines and lines[-1].spans == spans:
            lines[-1] = WeekLine(lines[-1].first, weekday, spans)
        else:
            lines.append(WeekLine(weekday, weekday, spans))
    return lines


def rests_on_holidays(hours: str) -> bool:
    """Whether the place shuts on public holidays that it would otherwise be open on."""
    day = date(2026, 1, 5)
    ordinary = [open_spans(hours, day + timedelta(days=ahead), _NO_CALENDAR) for ahead in range(7)]
    all_holidays = WorkCalendar(holidays=tuple(day + timedelta(days=ahead) for ahead in range(7)))
    return any(ordinary) and not any(
        open_spans(hours, day + timedelta(days=ahead), all_holidays) for ahead in range(7)
    )


def _day_spans(hours: str, day: date, calendar: WorkCalendar) -> tuple[Span, ...]:
    """The day's openings, each whole: one that runs past midnight ends the next morning."""
    midnight = datetime.combine(day, time())
    night = midnight + timedelta(days=1)
    around = open_spans_between(hours, midnight - HALF_DAY, night + HALF_DAY, calendar) or ()
    if any(start <= midnight and end >= night for start, end in around):
        return WHOLE_DAY
    spans: list[Span] = []
    for start, end in around:
        if start >= night or end <= midnight or (start < midnight and end <= midnight + HALF_DAY):
            continue
        stop = "24:00" if end in (night, night + HALF_DAY) else clock_words(end)
        spans.append((clock_words(max(start, midnight)), stop))
    return tuple(spans)
