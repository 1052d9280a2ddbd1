"""One station's service day as its day sheet tells it: by item, by hour, with what is left and why."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, Q, QuerySet, Sum
from django.utils import timezone

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
from nuanfeng.modules.benefits.rules.stock import EVENING_COUNT

PROPOSAL_REACHES_BACK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ItemDay:
    """An item's stock on one day: opening + added − handed − wasted + recounted = remaining."""

    item: Item
    opening: int
    added: int
    handed: int
    wasted: int
    recounted: int
    evening_difference: int
    remaining: int
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class DaySheet:
    """A programme at a station on one service day. Names nobody."""

    programme: Programme
    service_date: date
    statuses: Mapping[str, int]
    gave_anyway: int
    already: int
    other_amber: int
    hours: Sequence[int]
    taken: Mapping[tuple[int, int], int]
    people: Mapping[int, int]
    beyond_stock: int
    items: Sequence[Item]
    stock: Sequence[ItemDay]


def item_days(
    station_id: int, programme_id: int, service_date: date, *, is_cut: bool = False
) -> list[ItemDay]:
    """The items of a programme whose stock was opened on that day, in the order of the table.

    Where the hand-outs no longer say that they were here (`is_cut`), the rest says how many there were.
    """
    rows = StockDay.objects.filter(
        station_id=station_id, item__programme_id=programme_id, service_date=service_date
    )
    days = list(rows.select_related("item").order_by("item__rank", "item__code"))
    moves = _moves(days)
    handed = _handed(station_id, programme_id, service_date)
    if is_cut:
        handed = {day.item_id: _handed_by_the_rest(day, moves) for day in days}
    return [_item_day(day, moves, handed) for day in days]


def proposed_openings(station_id: int, programme_id: int, service_date: date) -> dict[int, int]:
    """The county's quota where there is one thing on the table, else the last opening within a week."""
    quota = _quota(station_id, programme_id)
    if quota:
        return quota
    rows = StockDay.objects.filter(
        station_id=station_id,
        item__programme_id=programme_id,
        service_date__lt=service_date,
        service_date__gte=service_date - PROPOSAL_REACHES_BACK,
    )
    return dict(rows.order_by("service_date").values_list("item_id", "opening"))


def _quota(station_id: int, programme_id: int) -> dict[int, int]:
    point = PickupPoint.objects.filter(station_id=station_id, programme_id=programme_id, quota__gt=0).first()
    items = list(Item.objects.filter(programme_id=programme_id, is_active=True).values_list("pk", flat=True))
    return {items[0]: point.quota} if point and point.quota and len(items) == 1 else {}


def day_sheets(station_id: int, service_date: date, *, is_cut: bool = False) -> list[DaySheet]:
    """A sheet for every programme that handed out or had stock here on that day."""
    here = {"station_id": station_id, "service_date": service_date}
    wanted = Programme.objects.filter(
        Q(pk__in=Redemption.objects.filter(**here).values("programme_id"))
        | Q(pk__in=StockDay.objects.filter(**here).values("item__programme_id"))
        | Q(pk__in=Screening.objects.filter(**here).values("programme_id"))
    )
    return [_sheet(station_id, programme, service_date, is_cut) for programme in wanted]


def _sheet(station_id: int, programme: Programme, service_date: date, is_cut: bool) -> DaySheet:
    rows = Redemption.objects.filter(station_id=station_id, programme=programme, service_date=service_date)
    standing = rows.exclude(status=outcomes.VOID)
    hour_of = {pk: timezone.localtime(at).hour for pk, at in standing.values_list("pk", "at")}
    lines = RedemptionLine.objects.filter(redemption__in=standing)
    taken: Counter[tuple[int, int]] = Counter()
    beyond = 0
    for redemption_id, item_id, quantity, beyond_stock in lines.values_list(
        "redemption_id", "item_id", "quantity", "beyond_stock"
    ):
        taken[item_id, hour_of[redemption_id]] += quantity
        beyond += beyond_stock
    stock = item_days(station_id, programme.pk, service_date, is_cut=is_cut)
    screens = Counter(_screens(station_id, programme, service_date))
    already = screens.pop(outcomes.ALREADY, 0)
    seen = {item_id for item_id, _hour in taken} | {day.item.pk for day in stock}
    return DaySheet(
        programme=programme,
        service_date=service_date,
        statuses=Counter(rows.values_list("status", flat=True)),
        gave_anyway=standing.filter(gave_anyway=True).count(),
        already=already,
        other_amber=screens.total(),
        hours=_in_order(hour_of.values(), programme),
        taken=taken,
        people=Counter(hour_of.values()),
        beyond_stock=beyond if stock else 0,
        items=list(Item.objects.filter(pk__in=seen)),
        stock=stock,
    )


def _in_order(hours: Iterable[int], programme: Programme) -> list[int]:
    """The hours of a service day in their order: after midnight comes last."""
    start = programme.service_day_starts_at.hour
    return sorted(set(hours), key=lambda hour: (hour - start) % 24)


def _screens(station_id: int, programme: Programme, service_date: date) -> QuerySet[Screening, str]:
    rows = Screening.objects.filter(station_id=station_id, programme=programme, service_date=service_date)
    return rows.values_list("outcome", flat=True)


_Moves = Mapping[tuple[int, str], int]


def _moves(days: Sequence[StockDay]) -> _Moves:
    sums: Counter[tuple[int, str]] = Counter()
    rows = StockMove.objects.filter(stock_day__in=days)
    for day_id, kind, reason, quantity in rows.values_list("stock_day_id", "kind", "reason", "quantity"):
        sums[day_id, EVENING_COUNT if reason == EVENING_COUNT else kind] += quantity
    return sums


def _handed(station_id: int, programme_id: int, service_date: date) -> Mapping[int, int]:
    lines = RedemptionLine.objects.filter(
        redemption__station_id=station_id,
        redemption__programme_id=programme_id,
        redemption__service_date=service_date,
    ).exclude(redemption__status=outcomes.VOID)
    sums = lines.order_by().values("item_id").annotate(handed=Sum(F("quantity") - F("beyond_stock")))
    return {row["item_id"]: row["handed"] for row in sums}


def _handed_by_the_rest(day: StockDay, moves: _Moves) -> int:
    gained = sum(moves.get((day.pk, kind), 0) for kind in ("in", "recount", EVENING_COUNT))
    return day.opening + gained - moves.get((day.pk, "waste"), 0) - day.lying


def _item_day(day: StockDay, moves: _Moves, handed: Mapping[int, int]) -> ItemDay:
    evening = moves.get((day.pk, EVENING_COUNT), 0)
    return ItemDay(
        item=day.item,
        opening=day.opening,
        added=moves.get((day.pk, "in"), 0),
        handed=handed.get(day.item_id, 0),
        wasted=moves.get((day.pk, "waste"), 0),
        recounted=moves.get((day.pk, "recount"), 0) + evening,
        evening_difference=evening,
        remaining=day.lying,
        closed_at=day.closed_at,
    )
