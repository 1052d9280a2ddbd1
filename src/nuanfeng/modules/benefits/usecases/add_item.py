"""Put something on a programme's table."""

from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.benefits import policies
from nuanfeng.modules.benefits.models import Item
from nuanfeng.modules.benefits.rules.choices import refusal_to_offer
from nuanfeng.modules.benefits.rules.days import CODE_TAKEN
from nuanfeng.modules.people.api import Person


@unit_of_work()
def add_item(
    *,
    programme_id: int,
    code: str,
    name: str,
    actor: Person,
    now: datetime,
    name_en: str = "",
    quantity_max: int = 1,
    rank: int = 100,
) -> Item:
    """Something more to choose from; `quantity_max` is what one person may take of it."""
    refuse_if(policies.refusal_to_keep_programmes(actor))
    refuse_if(refusal_to_offer(quantity_max))
    refuse_if(CODE_TAKEN if Item.objects.filter(programme_id=programme_id, code=code).exists() else None)
    item = Item.objects.create(
        programme_id=programme_id,
        code=code,
        name=name,
        name_en=name_en,
        quantity_max=quantity_max,
        rank=rank,
    )
    audit.record(actor=actor, action="benefits.add_item", subject=item, at=now)
    return item
