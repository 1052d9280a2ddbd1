"""Which stations are open: now, and by the hour of a day."""

from dataclasses import dataclass
from datetime import date, datetime

from nuanfeng.modules.stations.api import (
    OpeningView,
    Station,
    StationFilter,
    hours_open_on,
    open_spans_of,
    opening_views,
    public_stations,
)

Spans = tuple[tuple[datetime, datetime], ...]


@dataclass(frozen=True)
class OpenStation:
    """A station, what its door says now, and the hours of the day in which it is open."""

    station: Station
    opening: OpeningView
    hours: tuple[bool, ...] | None
    # From when to when, to the minute; None where nobody knows.
    spans: Spans | None


def open_count(*, now: datetime) -> tuple[int, int]:
    """How many stations are open now, and of how many."""
    page = public_stations(StationFilter(), now=now, page_size=1)
    return page.open_total, page.total


def stations_open(day: date, *, now: datetime, hour: int | None = None) -> list[OpenStation]:
    """Every station by name; with an hour, those that are open in it."""
    listed = Station.objects.exclude(status="closed").select_related("area", "area__parent")
    stations = list(listed.order_by("name", "pk"))
    views, hours = opening_views(stations, now=now), hours_open_on(stations, day)
    spans = open_spans_of(stations, day)
    found = [OpenStation(one, views[one.pk], hours[one.pk], spans[one.pk]) for one in stations]
    if hour is None:
        return found
    return [row for row in found if row.hours is not None and row.hours[hour]]
