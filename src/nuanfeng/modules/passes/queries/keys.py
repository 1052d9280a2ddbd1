"""The keys that sign today and those whose signatures still count.

Scans ask for them thousands of times an hour, so a process remembers them for a minute. A key that
it does not know makes it look again at once: a new one counts everywhere from its first pass.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from nuanfeng.kernel.errors import N_, Refusal, Refused
from nuanfeng.modules.organisations.api import county_code
from nuanfeng.modules.passes.models import IssuerKey

REMEMBERED = timedelta(minutes=1)

NO_KEY_FILE = Refusal(
    "no_key_file",
    N_("The county's signing key is missing, so no code can be shown. The number below still works."),
)


class KeyFileMissing(Refused):
    """A key should sign now and its private file is not there."""

    def __init__(self) -> None:
        super().__init__(NO_KEY_FILE)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key and the kid under which it signs."""

    kid: bytes
    private: ec.EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that verifies, as a scanner gets to know it."""

    kid: bytes
    public: ec.EllipticCurvePublicKey
    pem: str
    verifies_until: datetime


@dataclass(frozen=True, slots=True)
class _Trust:
    """What a process remembers in order to judge a pass without asking the database."""

    county: str
    keys: Mapping[bytes, PublicKey]
    read_at: datetime


_lock = threading.Lock()
_remembered: list[_Trust] = []


def trust(now: datetime, *, look_again: bool = False) -> tuple[str, dict[bytes, ec.EllipticCurvePublicKey]]:
    """The county's code and the public keys that count at `now`, from memory where that is fresh."""
    with _lock:
        known = _remembered[0] if _remembered else None
        if known is None or look_again or not timedelta(0) <= now - known.read_at < REMEMBERED:
            known = _Trust(county_code(), {key.kid: key for key in public_keys(now)}, now)
            _remembered[:] = [known]
    return known.county, {kid: key.public for kid, key in known.keys.items() if now < key.verifies_until}


def forget_trust() -> None:
    """Make this process look again; the others do within a minute."""
    with _lock:
        _remembered.clear()


def public_keys(now: datetime) -> list[PublicKey]:
    """Every key whose signatures count at `now`, those included that will sign later."""
    rows = IssuerKey.objects.filter(verifies_until__gt=now).order_by("signs_from")
    return [
        PublicKey(bytes.fromhex(row.kid), _public(row.public_pem), row.public_pem, row.verifies_until)
        for row in rows
    ]


def signing_key(now: datetime) -> SigningKey | None:
    """The newest key that signs at `now`; None where none is due.

    Raises `KeyFileMissing` where one is due and no private file of any of them is there.
    """
    due = IssuerKey.objects.filter(signs_from__lte=now, signs_until__gt=now).order_by("-signs_from")
    rows = list(due)
    for row in rows:
        if (private := _private(row.private_file)) is not None:
            return SigningKey(bytes.fromhex(row.kid), private)
    if rows:
        raise KeyFileMissing
    return None


def _private(path: Path) -> ec.EllipticCurvePrivateKey | None:
    try:
        return _load_private(path.read_bytes())
    except OSError:
        return None


@lru_cache(maxsize=4)
def _load_private(pem: bytes) -> ec.EllipticCurvePrivateKey:
    key = load_pem_private_key(pem, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError("an issuer key is a P-256 key")
    return key


@lru_cache(maxsize=64)
def _public(pem: str) -> ec.EllipticCurvePublicKey:
    key = load_pem_public_key(pem.encode())
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise TypeError("an issuer key is a P-256 key")
    return key
