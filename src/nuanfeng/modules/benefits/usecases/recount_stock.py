"""Somebody counted what really lies there."""

from datetime import datetime
from uuid import UUID

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.benefits.models import StockDay, StockMove
from nuanfeng.modules.benefits.policies import Actor
from nuanfeng.modules.benefits.rules.stock import (
    NUMBER_USED,
    STOCK_CLOSED,
    refusal_to_count,
    refusal_to_explain,
)
from nuanfeng.modules.benefits.usecases.end_leases import end_leases
from nuanfeng.modules.benefits.usecases.lock_stock import earlier_move, lock_stock, person_of


@unit_of_work()
def recount_stock(
    *,
    id: UUID,
    station_id: int,
    programme: str,
    item: str,
    counted: int,
    actor: Actor,
    now: datetime,
    reason: str = "",
) -> StockDay:
    """The count on the table wins; the difference is kept as a move, and none where there is none.

    The same id with the same count again changes nothing; with another count it is refused.
    """
    stock = lock_stock(station_id=station_id, programme=programme, item=item, actor=actor, now=now)
    refuse_if(refusal_to_explain(reason))
    if before := earlier_move(id=id, stock=stock, kind="recount"):
        refuse_if(NUMBER_USED if before.counted not in (None, counted) else None)
        return stock
    refuse_if(STOCK_CLOSED if stock.closed_at is not None else refusal_to_count(counted))
    freed = end_leases(stock=[stock], now=now)
    difference = counted - stock.remaining
    if difference:
        stock.remaining = counted
        stock.save(update_fields=["remaining"])
        StockMove.objects.create(
            id=id,
            stock_day=stock,
            kind="recount",
            quantity=difference,
            counted=counted,
            reason=reason,
            at=now,
            actor=person_of(actor),
        )
    if difference or freed:
        audit.record(actor=actor, action="benefits.recount_stock", subject=stock, at=now)
    return stock
