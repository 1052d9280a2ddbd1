"""One-time codes that make another phone a scanner, and the public keys that phones send."""

import secrets
from base64 import b64decode
from binascii import Error
from datetime import datetime, timedelta

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

from nuanfeng.kernel.errors import N_, Refusal

INVITATION_LASTS = timedelta(minutes=10)
CODE_BYTES = 16
KEY_TEXT_MAX = 300

INVITATION_UNKNOWN = Refusal(
    "invitation_unknown", N_("This code is not one of ours. Ask the station to show a new one.")
)
INVITATION_USED = Refusal(
    "invitation_used", N_("Another phone has used this code already. Ask the station to show a new one.")
)
INVITATION_EXPIRED = Refusal(
    "invitation_expired", N_("This code was good for ten minutes. Ask the station to show a new one.")
)
PUBLIC_KEY_WRONG = Refusal(
    "public_key_wrong", N_("This phone sent a key that cannot be read. Reload the page and try again.")
)


def new_code() -> str:
    """A code that nobody guesses."""
    return secrets.token_urlsafe(CODE_BYTES)


def refusal_to_accept(
    *, used_at: datetime | None, expires_at: datetime, is_station_open: bool, now: datetime
) -> Refusal | None:
    """Why an invitation makes no scanner any more."""
    if used_at is not None:
        return INVITATION_USED
    if now >= expires_at or not is_station_open:
        return INVITATION_EXPIRED
    return None


def read_public_key(text: str) -> bytes | Refusal:
    """A P-256 key (SubjectPublicKeyInfo, base64) as the bytes that are kept."""
    if not text or len(text) > KEY_TEXT_MAX:
        return PUBLIC_KEY_WRONG
    try:
        plain = text.strip().rstrip("=").replace("-", "+").replace("_", "/")
        key = load_der_public_key(b64decode(plain + "=" * (-len(plain) % 4), validate=True))
    except (ValueError, Error, TypeError, UnsupportedAlgorithm):
        return PUBLIC_KEY_WRONG
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        return PUBLIC_KEY_WRONG
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
