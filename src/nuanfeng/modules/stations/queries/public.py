"""The list of stations and the page of one, as everybody may see them. Never who works there."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from nuanfeng.modules.stations.models import FacilityType, Space, Station
from nuanfeng.modules.stations.queries.opening import OpeningView, opening_states, opening_views
from nuanfeng.modules.stations.queries.week import HoursLine, hours_lines
from nuanfeng.modules.stations.rules.datum import Point, amap_directions, amap_marker, tencent_marker
from nuanfeng.modules.stations.rules.naming import tidy

PAGE_SIZE = 50
_OPEN_FIRST = {True: 0, None: 1, False: 2}


@dataclass(frozen=True)
class StationFilter:
    """What a person looks for. Never where the person is: the phone sorts by distance itself."""

    facilities: Sequence[str] = ()
    kinds: Sequence[str] = ()
    q: str = ""
    area: str = ""
    open_now: bool = False


@dataclass(frozen=True)
class StationCard:
    """A station as the list shows it."""

    station: Station
    opening: OpeningView
    facilities: list[FacilityType]


@dataclass(frozen=True)
class StationPage:
    """One page of the list: open places first, then by name."""

    cards: list[StationCard]
    total: int
    open_total: int
    page: int
    pages: int


@dataclass(frozen=True)
class StationDetails:
    """A station as its own page shows it."""

    station: Station
    opening: OpeningView
    facilities: list[tuple[FacilityType, str]]
    spaces: list[Space]
    hours_lines: list[HoursLine]
    map_links: dict[str, str] = field(default_factory=dict)


def wanted_stations(wanted: StationFilter) -> QuerySet[Station]:
    """The stations that match, whatever the time; closed ones never do."""
    rows = Station.objects.exclude(status="closed")
    if wanted.kinds:
        rows = rows.filter(kind__in=wanted.kinds)
    if wanted.area:
        rows = rows.filter(Q(area__code=wanted.area) | Q(area__parent__code=wanted.area))
    for code in wanted.facilities:
        rows = rows.filter(facilities__facility_type__code=code)
    for word in tidy(wanted.q).lower().split()[:5]:
        rows = rows.filter(Q(name_search__contains=word) | Q(address__icontains=word))
    return rows


def public_stations(
    wanted: StationFilter, *, now: datetime, page: int = 1, page_size: int = PAGE_SIZE
) -> StationPage:
    """One page of what matches; the whole list is judged, only the page is loaded."""
    rows = list(wanted_stations(wanted).order_by("name", "pk").values_list("pk", "hours", "status"))
    states = opening_states(rows, now=now)
    numbers = sorted((pk for pk, _hours, _status in rows), key=lambda pk: _OPEN_FIRST[states[pk].is_open])
    open_total = sum(1 for pk in numbers if states[pk].is_open)
    if wanted.open_now:
        numbers = numbers[:open_total]
    pages = max(1, -(-len(numbers) // page_size))
    page = min(max(1, page), pages)
    chosen = numbers[(page - 1) * page_size : page * page_size]
    return StationPage(station_cards(chosen, now=now), len(numbers), open_total, page, pages)


def station_cards(numbers: Sequence[int], *, now: datetime) -> list[StationCard]:
    """The cards of certain stations, in the order given."""
    loaded = Station.objects.select_related("area").prefetch_related("facilities__facility_type")
    stations = loaded.in_bulk(list(numbers))
    views = opening_views(stations.values(), now=now)
    return [
        StationCard(station, views[number], _facility_types(station))
        for number in numbers
        if (station := stations.get(number))
    ]


def station_details(number: int, *, now: datetime) -> StationDetails | None:
    """Everything the public page of a station says; None where there is no such station."""
    loaded = Station.objects.select_related("area", "area__parent", "organisation")
    station = loaded.prefetch_related("facilities__facility_type", "spaces").filter(pk=number).first()
    if station is None:
        return None
    view = opening_views([station], now=now)[station.pk]
    facilities = [(held.facility_type, held.note) for held in station.facilities.all()]
    return StationDetails(
        station,
        view,
        sorted(facilities, key=lambda pair: (pair[0].rank, pair[0].code)),
        list(station.spaces.all()),
        hours_lines(station.hours, today=timezone.localtime(now).date()),
        map_links(station),
    )


def map_links(station: Station) -> dict[str, str]:
    """Where Amap and Tencent show the place; empty where nobody knows where it is."""
    if station.latitude is None or station.longitude is None:
        return {}
    point = Point(station.latitude, station.longitude)
    return {
        "amap": amap_marker(point, station.name),
        "amap_directions": amap_directions(point, station.name),
        "tencent": tencent_marker(point, station.name, station.address),
    }


def _facility_types(station: Station) -> list[FacilityType]:
    types = [held.facility_type for held in station.facilities.all()]
    return sorted(types, key=lambda facility_type: (facility_type.rank, facility_type.code))
