"""Take a phone's right to scan, because it was lost or its owner left."""

from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.passes import policies
from nuanfeng.modules.passes.models import Scanner
from nuanfeng.modules.people.api import Person


@unit_of_work()
def revoke_scanner(*, actor: Person, scanner: Scanner, now: datetime) -> Scanner:
    """The key opens nothing from now on; a second time changes nothing."""
    kept = Scanner.objects.select_for_update().get(pk=scanner.pk)
    refuse_if(policies.refusal_to_revoke_scanner(actor, kept))
    if kept.revoked_at is not None:
        return kept
    kept.revoked_at = now
    kept.save(update_fields=["revoked_at"])
    audit.record(actor=actor, action="passes.revoke_scanner", subject=kept, at=now)
    return kept
