"""Stop a card or a screen's handle."""

from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.passes import policies
from nuanfeng.modules.passes.models import Handle
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations.api import Station


@unit_of_work()
def revoke_handle(
    *, actor: Person, held: Handle, now: datetime, station: Station | int | None = None
) -> Handle:
    """From now on the handle is amber at every scanner; a second time changes nothing."""
    kept = Handle.objects.select_for_update().get(pk=held.pk)
    refuse_if(policies.refusal_to_revoke_handle(actor, kept, station))
    if kept.is_revoked(now):
        return kept
    kept.revoked_at = now
    kept.save(update_fields=["revoked_at"])
    audit.record(actor=actor, action="passes.revoke_handle", subject=kept, at=now)
    return kept
