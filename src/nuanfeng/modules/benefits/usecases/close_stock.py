"""Count what is left in the evening."""

from collections.abc import Mapping
from datetime import datetime

from nuanfeng.kernel import audit, outbox
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import Refused, refuse_if
from nuanfeng.modules.benefits.events import StockClosed
from nuanfeng.modules.benefits.models import StockDay, StockMove
from nuanfeng.modules.benefits.policies import Actor
from nuanfeng.modules.benefits.rules.choices import unknown_item
from nuanfeng.modules.benefits.rules.stock import EVENING_COUNT, STOCK_NOT_OPEN, refusal_to_count
from nuanfeng.modules.benefits.usecases.end_leases import end_leases
from nuanfeng.modules.benefits.usecases.lock_stock import offer_to_keep, person_of


@unit_of_work()
def close_stock(
    *, station_id: int, programme: str, counted: Mapping[str, int], actor: Actor, now: datetime
) -> list[StockDay]:
    """The evening count wins: differences become moves, and every open item of the table is closed.

    What scanners hold for a time without a network is given back first. An item that nobody
    counted keeps what the books say. Closing again changes nothing.
    """
    offer = offer_to_keep(station_id=station_id, programme=programme, actor=actor)
    counts: dict[int, int] = {}
    for item, count in counted.items():
        if item not in offer.items:
            raise Refused(unknown_item(item))
        refuse_if(refusal_to_count(count))
        counts[offer.items[item].item_id] = count
    day = offer.day_of(now)
    rows = StockDay.objects.filter(
        station_id=station_id, service_date=day, item__programme_id=offer.programme_id
    )
    table = list(rows.order_by("item_id").select_for_update(of=("self",)))
    refuse_if(None if table else STOCK_NOT_OPEN)
    still_open = [stock for stock in table if stock.closed_at is None]
    end_leases(stock=still_open, now=now)
    for stock in still_open:
        _close(stock, counts.get(stock.item_id, stock.remaining), actor, now)
    if still_open:
        outbox.announce(StockClosed(station_id, offer.programme_id, day), at=now)
    return table


def _close(stock: StockDay, count: int, actor: Actor, now: datetime) -> None:
    difference = count - stock.remaining
    stock.remaining, stock.closed_at = count, now
    stock.save(update_fields=["remaining", "closed_at"])
    if difference:
        StockMove.objects.create(
            stock_day=stock,
            kind="recount",
            quantity=difference,
            reason=EVENING_COUNT,
            at=now,
            actor=person_of(actor),
        )
    audit.record(actor=actor, action="benefits.close_stock", subject=stock, at=now)
