"""The whole table was closed too early."""

from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.benefits.models import StockDay
from nuanfeng.modules.benefits.policies import Actor
from nuanfeng.modules.benefits.rules.stock import STOCK_NOT_OPEN
from nuanfeng.modules.benefits.usecases.lock_stock import offer_to_keep


@unit_of_work()
def reopen_table(*, station_id: int, programme: str, actor: Actor, now: datetime) -> list[StockDay]:
    """Go on with what the evening count left of every item, as one tap closed them all.

    Returns the items that are open again; reopening what is open changes nothing. Refused where the
    day was never opened.
    """
    offer = offer_to_keep(station_id=station_id, programme=programme, actor=actor)
    rows = StockDay.objects.filter(
        station_id=station_id, service_date=offer.day_of(now), item__programme_id=offer.programme_id
    )
    table = list(rows.order_by("item_id").select_for_update(of=("self",)))
    refuse_if(None if table else STOCK_NOT_OPEN)
    closed = [stock for stock in table if stock.closed_at is not None]
    for stock in closed:
        stock.closed_at = None
        stock.save(update_fields=["closed_at"])
        audit.record(actor=actor, action="benefits.reopen_stock", subject=stock, at=now)
    return closed
