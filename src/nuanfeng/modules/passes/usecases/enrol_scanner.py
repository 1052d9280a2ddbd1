"""Make the phone in a staff member's hand a scanner of their station."""

import secrets
from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import Refusal, Refused, refuse_if
from nuanfeng.modules.passes import policies
from nuanfeng.modules.passes.models import Scanner
from nuanfeng.modules.passes.queries.scanners import digest_of_key
from nuanfeng.modules.passes.rules.invitations import read_public_key
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations.api import Station

NAME_LENGTH_MAX = 40


@unit_of_work()
def enrol_scanner(
    *, actor: Person, station: Station | int, name: str, now: datetime, public_key: str = ""
) -> tuple[Scanner, str]:
    """The scanner and its key. The key is said this once; only its digest is kept.

    `public_key` (SubjectPublicKeyInfo, base64) lets the phone record without a network as well.
    """
    refuse_if(policies.refusal_to_enrol_scanner(actor, station))
    read = read_public_key(public_key) if public_key else None
    if isinstance(read, Refusal):
        raise Refused(read)
    key = secrets.token_urlsafe(32)
    scanner = Scanner(
        station_id=station.pk if isinstance(station, Station) else station,
        name=" ".join(name.split())[:NAME_LENGTH_MAX],
        key_digest=digest_of_key(key),
        public_key=read,
        enrolled_by=actor,
        enrolled_at=now,
    )
    scanner.save(force_insert=True)
    audit.record(actor=actor, action="passes.enrol_scanner", subject=scanner, at=now)
    return scanner, key
