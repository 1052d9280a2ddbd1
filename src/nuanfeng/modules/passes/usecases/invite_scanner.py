"""Show a square code that makes another phone a scanner of the station."""

from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.passes import policies
from nuanfeng.modules.passes.models import ScannerInvitation
from nuanfeng.modules.passes.queries.scanners import digest_of_key
from nuanfeng.modules.passes.rules.invitations import INVITATION_LASTS, new_code
from nuanfeng.modules.people.api import Person


@unit_of_work()
def invite_scanner(*, actor: Person, station_id: int, now: datetime) -> tuple[ScannerInvitation, str]:
    """The invitation and its code. The code is said this once, works once, and for ten minutes."""
    refuse_if(policies.refusal_to_enrol_scanner(actor, station_id))
    code = new_code()
    invitation = ScannerInvitation(
        station_id=station_id,
        code_digest=digest_of_key(code),
        made_by=actor,
        made_at=now,
        expires_at=now + INVITATION_LASTS,
    )
    invitation.save(force_insert=True)
    audit.record(actor=actor, action="passes.invite_scanner", subject=invitation, at=now)
    return invitation, code
