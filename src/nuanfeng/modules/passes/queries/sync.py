"""What a scanner is told so that it can work without a network, and what it may prove with it."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_public_key
from django.db.models import Max, Q

from nuanfeng.kernel.errors import N_, Refusal, Refused
from nuanfeng.modules.organisations.api import county_code
from nuanfeng.modules.passes.models import Epoch, Handle, Scanner
from nuanfeng.modules.passes.queries.keys import signing_key, trust
from nuanfeng.modules.passes.queries.scanners import digest_of_key
from nuanfeng.modules.passes.rules.marks import served_mark
from nuanfeng.modules.passes.rules.nf1 import REVOKED_PREFIX_BYTES
from nuanfeng.modules.passes.rules.statements import BATCH, is_signed, open_statement, seal_statement

NO_SIGNING_KEY = Refusal(
    "no_key_file",
    N_("The county's signing key is missing. What this phone recorded stays safe on it."),
)


def epoch_number() -> int:
    """The running epoch; 0 where no backup was ever put back."""
    return Epoch.objects.aggregate(number=Max("number"))["number"] or 0


def sealed(payload: Mapping[str, Any], *, now: datetime) -> str:
    """A statement of the county under the key that signs now. Raises `Refused` where there is none."""
    key = signing_key(now)
    if key is None:
        raise Refused(NO_SIGNING_KEY)
    return seal_statement(payload, kid=key.kid, key=key.private)


def unsealed(text: str, *, now: datetime) -> dict[str, Any] | None:
    """What one of our statements says; None where it is none of ours."""
    _county, keys = trust(now)
    said = open_statement(text, keys)
    if said is None:
        _county, keys = trust(now, look_again=True)
        said = open_statement(text, keys)
    return said


def issuer_keys(now: datetime) -> tuple[str, dict[str, ec.EllipticCurvePublicKey]]:
    """The county's code, and the keys that count by kid (hex); a key that was made a moment ago is one."""
    county, keys = trust(now, look_again=True)
    return county or county_code(), {kid.hex(): key for kid, key in keys.items()}


def revoked_prefixes(now: datetime) -> list[str]:
    """The first 8 bytes (hex) of every handle that is revoked and whose codes have not ended yet."""
    held = Handle.objects.filter(revoked_at__lte=now).filter(
        Q(expires_at__isnull=True) | Q(expires_at__gt=now)
    )
    return sorted(bytes(value)[:REVOKED_PREFIX_BYTES].hex() for value in held.values_list("value", flat=True))


def marks_of(person_ids: Collection[int], service_date: date, *, now: datetime) -> list[str]:
    """The marks of these people on a service day: one for each handle and number that still counts."""
    if not person_ids:
        return []
    held = Handle.objects.filter(person_id__in=person_ids).filter(
        Q(revoked_at__isnull=True) | Q(revoked_at__gt=now), Q(expires_at__isnull=True) | Q(expires_at__gt=now)
    )
    return sorted(
        {
            served_mark(said, service_date)
            for value, number in held.values_list("value", "number").iterator()
            for said in (bytes(value).hex(), number)
        }
    )


def people_with_new_handles(*, since: datetime) -> set[int]:
    """Who got a handle or a card since then: what a scanner knows them by has changed."""
    return set(Handle.objects.filter(created_at__gte=since).values_list("person_id", flat=True))


def scanner_that_sends(key: str) -> Scanner | None:
    """Whose key this is, a revoked scanner's too: what it recorded before is a meal somebody ate."""
    if not key or len(key) > 100:
        return None
    return Scanner.objects.filter(key_digest=digest_of_key(key)).first()


def is_batch_signed(scanner: Scanner, body: bytes, signature: bytes) -> bool:
    """Whether this scanner signed these bytes; never for one that was enrolled without a key."""
    if scanner.public_key is None:
        return False
    return is_signed(_scanner_key(bytes(scanner.public_key)), signature, BATCH + body)


@lru_cache(maxsize=512)
def _scanner_key(der: bytes) -> ec.EllipticCurvePublicKey:
    key = load_der_public_key(der)
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise TypeError("a scanner's key is a P-256 key")
    return key
