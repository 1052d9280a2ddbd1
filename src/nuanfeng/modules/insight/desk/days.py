"""Figures by station and day, and how many people they stand for."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from nuanfeng.modules.benefits.api import (
    DayFigures,
    people_by_day,
    people_served,
)
from nuanfeng.modules.insight.desk.listing import Cell, Column, Listing, address
from nuanfeng.modules.insight.desk.period import Asked, answer_for, asked_for, figures_of, tabs
from nuanfeng.modules.insight.desk.words import ANYWAY, GIVEN, OTHER
from nuanfeng.modules.insight.rules import (
    DAYS_SHOWN,
    Totals,
    days_between,
    days_where_people_are_known,
    totals_of,
)
from nuanfeng.modules.organisations.api import county_page
from nuanfeng.modules.stations.api import Station


@county_page
@require_safe
def days(request: HttpRequest) -> HttpResponse:
    """Every station's day with all its figures, whatever it handed out."""
    asked = asked_for(request, days=DAYS_SHOWN)
    every = _by_station_and_day(figures_of(asked))
    kept = {"": every, GIVEN: [row for row in every if row.totals.meals]}
    chosen = GIVEN if request.GET.get("only") == GIVEN else ""
    words = {"": _("All"), GIVEN: _("Handed out")}
    counts = {key: len(rows) for key, rows in kept.items()}
    stations = Station.objects.in_bulk({row.station_id for row in every})

    def place(row: StationDay) -> tuple[int, str]:
        return -row.day.toordinal(), str(stations[row.station_id])

    titles = (
        _("Meals"), _("Collected"), _("Guest meals"), _("One more"),
        _("Given anyway"), _("Already served"), _("Other codes"), _("Undone"),
    )  # fmt: skip
    sums = totals_of(row.totals for row in kept[chosen])
    listing = Listing(
        title=_("Stations by day"),
        columns=[
            Column(_("Service day")),
            Column(_("Station")),
            *(Column(title, is_number=True) for title in titles),
        ],
        rows=[_station_day(row, stations) for row in sorted(kept[chosen], key=place)],
        tabs=tabs("days", "only", words, counts, chosen, asked),
        kept={"only": chosen} if chosen else {},
        total=[Cell(pgettext("sum", "Together")), Cell(""), *(Cell(sum_) for sum_ in _counts(sums))],
        empty=_("Nothing was handed out in this time."),
        is_landscape=True,
    )
    return answer_for(request, listing, asked)


@dataclass(frozen=True)
class StationDay:
    """A station's service day over all programmes."""

    station_id: int
    day: date
    totals: Totals


def _by_station_and_day(figures: Sequence[DayFigures]) -> list[StationDay]:
    found: defaultdict[tuple[int, date], list[DayFigures]] = defaultdict(list)
    for figure in figures:
        found[figure.station_id, figure.service_date].append(figure)
    return [StationDay(station, day, totals_of(listed)) for (station, day), listed in found.items()]


def _counts(totals: Totals) -> Sequence[int]:
    return (
        totals.meals, totals.counted, totals.guest, totals.extra,
        totals.gave_anyway, totals.already, totals.other_amber, totals.void,
    )  # fmt: skip


def _station_day(row: StationDay, stations: Mapping[int, Station]) -> Sequence[Cell]:
    rows = {"first": row.day, "last": row.day, "station": row.station_id}
    links = [
        address("hand_outs", status=GIVEN, **rows),
        *(address("hand_outs", status=status, **rows) for status in ("counted", "guest", "extra", ANYWAY)),
        address("screens", outcome="already", **rows),
        address("screens", outcome=OTHER, **rows),
        address("hand_outs", status="void", **rows),
    ]
    cells = [
        Cell(count, link if count else "") for count, link in zip(_counts(row.totals), links, strict=True)
    ]
    return [Cell(row.day), Cell(str(stations[row.station_id])), *cells]


@county_page
@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """Meals by station and day: a line for each station, a column for each day."""
    asked = asked_for(request, days=DAYS_SHOWN)
    meals: defaultdict[tuple[int, date], int] = defaultdict(int)
    for figure in figures_of(asked):
        meals[figure.station_id, figure.service_date] += totals_of([figure]).meals
    stations = Station.objects.filter(pk__in={station for station, _day in meals}).order_by("name", "pk")
    shown = days_between(asked.first, asked.last)
    sums = [sum(meals[station.pk, day] for station in stations) for day in shown]
    listing = Listing(
        title=_("Meals by station and day"),
        columns=[
            Column(_("Station")),
            Column(pgettext("sum", "Together"), is_number=True),
            *(Column(f"{day.month}-{day.day}", is_number=True) for day in shown),
        ],
        rows=[_across(station, shown, meals) for station in stations],
        total=[Cell(pgettext("sum", "Together")), Cell(sum(sums)), *map(Cell, sums)],
        empty=_("Nothing was handed out in this time."),
        is_landscape=True,
        is_paged=False,
    )
    return answer_for(request, listing, asked)


def _across(station: Station, shown: Sequence[date], meals: Mapping[tuple[int, date], int]) -> Sequence[Cell]:
    of_days = [
        Cell(
            count,
            address("hand_outs", first=day, last=day, station=station.pk, status=GIVEN) if count else "",
        )
        for day, count in ((day, meals.get((station.pk, day), 0)) for day in shown)
    ]
    together = sum(int(str(cell.value)) for cell in of_days)
    return [Cell(str(station)), Cell(together), *of_days]


@county_page
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """How many people were served on each day; over the period each person counts once."""
    asked = asked_for(request, days=DAYS_SHOWN)
    of_day: defaultdict[date, list[DayFigures]] = defaultdict(list)
    for figure in figures_of(asked):
        of_day[figure.service_date].append(figure)
    different = people_by_day(asked.first, asked.last, station_id=asked.station_id)
    known_from = days_where_people_are_known(timezone.localtime(asked.now).date())
    is_known = asked.first >= known_from
    together = people_served(asked.first, asked.last) if is_known and not asked.station else None
    shown = list(reversed(days_between(asked.first, asked.last)))
    sums = totals_of(figure for figures in of_day.values() for figure in figures)
    listing = Listing(
        title=_("People served"),
        columns=[
            Column(_("Service day")),
            Column(_("Different people"), is_number=True),
            Column(_("What they collected"), is_number=True),
            Column(_("Guest meals"), is_number=True),
        ],
        rows=[
            _people_day(
                day,
                different.get(day, 0) if day >= known_from else _people_of_one_programme(of_day[day]),
                totals_of(of_day[day]),
                asked,
            )
            for day in shown
        ],
        total=[Cell(_("Together, each person once")), Cell(together), Cell(sums.counted), Cell(sums.guest)],
        notes=_notes_on_people(sum(different.values()), together, is_known=is_known),
    )
    return answer_for(request, listing, asked)


def _people_of_one_programme(figures: Sequence[DayFigures]) -> int | None:
    """Once nobody is known any more: a programme counts each person once a day, several may share one."""
    counted = [figure.programme_id for figure in figures if figure.counted]
    return totals_of(figures).counted if len(set(counted)) <= 1 else None


def _notes_on_people(of_days: int, together: int | None, *, is_known: bool) -> list[str]:
    notes = [_("Guests leave no number behind, so nobody knows how many different guests there were.")]
    if together is not None and of_days > together:
        sentence = _(
            "Whoever came on several days stands on each of them: the days add up to %(days)s, "
            "different people are %(people)s."
        )
        notes.insert(0, sentence % {"days": of_days, "people": together})
    if not is_known:
        notes.insert(
            0,
            _(
                "Whose hand-outs they were is kept for 90 days. Before that only the days’ own counts are "
                "left, so nobody can say how many different people there were in all."
            ),
        )
    return notes


def _people_day(day: date, different: int | None, totals: Totals, asked: Asked) -> Sequence[Cell]:
    rows = {"first": day, "last": day, "station": asked.station_id}
    counted, guests = (address("hand_outs", status=status, **rows) for status in ("counted", "guest"))
    return [
        Cell(day),
        Cell(different),
        Cell(totals.counted, counted if totals.counted else ""),
        Cell(totals.guest, guests if totals.guest else ""),
    ]
