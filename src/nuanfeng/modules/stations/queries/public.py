"""The list of stations and the page of one, as everybody may see them. Never who works there."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from nuanfeng.modules.organisations.api import Area
from nuanfeng.modules.stations.models import FacilityType, Space, Station, StationFacility, WirelessNetwork
from nuanfeng.modules.stations.queries.access import way_in
from nuanfeng.modules.stations.queries.exceptions import OtherHoursLine, other_hours_of
from nuanfeng.modules.stations.queries.opening import OpeningView, opening_views
from nuanfeng.modules.stations.queries.ranking import numbers_between, ranks_of
from nuanfeng.modules.stations.queries.search import stations_matching
from nuanfeng.modules.stations.queries.upkeep import stale_facilities
from nuanfeng.modules.stations.queries.week import HoursLine, hours_lines
from nuanfeng.modules.stations.rules.datum import Point, amap_directions, amap_marker, tencent_marker

PAGE_SIZE = 50


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

    @property
    def town(self) -> Area | None:
        """The town it is in: a village's name is long and says less to whoever rides past."""
        area = self.station.area
        return (area.parent or area) if area else None


@dataclass(frozen=True)
class StationPage:
    """One page of the list: open places first, then those that open soonest, then by name."""

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
    held: list[StationFacility] = field(default_factory=list)
    map_links: dict[str, str] = field(default_factory=dict)
    other_hours: list[OtherHoursLine] = field(default_factory=list)
    way_in: str = ""
    has_wireless: bool = False


def wanted_stations(wanted: StationFilter, *, now: datetime) -> QuerySet[Station]:
    """The stations that match, open or not; closed ones never do, nor a box of what is out of date."""
    rows = Station.objects.exclude(status="closed")
    if wanted.kinds:
        rows = rows.filter(kind__in=wanted.kinds)
    if wanted.area:
        rows = rows.filter(Q(area__code=wanted.area) | Q(area__parent__code=wanted.area))
    for code in wanted.facilities:
        rows = rows.filter(facilities__facility_type__code=code, facilities__state="working")
        if gone := _stale_at(code, now):
            rows = rows.exclude(pk__in=gone)
    return stations_matching(rows, wanted.q)


def public_stations(
    wanted: StationFilter, *, now: datetime, page: int = 1, page_size: int = PAGE_SIZE
) -> StationPage:
    """One page of what matches; only the page is loaded."""
    rows = wanted_stations(wanted, now=now)
    ranks = [rank for rank in ranks_of(rows, now=now) if rank.is_open or not wanted.open_now]
    total = sum(rank.count for rank in ranks)
    open_total = sum(rank.count for rank in ranks if rank.is_open)
    pages = max(1, -(-total // page_size))
    page = min(max(1, page), pages)
    chosen = numbers_between(rows, ranks, (page - 1) * page_size, page * page_size)
    return StationPage(station_cards(chosen, now=now), total, open_total, page, pages)


def station_cards(numbers: Sequence[int], *, now: datetime) -> list[StationCard]:
    """The cards of certain stations, in the order given."""
    stations = Station.objects.select_related("area", "area__parent").in_bulk(list(numbers))
    views, held = opening_views(stations.values(), now=now), _facilities_of(stations, now)
    return [
        StationCard(station, views[number], held[number])
        for number in numbers
        if (station := stations.get(number))
    ]


def station_details(number: int, *, now: datetime) -> StationDetails | None:
    """Everything the public page of a station says; None where there is no such station."""
    loaded = Station.objects.select_related("area", "area__parent", "organisation")
    station = loaded.prefetch_related("facilities__facility_type", "spaces").filter(pk=number).first()
    if station is None:
        return None
    view, today = opening_views([station], now=now)[station.pk], timezone.localdate(now)
    other_hours = other_hours_of(station.pk, today=today)
    gone = stale_facilities([number], today=today).get(number, set())
    shown = [one for one in station.facilities.all() if one.facility_type_id not in gone]
    held = sorted(shown, key=lambda one: (one.facility_type.rank, one.facility_type.code))
    return StationDetails(
        station,
        view,
        [(one.facility_type, one.note) for one in held],
        list(station.spaces.all()),
        [*hours_lines(station.hours, today=today), *(line.as_hours() for line in other_hours)],
        held,
        map_links(station),
        other_hours,
        way_in(station),
        WirelessNetwork.objects.filter(pk=station.pk).exists(),
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


def _stale_at(code: str, now: datetime) -> list[int]:
    """The stations whose facility of this code holds nothing but what is out of date."""
    kind = FacilityType.objects.filter(code=code).values_list("pk", flat=True).first()
    gone = stale_facilities(None, today=timezone.localdate(now))
    return [station for station, facilities in gone.items() if kind in facilities]


def _facilities_of(numbers: Iterable[int], now: datetime) -> Mapping[int, list[FacilityType]]:
    """What works at each of these stations, in the county's order; one object a type."""
    pairs = StationFacility.objects.filter(station_id__in=list(numbers), state="working")
    types = FacilityType.objects.in_bulk()
    held: defaultdict[int, list[FacilityType]] = defaultdict(list)
    gone = stale_facilities(numbers, today=timezone.localdate(now))
    for number, facility in pairs.values_list("station_id", "facility_type_id"):
        if facility not in gone.get(number, ()):
            held[number].append(types[facility])
    for facilities in held.values():
        facilities.sort(key=lambda facility: (facility.rank, facility.code))
    return held
