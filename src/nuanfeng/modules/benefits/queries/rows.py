"""The rows behind the county's figures: when, where, what and in which state. Never who."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.expressions import RawSQL

from nuanfeng.modules.benefits.models import (
    Item,
    PickupPoint,
    Programme,
    Redemption,
    RedemptionLine,
    Screening,
    StockDay,
    StockMove,
)
from nuanfeng.modules.benefits.rules import outcomes
from nuanfeng.modules.stations.api import Station

CHUNK = 2000
# So few days are found faster station by station than by walking back from the latest row.
SHORT_DAYS = 7


@dataclass(frozen=True, slots=True)
class RowFilter:
    """Which rows are wanted: service days from `first` to `last`, both included.

    `status` is a status of hand-outs or an outcome of screens; `gave_anyway` concerns hand-outs only.
    """

    first: date
    last: date
    station_id: int | None = None
    programme_id: int | None = None
    statuses: tuple[str, ...] = ()
    gave_anyway: bool = False


@dataclass(frozen=True, slots=True)
class HandOutRow:
    """One hand-out. `station` is None once the place is no longer kept."""

    at: datetime
    service_date: date
    station: Station | None
    programme: Programme
    items: Sequence[tuple[Item, int]]
    status: str
    gave_anyway: bool
    reason: str


@dataclass(frozen=True, slots=True)
class ScreenRow:
    """One amber or grey answer of a scanner."""

    at: datetime
    service_date: date
    station: Station
    programme: Programme
    outcome: str


@dataclass(frozen=True, slots=True)
class StockRow:
    """An item's day at a station: opening + added − handed − wasted + recounted = remaining."""

    service_date: date
    station: Station
    item: Item
    opening: int
    added: int
    handed: int
    wasted: int
    recounted: int
    remaining: int
    closed_at: datetime | None


def people_served(first: date, last: date) -> int:
    """How many different people got something on these service days; guests have no number.

    People are known for 90 days only: further back there is nobody left to count.
    """
    # Whoever was served on a day has one counted row on it. Written out and not passed as a
    # parameter, the status lets SQLite answer from the partial index alone.
    literal = RawSQL(f"'{outcomes.COUNTED}'", ())
    counted = Redemption.objects.filter(status=literal, service_date__range=(first, last))
    if first == last:
        counted = counted.filter(station__in=PickupPoint.objects.values("station_id"), service_date=first)
    people: int = counted.aggregate(people=Count("person_id", distinct=True))["people"]
    return people


def people_by_day(first: date, last: date, *, station_id: int | None = None) -> Mapping[date, int]:
    """How many different people got something on each of these service days."""
    rows = Redemption.objects.filter(status=outcomes.COUNTED, service_date__range=(first, last)).order_by()
    if station_id:
        rows = rows.filter(station_id=station_id)
    counted = rows.values("service_date").annotate(people=Count("person_id", distinct=True))
    return {row["service_date"]: row["people"] for row in counted}


def hand_out_rows(wanted: RowFilter, *, begin: int = 0, end: int | None = None) -> Iterator[HandOutRow]:
    """Hand-outs, the latest first. Their numbers are made in the order of time."""
    rows = _filtered(Redemption.objects.order_by("-pk"), wanted)
    if (wanted.last - wanted.first).days < SHORT_DAYS and not wanted.station_id:
        rows = rows.filter(_by_station(wanted))
    if wanted.statuses:
        rows = rows.filter(status__in=wanted.statuses)
    if wanted.gave_anyway:
        rows = rows.filter(gave_anyway=True).exclude(status=outcomes.VOID)
    fields = "id", "at", "service_date", "station_id", "programme_id", "status", "gave_anyway", "reason"
    programmes, items = Programme.objects.in_bulk(), Item.objects.in_bulk()
    for chunk in _chunks(rows.values_list(*fields), begin, end):
        lines, stations = _lines([row[0] for row in chunk], items), _stations(row[3] for row in chunk)
        for pk, at, day, station, programme, status, gave_anyway, reason in chunk:
            yield HandOutRow(
                at=at,
                service_date=day,
                station=stations.get(station) if station else None,
                programme=programmes[programme],
                items=lines[pk],
                status=status,
                gave_anyway=gave_anyway,
                reason=reason,
            )


def screen_rows(wanted: RowFilter, *, begin: int = 0, end: int | None = None) -> Iterator[ScreenRow]:
    """Amber and grey answers, the latest first."""
    rows = _filtered(Screening.objects.order_by("-pk"), wanted)
    if wanted.statuses:
        rows = rows.filter(outcome__in=wanted.statuses)
    fields = "at", "service_date", "station_id", "programme_id", "outcome"
    programmes = Programme.objects.in_bulk()
    for chunk in _chunks(rows.values_list(*fields), begin, end):
        stations = _stations(row[2] for row in chunk)
        for at, day, station, programme, outcome in chunk:
            yield ScreenRow(at, day, stations[station], programmes[programme], outcome)


def stock_rows(wanted: RowFilter) -> list[StockRow]:
    """Every item's day, the latest day first; what was handed out follows from the rest."""
    rows = StockDay.objects.filter(service_date__range=(wanted.first, wanted.last))
    if wanted.station_id:
        rows = rows.filter(station_id=wanted.station_id)
    if wanted.programme_id:
        rows = rows.filter(item__programme_id=wanted.programme_id)
    days = list(rows.select_related("item").order_by("-service_date", "station__name", "item__rank"))
    moved: Counter[tuple[int, str]] = Counter()
    moves = StockMove.objects.filter(stock_day__in=rows)
    for day_id, kind, quantity in moves.values_list("stock_day_id", "kind", "quantity"):
        moved[day_id, kind] += quantity
    stations = _stations(day.station_id for day in days)
    return [_stock_row(day, stations[day.station_id], moved) for day in days]


def _stock_row(day: StockDay, station: Station, moved: Mapping[tuple[int, str], int]) -> StockRow:
    added, wasted, recounted = (moved.get((day.pk, kind), 0) for kind in ("in", "waste", "recount"))
    return StockRow(
        service_date=day.service_date,
        station=station,
        item=day.item,
        opening=day.opening,
        added=added,
        handed=day.opening + added - wasted + recounted - day.lying,
        wasted=wasted,
        recounted=recounted,
        remaining=day.lying,
        closed_at=day.closed_at,
    )


def _filtered(rows: QuerySet[Any], wanted: RowFilter) -> QuerySet[Any]:
    rows = rows.filter(service_date__range=(wanted.first, wanted.last))
    if wanted.station_id:
        rows = rows.filter(station_id=wanted.station_id)
    return rows.filter(programme_id=wanted.programme_id) if wanted.programme_id else rows


def _by_station(wanted: RowFilter) -> Q:
    """Every row of these days, said in the order of the index that knows stations and days."""
    days = Q(service_date__range=(wanted.first, wanted.last))
    points = PickupPoint.objects.values("station_id")
    return Q(days, station__in=points) | Q(days, station__isnull=True)


def _chunks(rows: QuerySet[Any, Any], begin: int, end: int | None) -> Iterator[list[Any]]:
    """A page at once, a long list in pieces, so that an export holds few rows at a time."""
    found = iter(rows[begin:end].iterator(chunk_size=CHUNK))
    while chunk := list(islice(found, CHUNK)):
        yield chunk


def _lines(numbers: list[UUID], items: Mapping[int, Item]) -> Mapping[UUID, list[tuple[Item, int]]]:
    lines: defaultdict[UUID, list[tuple[Item, int]]] = defaultdict(list)
    rows = RedemptionLine.objects.filter(redemption_id__in=numbers).order_by("item__rank", "pk")
    for number, item, quantity in rows.values_list("redemption_id", "item_id", "quantity"):
        lines[number].append((items[item], quantity))
    return lines


def _stations(numbers: Iterable[int | None]) -> Mapping[int, Station]:
    wanted = {number for number in numbers if number is not None}
    return Station.objects.only("pk", "name", "name_en").in_bulk(wanted)
