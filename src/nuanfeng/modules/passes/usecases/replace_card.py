"""A lost, worn or old card: a new one for the same person, no question asked."""

from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import N_, Refusal, Refused, refuse_if
from nuanfeng.modules.passes import policies
from nuanfeng.modules.passes.models import Handle
from nuanfeng.modules.passes.rules.periods import CARD_VALID
from nuanfeng.modules.passes.usecases.issue_screen_handle import a_new_handle
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations.api import Station

NOT_A_CARD = Refusal("not_a_card", N_("Only a card can be replaced by a card."))
CARD_REPLACED = Refusal("card_replaced", N_("This card was replaced before. Use the newer one."))


@unit_of_work()
def replace_card(
    *, actor: Person, card: Handle, now: datetime, station: Station | int | None = None
) -> Handle:
    """Stop the old card and give a new one for 180 days; the old one cannot be replaced twice."""
    refuse_if(policies.refusal_to_issue_cards(actor, station))
    old = Handle.objects.select_for_update().get(pk=card.pk)
    if old.kind != "card":
        raise Refused(NOT_A_CARD)
    if old.revoked_at is not None:
        raise Refused(CARD_REPLACED)
    old.revoked_at = now
    old.save(update_fields=["revoked_at"])
    new = a_new_handle(person_id=old.person_id, kind="card", now=now, expires_at=now + CARD_VALID)
    new.save(force_insert=True)
    audit.record(actor=actor, action="passes.replace_card", subject=new, at=now, details={"replaces": old.pk})
    return new
