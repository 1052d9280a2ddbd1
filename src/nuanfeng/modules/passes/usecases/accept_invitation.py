"""A phone that read the square code becomes a scanner of the station that showed it."""

import secrets
from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import Refusal, Refused, refuse_if
from nuanfeng.modules.passes.models import Scanner, ScannerInvitation
from nuanfeng.modules.passes.queries.scanners import digest_of_key
from nuanfeng.modules.passes.rules.invitations import (
    INVITATION_UNKNOWN,
    read_public_key,
    refusal_to_accept,
)
from nuanfeng.modules.passes.usecases.enrol_scanner import NAME_LENGTH_MAX

CODE_LENGTH_MAX = 60


@unit_of_work()
def accept_invitation(*, code: str, name: str, public_key: str, now: datetime) -> tuple[Scanner, str]:
    """The scanner and its bearer key, said this once. Whoever showed the code has enrolled the phone.

    Raises `Refused` with `invitation_unknown`, `invitation_used`, `invitation_expired` or
    `public_key_wrong`.
    """
    digest = digest_of_key(code) if len(code) <= CODE_LENGTH_MAX else ""
    kept = ScannerInvitation.objects.select_for_update(of=("self",)).select_related("station", "made_by")
    invitation = kept.filter(code_digest=digest).first()
    if invitation is None:
        raise Refused(INVITATION_UNKNOWN)
    read = read_public_key(public_key)
    if isinstance(read, Refusal):
        raise Refused(read)
    refuse_if(
        refusal_to_accept(
            used_at=invitation.used_at,
            expires_at=invitation.expires_at,
            is_station_open=invitation.station.status != "closed",
            now=now,
        )
    )

    key = secrets.token_urlsafe(32)
    scanner = Scanner(
        station=invitation.station,
        name=" ".join(name.split())[:NAME_LENGTH_MAX],
        key_digest=digest_of_key(key),
        public_key=read,
        enrolled_by=invitation.made_by,
        enrolled_at=now,
    )
    scanner.save(force_insert=True)
    invitation.used_at, invitation.scanner = now, scanner
    invitation.save(update_fields=["used_at", "scanner"])
    audit.record(actor=invitation.made_by, action="passes.accept_invitation", subject=scanner, at=now)
    return scanner, key
