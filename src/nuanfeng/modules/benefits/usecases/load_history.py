"""Bring in a service day that is over: the demo county's, or that of an earlier system."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from hashlib import blake2b
from typing import NamedTuple
from uuid import UUID

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.ids import new_id
from nuanfeng.modules.benefits.models import (
    Redemption,
    RedemptionLine,
    RedemptionVoid,
    Screening,
    StockDay,
    StockMove,
)
from nuanfeng.modules.benefits.queries import rules_of
from nuanfeng.modules.benefits.rules.periods import period_start

BATCH = 2000


class PastHandOut(NamedTuple):
    """One hand-out; `items` maps the number of an item to the quantity taken."""

    id: UUID
    station_id: int
    person_id: int | None
    staff_id: int | None
    status: str
    gave_anyway: bool
    reason: str
    at: datetime
    items: dict[int, int]
    voided_at: datetime | None = None


class PastScreen(NamedTuple):
    """One amber or grey answer."""

    id: UUID
    station_id: int
    outcome: str
    at: datetime


class PastMove(NamedTuple):
    """A change of stock that was no hand-out."""

    kind: str
    quantity: int
    reason: str
    at: datetime
    actor_id: int | None


class PastStock(NamedTuple):
    """An item's day at a station; what remained follows from the rest."""

    station_id: int
    item_id: int
    opening: int
    opened_at: datetime
    closed_at: datetime | None
    moves: Sequence[PastMove] = ()


@unit_of_work()
def load_history(
    *,
    programme_id: int,
    service_date: date,
    hand_outs: Sequence[PastHandOut],
    screens: Iterable[PastScreen],
    stock: Sequence[PastStock],
    now: datetime,
) -> None:
    """Write one service day in a few statements, so that its rows agree with each other.

    What remains is computed from the hand-outs here and not believed, which keeps the stock
    equation; the database still refuses a second counted hand-out and a stock below zero.
    """
    starts = period_start(rules_of([programme_id])[programme_id], service_date)
    Redemption.objects.bulk_create(
        (_redemption(past, programme_id, service_date, starts) for past in hand_outs), batch_size=BATCH
    )
    RedemptionLine.objects.bulk_create(
        (
            RedemptionLine(redemption_id=past.id, item_id=item, quantity=quantity)
            for past in hand_outs
            for item, quantity in past.items.items()
        ),
        batch_size=BATCH,
    )
    RedemptionVoid.objects.bulk_create(
        (
            RedemptionVoid(redemption_id=past.id, at=past.voided_at, staff_id=past.staff_id)
            for past in hand_outs
            if past.voided_at
        ),
        batch_size=BATCH,
    )
    Screening.objects.bulk_create(
        (
            Screening(programme_id=programme_id, service_date=service_date, **screen._asdict())
            for screen in screens
        ),
        batch_size=BATCH,
    )
    _load_stock(stock, _handed(hand_outs), service_date)
    audit.record(
        actor=None,
        action="benefits.load_history",
        subject=f"benefits.programme:{programme_id}",
        at=now,
        details={"service_date": service_date.isoformat(), "hand_outs": len(hand_outs)},
    )


def _redemption(past: PastHandOut, programme_id: int, service_date: date, period_start: date) -> Redemption:
    return Redemption(
        id=past.id,
        station_id=past.station_id,
        programme_id=programme_id,
        service_date=service_date,
        period_start=period_start,
        person_id=past.person_id,
        status=past.status,
        gave_anyway=past.gave_anyway,
        reason=past.reason,
        staff_id=past.staff_id,
        at=past.at,
        received_at=past.at,
        changed_at=past.voided_at or past.at,
        # No scanner will send this id again, so any digest that is nobody else's will do.
        content_digest=blake2b(past.id.bytes, digest_size=16).digest(),
    )


def _handed(hand_outs: Iterable[PastHandOut]) -> Counter[tuple[int, int]]:
    handed: Counter[tuple[int, int]] = Counter()
    for past in hand_outs:
        if past.status != "void":
            for item, quantity in past.items.items():
                handed[past.station_id, item] += quantity
    return handed


def _load_stock(stock: Sequence[PastStock], handed: Counter[tuple[int, int]], service_date: date) -> None:
    days = StockDay.objects.bulk_create(
        (
            StockDay(
                station_id=past.station_id,
                item_id=past.item_id,
                service_date=service_date,
                opening=past.opening,
                remaining=past.opening
                + sum(-move.quantity if move.kind == "waste" else move.quantity for move in past.moves)
                - handed[past.station_id, past.item_id],
                opened_at=past.opened_at,
                closed_at=past.closed_at,
            )
            for past in stock
        ),
        batch_size=BATCH,
    )
    StockMove.objects.bulk_create(
        (
            StockMove(id=new_id(), stock_day=day, **move._asdict())
            for day, past in zip(days, stock, strict=True)
            for move in past.moves
        ),
        batch_size=BATCH,
    )
