"""Count what lies on the table in the morning."""

from collections.abc import Mapping
from datetime import datetime

from nuanfeng.kernel import audit, outbox
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import Refused, refuse_if
from nuanfeng.modules.benefits.events import StockOpened
from nuanfeng.modules.benefits.models import StockDay
from nuanfeng.modules.benefits.policies import Actor
from nuanfeng.modules.benefits.queries import Offer
from nuanfeng.modules.benefits.rules.choices import NOTHING_CHOSEN, unknown_item
from nuanfeng.modules.benefits.rules.stock import STOCK_OPEN_ALREADY, refusal_to_count
from nuanfeng.modules.benefits.usecases.lock_stock import offer_to_keep


@unit_of_work()
def open_stock(
    *, station_id: int, programme: str, portions: Mapping[str, int], actor: Actor, now: datetime
) -> list[StockDay]:
    """Open today's stock of the items named; opening the same with the same number changes nothing.

    Hand-outs from before it was opened lie beyond the count and are not taken off it.
    """
    offer = offer_to_keep(station_id=station_id, programme=programme, actor=actor)
    _refuse_if_wrong(offer, portions)
    day = offer.day_of(now)
    opened, is_new = [], False
    for item in sorted(portions, key=lambda code: offer.items[code].item_id):
        count = portions[item]
        stock, is_made = StockDay.objects.get_or_create(
            station_id=station_id,
            item_id=offer.items[item].item_id,
            service_date=day,
            defaults={"opening": count, "remaining": count, "opened_at": now},
        )
        refuse_if(None if is_made or stock.opening == count else STOCK_OPEN_ALREADY)
        if is_made:
            audit.record(actor=actor, action="benefits.open_stock", subject=stock, at=now)
        opened.append(stock)
        is_new = is_new or is_made
    if is_new:
        outbox.announce(StockOpened(station_id, offer.programme_id, day), at=now)
    return opened


def _refuse_if_wrong(offer: Offer, portions: Mapping[str, int]) -> None:
    refuse_if(None if portions else NOTHING_CHOSEN)
    for item, count in portions.items():
        if item not in offer.items:
            raise Refused(unknown_item(item))
        refuse_if(refusal_to_count(count))
