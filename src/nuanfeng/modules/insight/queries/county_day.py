"""Everything that the county page says of one day and the thirty days that end with it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from nuanfeng.modules.benefits.api import (
    DayFigures,
    PickupPoint,
    Programme,
    RowFilter,
    StockRow,
    people_served,
    stock_rows,
)
from nuanfeng.modules.insight.queries.figures import figures_between, today_of
from nuanfeng.modules.insight.queries.opening import open_count
from nuanfeng.modules.insight.rules import Totals, days_between, period_until, totals_of
from nuanfeng.modules.stations.api import Station, stations_open_by_hour

DAYS_IN_TABLE = 7


@dataclass(frozen=True)
class Stock:
    """What the counts of the tables said: pieces found missing or over, and pieces thrown away."""

    differences: int
    wasted: int


@dataclass(frozen=True)
class StationRow:
    """A station's meals on the last days, and over the whole period."""

    station: Station
    by_day: Sequence[tuple[date, int]]
    period: Totals


@dataclass(frozen=True)
class CountyDay:
    """The county's figures. `first` to `day` is the period."""

    day: date
    today: date
    first: date
    now: datetime
    of_day: Totals
    of_period: Totals
    people_of_day: int
    people_of_period: int
    open_now: int
    stations: int
    tables_used: int
    tables: int
    stock_of_day: Stock
    stock_of_period: Stock
    meals_by_day: Sequence[tuple[date, int]]
    open_by_hour: Sequence[int]
    rows: Sequence[StationRow]

    @property
    def is_today(self) -> bool:
        """Whether the day is still running."""
        return self.day == self.today

    @property
    def table_days(self) -> list[date]:
        """The days that the table of stations shows."""
        return days_between(*period_until(self.day, DAYS_IN_TABLE))


def county_day(day: date | None, *, now: datetime) -> CountyDay:
    """The figures of a day; without one, of the service day that runs now."""
    today = today_of(now)
    day = min(day or today, today)
    first, _last = period_until(day)
    figures = figures_between(first, day, now=now)
    of_day = [figure for figure in figures if figure.service_date == day]
    stock = stock_rows(RowFilter(first, day))
    open_now, stations = open_count(now=now)
    points = set(_running_points())
    return CountyDay(
        day=day,
        today=today,
        first=first,
        now=now,
        of_day=totals_of(of_day),
        of_period=totals_of(figures),
        people_of_day=people_served(day, day),
        people_of_period=people_served(first, day),
        open_now=open_now,
        stations=stations,
        tables_used=len({figure.station_id for figure in of_day if totals_of([figure]).meals}),
        tables=len(points),
        stock_of_day=_stock(row for row in stock if row.service_date == day),
        stock_of_period=_stock(stock),
        meals_by_day=_by_day(figures, days_between(first, day)),
        open_by_hour=stations_open_by_hour(day),
        rows=_station_rows(figures, points, days_between(*period_until(day, DAYS_IN_TABLE))),
    )


def _running_points() -> Iterable[int]:
    running = Programme.objects.filter(is_active=True)
    points = PickupPoint.objects.filter(is_active=True, programme__in=running)
    return points.values_list("station_id", flat=True)


def _stock(rows: Iterable[StockRow]) -> Stock:
    listed = list(rows)
    return Stock(sum(abs(row.recounted) for row in listed), sum(row.wasted for row in listed))


def _by_day(figures: Iterable[DayFigures], days: Sequence[date]) -> list[tuple[date, int]]:
    meals: defaultdict[date, int] = defaultdict(int)
    for figure in figures:
        meals[figure.service_date] += totals_of([figure]).meals
    return [(day, meals[day]) for day in days]


def _station_rows(figures: Iterable[DayFigures], points: set[int], days: Sequence[date]) -> list[StationRow]:
    """By name and never by number: nobody is ranked here."""
    of_station: defaultdict[int, list[DayFigures]] = defaultdict(list)
    for figure in figures:
        of_station[figure.station_id].append(figure)
    stations = Station.objects.filter(pk__in=points | set(of_station)).order_by("name", "pk")
    return [
        StationRow(station, _by_day(of_station[station.pk], days), totals_of(of_station[station.pk]))
        for station in stations
    ]
