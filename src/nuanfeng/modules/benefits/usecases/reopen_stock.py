"""The table was closed too early."""

from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.modules.benefits.models import StockDay
from nuanfeng.modules.benefits.policies import Actor
from nuanfeng.modules.benefits.usecases.lock_stock import lock_stock


@unit_of_work()
def reopen_stock(*, station_id: int, programme: str, item: str, actor: Actor, now: datetime) -> StockDay:
    """Go on with what the evening count left; reopening what is open changes nothing."""
    stock = lock_stock(station_id=station_id, programme=programme, item=item, actor=actor, now=now)
    if stock.closed_at is None:
        return stock
    stock.closed_at = None
    stock.save(update_fields=["closed_at"])
    audit.record(actor=actor, action="benefits.reopen_stock", subject=stock, at=now)
    return stock
