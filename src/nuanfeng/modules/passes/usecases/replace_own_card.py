"""A new card in place of one's own lost one."""

from datetime import datetime
from uuid import UUID

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import Refused, refuse_if
from nuanfeng.modules.passes import policies
from nuanfeng.modules.passes.models import CardSheet, Handle
from nuanfeng.modules.passes.rules.periods import CARD_VALID
from nuanfeng.modules.passes.usecases.issue_screen_handle import a_new_handle
from nuanfeng.modules.passes.usecases.replace_card import CARD_REPLACED
from nuanfeng.modules.people.api import Person


@unit_of_work()
def replace_own_card(
    *, id: UUID, actor: Person, card_id: int, address: str, language: str, now: datetime
) -> CardSheet:
    """The old card stops at once; the new one can be printed for an hour. Twice gives the same one."""
    refuse_if(policies.refusal_to_hold_pass(actor))
    if earlier := CardSheet.objects.filter(pk=id, asked_by=actor).first():
        return earlier
    old = Handle.objects.select_for_update().get(pk=card_id, person=actor, kind="card")
    if old.revoked_at is not None:
        raise Refused(CARD_REPLACED)
    old.revoked_at = now
    old.save(update_fields=["revoked_at"])
    new = a_new_handle(person_id=actor.pk, kind="card", now=now, expires_at=now + CARD_VALID)
    new.save(force_insert=True)
    audit.record(
        actor=actor, action="passes.replace_own_card", subject=new, at=now, details={"replaces": old.pk}
    )
    return CardSheet.objects.create(
        id=id, asked_by=actor, asked_at=now, cards=[new.pk], address=address, language=language
    )
