"""Today's meals for pages that show a station or a pass."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext

from nuanfeng.kernel.errors import N_
from nuanfeng.modules.benefits.models import Programme
from nuanfeng.modules.benefits.queries.late import late_sentence
from nuanfeng.modules.benefits.queries.offers import (
    Table,
    rules_of,
    running_programmes,
    serving_of,
    tables_of,
)
from nuanfeng.modules.benefits.rules.days import Serving
from nuanfeng.modules.benefits.rules.periods import DAY, PERIODS, Rule, rule_on
from nuanfeng.modules.people.api import KINDS_OF_WORK

SERVED_NOW = N_("%(begins)s–%(ends)s, being handed out")
SERVED_FROM = N_("%(begins)s–%(ends)s today")
SERVED_ALL_DAY = N_("All day, being handed out")
SERVED_NO_MORE = N_("Over for today")
SERVED_WHEN_OPEN = N_("While the station is open")


@dataclass(frozen=True, slots=True)
class Meal:
    """One thing on the table. `left` is None where nobody counted it today."""

    code: str
    name: str
    left: int | None


@dataclass(frozen=True, slots=True)
class TodaysMeals:
    """What a station hands out today of one programme, and when."""

    programme_code: str
    programme: str
    hours_sentence: str
    is_serving: bool
    meals: tuple[Meal, ...]
    rule_sentence: str = ""
    late_sentence: str = ""
    has_late_hours: bool = False


@dataclass(frozen=True, slots=True)
class ProgrammeOfTheHour:
    """What can be collected now or next: `早餐 6:30–9:00`."""

    code: str
    name: str
    hours_sentence: str
    is_serving: bool


def todays_meals(station_ids: Iterable[int], *, now: datetime) -> dict[int, list[TodaysMeals]]:
    """What each of these stations hands out today and what is left: four queries, eight with late hours."""
    meals: dict[int, list[TodaysMeals]] = {}
    tables = tables_of(station_ids, now=now)
    rules = rules_of({table.programme.pk for table in tables})
    for table in tables:
        rule = rule_on(rules[table.programme.pk], table.service_date)
        meals.setdefault(table.station_id, []).append(_meals(table, rule, now))
    return meals


def programme_of_the_hour(*, now: datetime) -> ProgrammeOfTheHour | None:
    """What is being handed out now, or else next today; the earliest to end comes first."""
    begins_last = timezone.localtime(now).replace(tzinfo=None).max
    running = [(programme, serving_of(programme, now)) for programme in running_programmes(now=now)]
    ranked = sorted(
        ((programme, serving) for programme, serving in running if not _is_over(serving)),
        key=lambda pair: (
            not _is_serving(pair[1]),
            (pair[1].begins if pair[1] else None) or begins_last,
            pair[0].code,
        ),
    )
    return _of_the_hour(*ranked[0]) if ranked else None


def hours_sentence(serving: Serving | None) -> str:
    """When a programme is handed out today, in the reader's language."""
    if serving is None:
        return gettext(SERVED_WHEN_OPEN)
    if serving.begins is None or serving.ends is None:
        return gettext(SERVED_NO_MORE)
    if serving.ends - serving.begins >= timedelta(days=1):
        return gettext(SERVED_ALL_DAY)
    # A stretch that ends at midnight ends at 24:00; one that begins then begins at 0:00.
    ends = "24:00" if serving.ends.time() == time.min else _clock(serving.ends)
    times = {"begins": _clock(serving.begins), "ends": ends}
    return gettext(SERVED_NOW if serving.is_serving else SERVED_FROM) % times


def rule_in_words(rule: Rule) -> str:
    """“Once a week · truck drivers”, as one would say it."""
    whom = gettext(", ").join(gettext(KINDS_OF_WORK[kind]) for kind in rule.kinds_of_work)
    places = {"how_often": gettext(PERIODS[rule.period]), "whom": whom or gettext("Everybody")}
    return gettext("%(how_often)s · %(whom)s") % places


def _meals(table: Table, rule: Rule, now: datetime) -> TodaysMeals:
    return TodaysMeals(
        table.programme.code,
        str(table.programme),
        hours_sentence(table.serving),
        _is_serving(table.serving),
        tuple(Meal(on.item.code, str(on.item), 0 if on.is_closed else on.remaining) for on in table.items),
        "" if (rule.period, rule.kinds_of_work) == (DAY, ()) else rule_in_words(rule),
        late_sentence(table, now),
        table.programme.late_from is not None,
    )


def _of_the_hour(programme: Programme, serving: Serving | None) -> ProgrammeOfTheHour:
    return ProgrammeOfTheHour(programme.code, str(programme), hours_sentence(serving), _is_serving(serving))


def _is_serving(serving: Serving | None) -> bool:
    return serving is None or serving.is_serving


def _is_over(serving: Serving | None) -> bool:
    return serving is not None and serving.ends is None


def _clock(moment: datetime) -> str:
    return f"{moment.hour}:{moment.minute:02d}"
