"""Rules of hours written as an OSM string."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from nuanfeng.modules.stations.rules.hours import DAY_NAMES


@dataclass
class HoursRule:
    """The times of some days in some part of the year; spans in minutes from midnight."""

    season: str
    days: str
    spans: list[tuple[int, int]] = field(default_factory=list)
    is_always: bool = False


def written(rules: list[HoursRule], rests: list[str]) -> str:
    """The rules in order, then the days off."""
    _tell_summer_from_winter(rules)
    return "; ".join(filter(None, [*(_written(rule) for rule in rules), _written_rests(rules, rests)]))


def joined_days(days: Iterable[str]) -> str:
    """`Sa,Su,PH`; empty for every day."""
    listed = list(dict.fromkeys(days))
    if "all" in listed:
        return ""
    # A holiday is named last, as in OSM's own examples.
    return ",".join(sorted(listed, key=lambda day: day == "PH"))


def _tell_summer_from_winter(rules: list[HoursRule]) -> None:
    """Where both have hours they share the year, as summer and winter time do in China's offices."""
    if {rule.season for rule in rules} == {"Jul-Aug", "Dec-Feb"}:
        for rule in rules:
            rule.season = "May-Sep" if rule.season == "Jul-Aug" else "Oct-Apr"


def _written(rule: HoursRule) -> str:
    if rule.is_always and not rule.spans:
        if not rule.season and not rule.days:
            return "24/7"
        return " ".join(filter(None, (rule.season, rule.days, "00:00-24:00")))
    times = ",".join(f"{_clock(start)}-{_clock(stop)}" for start, stop in sorted(set(rule.spans)))
    return " ".join(filter(None, (rule.season, rule.days, times)))


def _clock(minutes: int) -> str:
    if minutes > 1440:
        minutes -= 1440
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _written_rests(rules: list[HoursRule], rests: list[str]) -> str:
    """The days off that the open days do not leave out already; holidays unless they have hours."""
    named = ",".join(rule.days or "Mo-Su" for rule in rules)
    told = [
        day
        for day in dict.fromkeys(rests)
        if day != "all" and ("PH" not in named if day == "PH" else not _is_left_out(day, named))
    ]
    return f"{joined_days(told)} off" if told else ""


def _is_left_out(day: str, named: str) -> bool:
    return not any(_covers(part, wanted) for part in named.split(",") for wanted in _week(day))


def _week(days: str) -> list[int]:
    first, _dash, last = days.split(",")[0].partition("-")
    begin, end = DAY_NAMES.index(first), DAY_NAMES.index(last or first)
    return [(begin + step) % 7 for step in range((end - begin) % 7 + 1)]


def _covers(part: str, weekday: int) -> bool:
    return part != "PH" and weekday in _week(part)
