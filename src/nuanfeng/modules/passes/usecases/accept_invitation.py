"""A phone that read the square code becomes a scanner of the station that showed it."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import Refusal, Refused, refuse_if
from nuanfeng.kernel.ids import new_id
from nuanfeng.modules.passes.models import Scanner, ScannerInvitation
from nuanfeng.modules.passes.queries.scanners import digest_of_key
from nuanfeng.modules.passes.rules.invitations import (
    INVITATION_UNKNOWN,
    read_public_key,
    refusal_to_accept,
)
from nuanfeng.modules.passes.usecases.enrol_scanner import NAME_LENGTH_MAX

CODE_LENGTH_MAX = 60


@dataclass(frozen=True, slots=True)
class KnownAs:
    """What a phone was before a backup was put back that does not know it: its number, and where."""

    scanner_id: UUID
    station_id: int


@unit_of_work()
def accept_invitation(
    *, code: str, name: str, public_key: str, now: datetime, known_as: KnownAs | None = None
) -> tuple[Scanner, str]:
    """The scanner and its bearer key, said this once. Whoever showed the code has enrolled the phone.

    A phone that nobody knows any more gets its old number back at its old station, so that what it
    recorded under that number can still be sent. A number that is known is never given twice.

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
        id=_number(known_as, invitation.station_id),
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


def _number(known_as: KnownAs | None, station_id: int) -> UUID:
    if known_as is None or known_as.station_id != station_id:
        return new_id()
    is_taken = Scanner.objects.filter(pk=known_as.scanner_id).exists()
    return new_id() if is_taken else known_as.scanner_id
