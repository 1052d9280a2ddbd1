"""Take a row of today's stock into hand before it is changed."""

from datetime import datetime
from uuid import UUID

from nuanfeng.kernel.errors import Refused, refuse_if
from nuanfeng.modules.benefits import policies, queries
from nuanfeng.modules.benefits.models import StockDay, StockMove
from nuanfeng.modules.benefits.policies import Actor
from nuanfeng.modules.benefits.queries import Offer
from nuanfeng.modules.benefits.rules.choices import unknown_item
from nuanfeng.modules.benefits.rules.days import PROGRAMME_NOT_HERE
from nuanfeng.modules.benefits.rules.stock import NUMBER_USED, STOCK_NOT_OPEN
from nuanfeng.modules.people.api import Person


def lock_stock(*, station_id: int, programme: str, item: str, actor: Actor, now: datetime) -> StockDay:
    """Today's stock of an item, locked, for somebody who may keep it; part of a unit of work."""
    offer = offer_to_keep(station_id=station_id, programme=programme, actor=actor)
    if item not in offer.items:
        raise Refused(unknown_item(item))
    rows = StockDay.objects.filter(
        station_id=station_id, item_id=offer.items[item].item_id, service_date=offer.day_of(now)
    )
    stock = rows.select_for_update().first()
    if stock is None:
        raise Refused(STOCK_NOT_OPEN)
    return stock


def offer_to_keep(*, station_id: int, programme: str, actor: Actor) -> Offer:
    """What the station hands out of a programme, for somebody who may keep its stock."""
    refuse_if(policies.refusal_to_keep_stock(actor, station_id))
    offer = queries.offer_at(station_id, programme)
    if offer is None:
        raise Refused(PROGRAMME_NOT_HERE)
    return offer


def earlier_move(*, id: UUID, stock: StockDay, kind: str, quantity: int | None = None) -> StockMove | None:
    """The move that this number made before; refuses a number that made another one."""
    move = StockMove.objects.filter(pk=id).first()
    if move is None:
        return None
    same = (move.stock_day_id, move.kind) == (stock.pk, kind) and quantity in (None, move.quantity)
    refuse_if(None if same else NUMBER_USED)
    return move


def person_of(actor: Actor) -> Person | None:
    """The person to name beside a move; a scanner's is in the audit entry only."""
    return actor if isinstance(actor, Person) else None
