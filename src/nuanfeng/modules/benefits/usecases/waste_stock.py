"""Something was thrown away."""

from datetime import datetime
from uuid import UUID

from django.db.models import F

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.benefits.models import StockDay, StockMove
from nuanfeng.modules.benefits.policies import Actor
from nuanfeng.modules.benefits.rules.stock import refusal_to_move, refusal_to_waste
from nuanfeng.modules.benefits.usecases.end_leases import end_leases
from nuanfeng.modules.benefits.usecases.lock_stock import earlier_move, lock_stock, person_of


@unit_of_work()
def waste_stock(
    *,
    id: UUID,
    station_id: int,
    programme: str,
    item: str,
    quantity: int,
    actor: Actor,
    now: datetime,
    reason: str = "",
) -> StockMove:
    """Take portions off today's stock; the same number (`id`) again changes nothing."""
    stock = lock_stock(station_id=station_id, programme=programme, item=item, actor=actor, now=now)
    if earlier := earlier_move(id=id, stock=stock, kind="waste", quantity=quantity):
        return earlier
    refuse_if(refusal_to_move(closed_at=stock.closed_at, quantity=quantity, reason=reason))
    if quantity > stock.remaining:
        end_leases(stock=[stock], now=now)
    refuse_if(refusal_to_waste(quantity=quantity, remaining=stock.remaining))
    StockDay.objects.filter(pk=stock.pk).update(remaining=F("remaining") - quantity)
    move = StockMove.objects.create(
        id=id,
        stock_day=stock,
        kind="waste",
        quantity=quantity,
        reason=reason,
        at=now,
        actor=person_of(actor),
    )
    audit.record(actor=actor, action="benefits.waste_stock", subject=move, at=now)
    return move
