"""Change something on a programme's table, or take it off."""

from datetime import datetime
from typing import Any

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.benefits import policies
from nuanfeng.modules.benefits.models import Item
from nuanfeng.modules.benefits.rules.choices import refusal_to_offer
from nuanfeng.modules.people.api import Person

CHANGEABLE = frozenset({"name", "name_en", "quantity_max", "rank", "is_active"})


@unit_of_work()
def change_item(*, item_id: int, actor: Person, now: datetime, **changes: Any) -> Item:
    """Change what is named in `changes`; the same values again change nothing."""
    refuse_if(policies.refusal_to_keep_programmes(actor))
    if unknown := changes.keys() - CHANGEABLE:
        raise TypeError(f"an item's {', '.join(sorted(unknown))} cannot be changed")
    item = Item.objects.select_for_update().get(pk=item_id)
    changed = [name for name, value in changes.items() if getattr(item, name) != value]
    for name in changed:
        setattr(item, name, changes[name])
    refuse_if(refusal_to_offer(item.quantity_max))
    if changed:
        item.save(update_fields=changed)
        details = {"changed": sorted(changed)}
        audit.record(actor=actor, action="benefits.change_item", subject=item, at=now, details=details)
    return item
