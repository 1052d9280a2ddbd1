"""Write many hand-outs of one station that happened without a network: stock, statuses, rows, undos.

A constant number of statements, however many there are. Rows are locked in the order in which single
hand-outs lock them: stock by item, then hand-outs by number.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias
from uuid import UUID

from django.db.models import F

from nuanfeng.modules.benefits.models import Redemption, RedemptionLine, StockDay, StockLease, StockMove
from nuanfeng.modules.benefits.rules import outcomes
from nuanfeng.modules.benefits.rules.choices import Standing
from nuanfeng.modules.benefits.rules.leases import taken_from
from nuanfeng.modules.benefits.rules.stock import EVENING_COUNT
from nuanfeng.modules.benefits.usecases.settle_periods import PersonPeriod, settle_periods
from nuanfeng.modules.benefits.usecases.write_rows import write_rows

Place: TypeAlias = tuple[date, int]


@dataclass(slots=True)
class LateHandOut:
    """A hand-out that is to be kept; `status` is settled when it is. `lines` are items and quantities."""

    id: UUID
    programme_id: int
    service_date: date
    period_start: date
    person_id: int | None
    at: datetime
    gave_anyway: bool
    reason: str
    content_digest: bytes
    lines: tuple[tuple[int, int], ...]
    status: str = ""
    beyond: dict[int, int] = field(default_factory=dict)

    @property
    def period(self) -> PersonPeriod | None:
        """Whose period it is to be settled with; None for a guest's."""
        return (self.person_id, self.programme_id, self.period_start) if self.person_id else None

    @property
    def standing(self) -> Standing:
        """As it is settled with the others."""
        return Standing(self.at, self.id, outcomes.EXTRA, self.service_date)


@dataclass(slots=True)
class Undone:
    """A hand-out that stands and is now undone."""

    redemption: Redemption
    at: datetime


def keep_hand_outs(
    *,
    station_id: int,
    scanner_id: UUID,
    late: Sequence[LateHandOut],
    undone_late: Mapping[UUID, datetime],
    undone: Sequence[Undone],
    now: datetime,
) -> dict[UUID, str]:
    """Keep them all and say what each has become; part of a unit of work that writes the audit entry.

    `undone_late` are those of them that were undone as well, `undone` those that were kept before.
    Raises `IntegrityError` where somebody else was served in the same moment: look again.
    """
    lines = _lines_of(undone)
    places = {(one.service_date, item) for one in late for item, _quantity in one.lines}
    stock = _locked_stock(station_id, places | {(day, item) for day, item, _taken in lines})
    for one in late:
        one.status = outcomes.VOID if one.id in undone_late else outcomes.GUEST if one.period is None else ""
    _undo(undone, now)
    periods = {one.period for one in late} | {_period_of(one.redemption) for one in undone}
    new = [(one.period, one.standing) for one in late if one.period and not one.status]
    statuses, promoted = settle_periods(periods={period for period in periods if period}, new=new, now=now)
    standing = sorted((one for one in late if one.status != outcomes.VOID), key=lambda one: (one.at, one.id))
    _take(standing, stock, _locked_leases(scanner_id, stock))
    _give_back(lines, stock, now)
    for one in late:
        one.status = one.status or statuses[one.id]
    _insert(late, station_id, scanner_id, now)
    if promoted:
        Redemption.objects.filter(pk__in=promoted).update(status=outcomes.COUNTED, changed_at=now)
    voids = {**undone_late, **{one.redemption.pk: one.at for one in undone}}
    write_rows(
        table="benefits_redemptionvoid",
        columns=("redemption_id", "at", "scanner_id"),
        rows=[(number, at, scanner_id) for number, at in voids.items()],
    )
    return {one.id: one.status for one in late}


def _period_of(redemption: Redemption) -> PersonPeriod | None:
    if redemption.person_id is None or redemption.period_start is None:
        return None
    return redemption.person_id, redemption.programme_id, redemption.period_start


def _lines_of(undone: Sequence[Undone]) -> list[tuple[date, int, int]]:
    """Day, item and how many come back to the count."""
    days = {one.redemption.pk: one.redemption.service_date for one in undone}
    if not days:
        return []
    rows = RedemptionLine.objects.filter(redemption_id__in=days)
    taken = rows.values_list("redemption_id", "item_id", F("quantity") - F("beyond_stock"))
    return [(days[number], item, quantity) for number, item, quantity in taken if quantity]


def _locked_stock(station_id: int, places: Collection[Place]) -> dict[Place, StockDay]:
    if not places:
        return {}
    rows = StockDay.objects.filter(
        station_id=station_id,
        service_date__in={day for day, _item in places},
        item_id__in={item for _day, item in places},
    )
    locked = rows.order_by("service_date", "item_id").select_for_update()
    return {(stock.service_date, stock.item_id): stock for stock in locked}


def _locked_leases(scanner_id: UUID, stock: Mapping[Place, StockDay]) -> dict[int, StockLease]:
    running = StockLease.objects.filter(scanner_id=scanner_id, ended_at__isnull=True)
    days = [row.pk for row in stock.values()]
    return {lease.stock_day_id: lease for lease in running.filter(stock_day_id__in=days).select_for_update()}


def _take(
    hand_outs: Iterable[LateHandOut], stock: Mapping[Place, StockDay], leases: Mapping[int, StockLease]
) -> None:
    """Count down, the earliest first: leased portions, then the table; the rest was beyond the count."""
    for one in hand_outs:
        for item, quantity in one.lines:
            row = stock.get((one.service_date, item))
            if row is None or row.closed_at is not None:
                one.beyond[item] = quantity
                continue
            lease = leases.get(row.pk)
            left = lease.portions - lease.taken if lease else 0
            from_lease, from_table = taken_from(quantity=quantity, lease=left, free=row.remaining)
            row.remaining -= from_table
            row.leased -= from_lease
            if lease:
                lease.taken += from_lease
            one.beyond[item] = quantity - from_lease - from_table
    StockDay.objects.bulk_update(stock.values(), ["remaining", "leased"])
    StockLease.objects.bulk_update(leases.values(), ["taken"])


def _give_back(
    lines: Iterable[tuple[date, int, int]], stock: Mapping[Place, StockDay], now: datetime
) -> None:
    """What was undone lies on the table again; where the evening count was made, it has counted it."""
    moves = []
    for day, item, quantity in lines:
        row = stock[day, item]
        if row.closed_at is None:
            row.remaining += quantity
        else:
            moves.append(
                StockMove(stock_day=row, kind="recount", quantity=-quantity, reason=EVENING_COUNT, at=now)
            )
    if lines:
        StockDay.objects.bulk_update(stock.values(), ["remaining"])
        StockMove.objects.bulk_create(moves)


def _undo(undone: Sequence[Undone], now: datetime) -> None:
    if undone:
        numbers = [one.redemption.pk for one in undone]
        Redemption.objects.filter(pk__in=numbers).update(status=outcomes.VOID, changed_at=now)


_COLUMNS = (
    "id", "station_id", "programme_id", "service_date", "period_start", "person_id", "status", "gave_anyway",
    "is_offline", "reason", "scanner_id", "at", "received_at", "changed_at", "content_digest",
)  # fmt: skip


def _insert(late: Sequence[LateHandOut], station_id: int, scanner_id: UUID, now: datetime) -> None:
    # In the order of the unique indexes: two batches that meet wait for each other, and never in a ring.
    ordered = sorted(late, key=lambda one: (one.person_id or 0, one.programme_id, one.service_date, one.id))
    rows = [
        (
            one.id, station_id, one.programme_id, one.service_date, one.period_start, one.person_id,
            one.status, one.gave_anyway, True, one.reason, scanner_id, one.at, now, now, one.content_digest,
        )
        for one in ordered
    ]  # fmt: skip
    write_rows(table="benefits_redemption", columns=_COLUMNS, rows=rows)
    write_rows(
        table="benefits_redemptionline",
        columns=("redemption_id", "item_id", "quantity", "beyond_stock"),
        rows=[
            (one.id, item, quantity, one.beyond.get(item, 0))
            for one in ordered
            for item, quantity in one.lines
        ],
    )
