"""Figures by station and day, and how many people they stand for."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from nuanfeng.modules.benefits.api import (
    DayFigures,
    people_served,
)
from nuanfeng.modules.insight.desk.listing import Cell, Column, Listing, address
from nuanfeng.modules.insight.desk.period import answer_for, asked_for, figures_of
from nuanfeng.modules.insight.desk.words import ANYWAY, OTHER
from nuanfeng.modules.insight.rules import DAYS_SHOWN, Totals, days_between, totals_of
from nuanfeng.modules.organisations.api import county_page
from nuanfeng.modules.stations.api import Station


@county_page
@require_safe
def days(request: HttpRequest) -> HttpResponse:
    """Every station's day with all its figures."""
    asked = asked_for(request, days=DAYS_SHOWN)
    figures = figures_of(asked)
    stations = Station.objects.in_bulk({figure.station_id for figure in figures})

    def place(row: DayFigures) -> tuple[int, str]:
        return -row.service_date.toordinal(), str(stations[row.station_id])

    titles = (
        _("Meals"), _("Collected"), _("Guest meals"), _("One more"),
        _("Given anyway"), _("Already served"), _("Other codes"), _("Undone"),
    )  # fmt: skip
    listing = Listing(
        title=_("Stations by day"),
        columns=[
            Column(_("Service day")),
            Column(_("Station")),
            *(Column(title, is_number=True) for title in titles),
        ],
        rows=[_station_day(row, stations) for row in sorted(figures, key=place)],
        total=[
            Cell(pgettext("sum", "Together")),
            Cell(""),
            *(Cell(sum_) for sum_ in _counts(totals_of(figures))),
        ],
        empty=_("Nothing was handed out in this time."),
        is_landscape=True,
    )
    return answer_for(request, listing, asked)


def _counts(totals: Totals) -> Sequence[int]:
    return (
        totals.meals, totals.counted, totals.guest, totals.extra,
        totals.gave_anyway, totals.already, totals.other_amber, totals.void,
    )  # fmt: skip


def _station_day(row: DayFigures, stations: Mapping[int, Station]) -> Sequence[Cell]:
    rows = {"first": row.service_date, "last": row.service_date, "station": row.station_id}
    links = [
        address("hand_outs", **rows),
        *(address("hand_outs", status=status, **rows) for status in ("counted", "guest", "extra", ANYWAY)),
        address("screens", outcome="already", **rows),
        address("screens", outcome=OTHER, **rows),
        address("hand_outs", status="void", **rows),
    ]
    cells = [
        Cell(count, link if count else "")
        for count, link in zip(_counts(totals_of([row])), links, strict=True)
    ]
    return [Cell(row.service_date), Cell(str(stations[row.station_id])), *cells]


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
        Cell(count, address("hand_outs", first=day, last=day, station=station.pk) if count else "")
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
    rows = [
        _people_day(day, totals_of(of_day[day])) for day in reversed(days_between(asked.first, asked.last))
    ]
    guests = sum(figure.guest for figures in of_day.values() for figure in figures)
    listing = Listing(
        title=_("People served"),
        columns=[
            Column(_("Service day")),
            Column(_("People with a code"), is_number=True),
            Column(_("Guest meals"), is_number=True),
        ],
        rows=rows,
        total=[
            Cell(_("Together, each person once")),
            Cell(None if asked.station else people_served(asked.first, asked.last)),
            Cell(guests),
        ],
        note=_("Guests leave no number behind, so nobody knows how many different guests there were."),
    )
    return answer_for(request, listing, asked)


def _people_day(day: date, totals: Totals) -> Sequence[Cell]:
    counted = address("hand_outs", first=day, last=day, status="counted")
    guests = address("hand_outs", first=day, last=day, status="guest")
    return [
        Cell(day),
        Cell(totals.counted, counted if totals.counted else ""),
        Cell(totals.guest, guests if totals.guest else ""),
    ]
