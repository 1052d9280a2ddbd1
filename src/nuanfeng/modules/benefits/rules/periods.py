"""How often somebody is handed a programme, and who it is for: versions that each begin on a day.

Pure. A version is never changed once a period runs under it; the next begins where that period ends.
Source of the periods: the programme's package of five (a breakfast a day, a health package a year).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from nuanfeng.kernel.errors import N_, Refusal

DAY, WEEK, MONTH, YEAR, ONCE = "day", "week", "month", "year", "once"
PERIODS: Mapping[str, str] = {
    DAY: N_("Once a day"),
    WEEK: N_("Once a week"),
    MONTH: N_("Once a month"),
    YEAR: N_("Once a year"),
    ONCE: N_("Once"),
}
# So long that a hand-out forgets its person before they are over.
LONG_PERIODS = (YEAR, ONCE)
# The first version of a programme holds from before anything was handed out.
FROM_THE_BEGINNING = date(2000, 1, 1)

PERIOD_UNKNOWN = Refusal("period_unknown", N_("How often is one of: day, week, month, year, once."))
WORK_UNKNOWN = Refusal("work_unknown", N_("This kind of work is not on the list."))
ONCE_NEEDS_AN_END = Refusal(
    "once_needs_an_end", N_("What is given once needs a last day: until then we have to know who had it.")
)
ONCE_STAYS = Refusal(
    "rule_stays", N_("What is given once keeps its rule to the end. Begin a new programme instead.")
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One version: from `starts_on` on, once in each `period`, for these kinds of work (none: everybody)."""

    starts_on: date
    period: str
    kinds_of_work: tuple[str, ...] = ()

    def is_for(self, kind_of_work: str) -> bool:
        """Whether somebody of a kind of work may; whoever has not said what they do may always."""
        return not self.kinds_of_work or not kind_of_work or kind_of_work in self.kinds_of_work


FOR_EVERYBODY_EVERY_DAY = Rule(FROM_THE_BEGINNING, DAY)


def rule_on(rules: Sequence[Rule], day: date) -> Rule:
    """The version in force on a service day, of versions by rising first day.

    A programme without any is handed out to everybody once a day.
    """
    running = [rule for rule in rules if rule.starts_on <= day]
    return running[-1] if running else FOR_EVERYBODY_EVERY_DAY


def period_start(rules: Sequence[Rule], day: date) -> date:
    """The first day of the period that a service day lies in. No period reaches over two versions."""
    rule = rule_on(rules, day)
    return max(_natural_start(rule.period, day), rule.starts_on)


def period_end(rules: Sequence[Rule], day: date) -> date | None:
    """The first service day after the period that a day lies in; None where it never ends."""
    rule = rule_on(rules, day)
    following = _natural_end(rule.period, day)
    later = [each.starts_on for each in rules if each.starts_on > day]
    ends = [end for end in (following, *later) if end is not None]
    return min(ends) if ends else None


def refusal_to_begin(rules: Sequence[Rule], *, starts_on: date, today: date) -> Refusal | None:
    """Why a new version cannot begin on a day: a period would be running. `rules` have begun by now."""
    rule = rule_on(rules, today)
    if rule.period == ONCE:
        return ONCE_STAYS
    earliest = _natural_end(rule.period, today) or today
    if starts_on >= earliest and _natural_start(rule.period, starts_on) == starts_on:
        return None
    return Refusal(
        "rule_begins_with_a_period",
        N_("A change begins with a new period, %(day)s at the earliest."),
        {"day": earliest.isoformat()},
    )


def next_start(rules: Sequence[Rule], *, today: date) -> date | None:
    """The day on which a change can begin; None where the rule stays to the end."""
    return _natural_end(rule_on(rules, today).period, today)


def refusal_of_rule(
    *, period: str, kinds_of_work: Sequence[str], known: Sequence[str], ends_on: date | None
) -> Refusal | None:
    """Why this is no rule: `known` are the kinds of work there are, `ends_on` the programme's last day."""
    if period not in PERIODS:
        return PERIOD_UNKNOWN
    if set(kinds_of_work) - set(known):
        return WORK_UNKNOWN
    return ONCE_NEEDS_AN_END if period == ONCE and ends_on is None else None


def _natural_start(period: str, day: date) -> date:
    """A week begins on Monday (ISO 8601, and the county's)."""
    if period == WEEK:
        return day - timedelta(days=day.weekday())
    if period == MONTH:
        return day.replace(day=1)
    if period == YEAR:
        return day.replace(month=1, day=1)
    return FROM_THE_BEGINNING if period == ONCE else day


def _natural_end(period: str, day: date) -> date | None:
    if period == ONCE:
        return None
    if period == DAY:
        return day + timedelta(days=1)
    if period == WEEK:
        return _natural_start(WEEK, day) + timedelta(days=7)
    if period == MONTH:
        return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return date(day.year + 1, 1, 1)
