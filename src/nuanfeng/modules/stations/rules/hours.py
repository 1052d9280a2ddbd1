"""When a place is open: OSM `opening_hours` read with the county's own calendar.

The library that evaluates the strings knows no worked weekends and gets Chinese holidays wrong, so
`PH` and worked weekends are written out as dates before it sees them. Two choices are made here:

- on a worked Saturday or Sunday a place that is shut on that day of the week keeps the hours of the
  nearest weekday; one that has hours of its own for that day keeps those;
- a rule that stands later wins, as in OSM: `PH off` belongs at the end.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from opening_hours import OpeningHours, ParserError, State  # type: ignore[attr-defined]

from nuanfeng.kernel.errors import N_, Refusal

DAY_NAMES = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
HOURS_LENGTH_MAX = 300

HOURS_NOT_UNDERSTOOD = Refusal(
    "hours_not_understood", N_("These hours cannot be read. Write them like Mon-Fri 8:30-17:30.")
)
HOURS_TOO_LONG = Refusal("hours_too_long", N_("These hours are too long. Keep to 300 characters."))

_DAY = r"(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH)"
_DAYS = re.compile(
    rf"(?:(?<=\s)|^)({_DAY}(?:-{_DAY})?(?:\[[^\]]*\])?(?:,{_DAY}(?:-{_DAY})?(?:\[[^\]]*\])?)*)(?=\s|$)"
)
_TIMES = re.compile(r'(?:(?<=\s)|^)(?:\d\d:\d\d|24/7|\(|sun|dawn|dusk|open|closed|off|unknown|")')
_BETWEEN_RULES = re.compile(r'(; |, | \|\| )(?=(?:[^"]*"[^"]*")*[^"]*$)')
_CLOSED = re.compile(r'(?:^|\s)(?:closed|off)(?:\s|$|")')
_NOT_SUPPORTED = re.compile(r"\bSH\b|PH [+-]?\d+ day|easter")


Spans = tuple[tuple[datetime, datetime], ...]


@dataclass(frozen=True)
class WorkCalendar:
    """Days that differ from an ordinary week; hashable, so that answers can be kept."""

    holidays: tuple[date, ...] = ()
    worked_weekends: tuple[date, ...] = ()

    @classmethod
    def of(cls, kinds: Mapping[date, str]) -> "WorkCalendar":
        """From a mapping of days to "holiday" or "workday", as the kernel's calendar gives it.

        A free weekend that touches a holiday is part of it, as in the State Council's notices.
        """
        holidays = {day for day, kind in kinds.items() if kind == "holiday"}
        for step in (timedelta(days=1), timedelta(days=-1)):
            for day in list(holidays):
                while (day := day + step).weekday() >= 5 and day not in kinds:
                    holidays.add(day)
        worked = (day for day, kind in kinds.items() if kind == "workday" and day.weekday() >= 5)
        return cls(tuple(sorted(holidays)), tuple(sorted(worked)))


@dataclass(frozen=True)
class OpeningState:
    """Whether a place is open, and when that changes. `is_open` is None where nobody knows."""

    is_open: bool | None
    changes_at: datetime | None = None


@dataclass(frozen=True)
class _Rule:
    """`Jul-Aug Mo-Fr 08:30-17:30`: before `Jul-Aug`, days `Mo-Fr`, rest `08:30-17:30`."""

    separator: str
    before: str
    days: str
    rest: str

    def text(self) -> str:
        return " ".join(part for part in (self.before, self.days, self.rest) if part)

    def is_closed(self) -> bool:
        return bool(_CLOSED.search(re.sub(r'"[^"]*"', '""', self.rest)))


def refusal_to_keep_hours(hours: str) -> Refusal | None:
    """Why an OSM string cannot be a station's hours; an empty string means unknown and may be kept."""
    if len(hours) > HOURS_LENGTH_MAX:
        return HOURS_TOO_LONG
    return None if not hours or _canonical(hours) else HOURS_NOT_UNDERSTOOD


def opening_state(hours: str, now: datetime, calendar: WorkCalendar) -> OpeningState:
    """The state at `now`, which must be in the county's own time zone."""
    known = _evaluator(hours, calendar)
    if known is None:
        return OpeningState(None)
    here = now.replace(tzinfo=None)
    state, _comment = known.state(here)
    change = known.next_change(here)
    changes_at = change.replace(tzinfo=now.tzinfo) if change else None
    return OpeningState(None if state == State.UNKNOWN else state == State.OPEN, changes_at)


def open_spans(hours: str, day: date, calendar: WorkCalendar) -> Spans | None:
    """When the place is open on a day, from midnight to midnight; None where nobody knows."""
    begin = datetime.combine(day, time())
    return open_spans_between(hours, begin, begin + timedelta(days=1), calendar)


def open_spans_between(hours: str, begin: datetime, end: datetime, calendar: WorkCalendar) -> Spans | None:
    """When the place is open between two local moments without a zone."""
    known = _evaluator(hours, calendar)
    if known is None:
        return None
    spans: list[tuple[datetime, datetime]] = []
    for start, stop, state, _comment in known.intervals(begin, end):
        if state != State.OPEN:
            continue
        if spans and spans[-1][1] == start:
            spans[-1] = (spans[-1][0], stop)
        else:
            spans.append((start, stop))
    return tuple(spans)


def opens_by_hour(hours: str, day: date, calendar: WorkCalendar) -> tuple[bool, ...] | None:
    """For each hour of the day, whether the place is open for half of it or more."""
    spans = open_spans(hours, day, calendar)
    if spans is None:
        return None
    midnight = datetime.combine(day, time())
    hours_open = []
    for hour in range(24):
        begin = midnight + timedelta(hours=hour)
        end = begin + timedelta(hours=1)
        open_for = sum(
            (min(end, stop) - max(begin, start) for start, stop in spans if start < end and stop > begin),
            timedelta(),
        )
        hours_open.append(open_for >= timedelta(minutes=30))
    return tuple(hours_open)


def hours_on_days(hours: str, first: date, last: date) -> str:
    """A rule by which these hours, and no others, hold from `first` to `last`; empty hours: closed."""
    days = _date(first) if first == last else f"{_date(first)}-{_date(last)}"
    rules = [_Rule("", days, "", "off")]
    for rule in _rules(_canonical(hours)) if hours else ():
        rest = rule.rest.replace("24/7", "00:00-24:00") or "00:00-24:00"
        rules.append(_Rule(rule.separator or ";", days, rule.days, rest))
    return _joined(rules)


def knows_seasons(hours: str) -> bool:
    """Whether the hours differ between parts of the year."""
    return any(rule.before for rule in _rules(_canonical(hours)))


@lru_cache(maxsize=4096)
def _canonical(hours: str) -> str:
    """The library's own spelling of the string; empty where it cannot be read."""
    try:
        spelled = str(OpeningHours(hours)) if hours else ""
    except ParserError:
        return ""
    return "" if _NOT_SUPPORTED.search(re.sub(r'"[^"]*"', "", spelled)) else spelled


@lru_cache(maxsize=4096)
def _evaluator(hours: str, calendar: WorkCalendar) -> OpeningHours | None:
    spelled = _canonical(hours)
    if not spelled:
        return None
    rules = _rules(spelled)
    if not any(rule.days for rule in rules):
        return OpeningHours(spelled)
    return OpeningHours(_joined([*_with_holidays(rules, calendar), *_worked_weekends(rules, calendar)]))


def _rules(spelled: str) -> list[_Rule]:
    pieces = ["", *_BETWEEN_RULES.split(spelled)]
    return [_rule(separator.strip(), text) for separator, text in zip(pieces[::2], pieces[1::2], strict=True)]


def _rule(separator: str, text: str) -> _Rule:
    if found := _DAYS.search(text):
        return _Rule(separator, text[: found.start()].strip(), found[1], text[found.end() :].strip())
    begin = found.start() if (found := _TIMES.search(text)) else len(text)
    return _Rule(separator, text[:begin].strip(), "", text[begin:].strip())


def _joined(rules: list[_Rule]) -> str:
    if not rules:
        return "off"
    glue = {"": "; ", ";": "; ", ",": ", ", "||": " || "}
    return rules[0].text() + "".join(glue[rule.separator] + rule.text() for rule in rules[1:])


def _with_holidays(rules: list[_Rule], calendar: WorkCalendar) -> Iterable[_Rule]:
    for rule in rules:
        days = rule.days.split(",")
        if "PH" not in days:
            yield rule
            continue
        if others := ",".join(day for day in days if day != "PH"):
            yield replace(rule, days=others)
        meant = [day for day in calendar.holidays if _is_in_season(rule, day)]
        yield from _on_dates(rule, meant)


def _worked_weekends(rules: list[_Rule], calendar: WorkCalendar) -> Iterable[_Rule]:
    for day in calendar.worked_weekends:
        if any(not rule.is_closed() for rule in _effective(rules, day, day.weekday())):
            continue
        nearest = 4 if day.weekday() == 5 else 0
        kept = [rule for rule in _effective(rules, day, nearest) if not rule.is_closed()]
        for place, rule in enumerate(kept):
            yield from _on_dates(replace(rule, separator="," if place else ";"), [day])


def _effective(rules: list[_Rule], day: date, weekday: int) -> list[_Rule]:
    """The rules that decide on a weekday in the season of `day`: the last, and what adds to it."""
    deciding: list[_Rule] = []
    for rule in rules:
        if rule.separator == "||" or not _is_in_season(rule, day) or not _covers(rule.days, weekday):
            continue
        deciding = [*deciding, rule] if rule.separator == "," else [rule]
    return deciding


def _covers(days: str, weekday: int) -> bool:
    if not days:
        return True
    for part in days.split(","):
        first, _dash, last = part.partition("[")[0].partition("-")
        if first not in DAY_NAMES:
            continue
        begin, end = DAY_NAMES.index(first), DAY_NAMES.index(last or first)
        if (weekday - begin) % 7 <= (end - begin) % 7:
            return True
    return False


def _is_in_season(rule: _Rule, day: date) -> bool:
    if not rule.before:
        return True
    return bool(_evaluate_season(rule.before).is_open(datetime.combine(day, time(12))))


@lru_cache(maxsize=512)
def _evaluate_season(before: str) -> OpeningHours:
    return OpeningHours(f"{before} 00:00-24:00")


def _on_dates(rule: _Rule, days: list[date]) -> Iterable[_Rule]:
    """The same times on certain dates; dates that follow each other become one range."""
    separator = "," if rule.separator == "," else "||" if rule.separator == "||" else ";"
    start = 0
    for place, day in enumerate(days):
        if place + 1 < len(days) and days[place + 1] - day == timedelta(days=1):
            continue
        first, start = days[start], place + 1
        dates = _date(first) if first == day else f"{_date(first)}-{_date(day)}"
        yield _Rule(separator, dates, "", rule.rest or "00:00-24:00")


def _date(day: date) -> str:
    return f"{day.year} {MONTH_NAMES[day.month - 1]} {day.day}"
