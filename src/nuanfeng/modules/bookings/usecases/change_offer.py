"""The county changes what people read of an offer, or stops taking bookings."""

from datetime import datetime
from typing import Any

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.bookings import policies
from nuanfeng.modules.bookings.models import Offer
from nuanfeng.modules.people.api import Person

FIELDS = frozenset({"name", "name_en", "what", "for_kind_of_work", "is_active"})


@unit_of_work()
def change_offer(*, offer_id: int, actor: Person | str, now: datetime, **changes: Any) -> Offer:
    """Change what is named in `changes`; kind and how often stay, for bookings rest on them."""
    refuse_if(policies.refusal_to_keep_offers(actor))
    offer = Offer.objects.select_for_update().get(pk=offer_id)
    if unknown := set(changes) - FIELDS:
        raise TypeError(f"an offer has no {', '.join(sorted(unknown))}")
    different = [name for name, value in changes.items() if getattr(offer, name) != value]
    if different:
        for name in different:
            setattr(offer, name, changes[name])
        offer.save(update_fields=different)
        audit.record(
            actor=actor, action="bookings.change_offer", subject=offer, at=now, details={"fields": different}
        )
    return offer
