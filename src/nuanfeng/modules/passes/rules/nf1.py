"""NF1, the one token behind screen passes and love cards: written and read here, in JavaScript in nf1.js.

Pure: keys, county and the time are given. The format is in docs/reference/nf1.md.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass

import base45
import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from nuanfeng.modules.passes.rules.cbor import NotStrict, Tagged, read_strict

PREFIX = "NF1:"
TEXT_LENGTH_MAX = 600
HANDLE_BYTES = 10
REVOKED_PREFIX_BYTES = 8
TOLERANCE_ONLINE = 120
TOLERANCE_OFFLINE = 600

ALGORITHM, KEY_ID = 1, 4
ES256 = -7
SUBJECT, EXPIRES, NOT_BEFORE, COUNTY = 2, 4, 5, -65537
EXTERNAL_AAD = b"nf1/pass"

_ECDSA = ec.ECDSA(hashes.SHA256())


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a scanner may say about a text: an outcome, and for `not_ours` the reason.

    `handle` is present only where the signature is ours.
    """

    outcome: str
    reason: str = ""
    handle: bytes | None = None
    not_before: int = 0
    expires: int = 0


class _NotOurs(Exception):
    """Why a text is no pass of ours."""


@dataclass(frozen=True, slots=True)
class _Token:
    protected: bytes
    payload: bytes
    signature: bytes
    kid: bytes
    handle: bytes
    county: str
    not_before: int
    expires: int


def mint_token(
    *,
    handle: bytes,
    not_before: int,
    expires: int,
    county: str,
    kid: bytes,
    key: ec.EllipticCurvePrivateKey,
) -> str:
    """The text of a pass for one handle and one stretch of time (seconds since 1970)."""
    claims = {SUBJECT: handle, EXPIRES: expires, NOT_BEFORE: not_before, COUNTY: county}
    payload = cbor2.dumps(claims, canonical=True)
    protected = cbor2.dumps({ALGORITHM: ES256, KEY_ID: kid}, canonical=True)
    r, s = decode_dss_signature(key.sign(_signed_bytes(protected, payload), _ECDSA))
    signature = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    return write_text(cbor2.dumps(cbor2.CBORTag(18, [protected, {}, payload, signature])))


def write_text(token: bytes) -> str:
    """A token's bytes as the text that goes into the square code."""
    encoded: bytes = base45.b45encode(token)
    return PREFIX + encoded.decode()


def verify_token(
    text: str,
    *,
    keys: Mapping[bytes, ec.EllipticCurvePublicKey],
    county: str,
    now_seconds: int,
    tolerance_seconds: int = TOLERANCE_ONLINE,
    revoked: Container[bytes] = frozenset(),
) -> Verdict:
    """Judge a scanned text. Never raises for input.

    `keys` are the issuer keys that still count; `revoked` holds the first 8 bytes of each revoked
    handle. Who was already served is not asked here.
    """
    try:
        token = _read(text)
        if token.county != county:
            return Verdict("other_county")
        _check_signature(token, keys)
    except _NotOurs as why:
        return Verdict("not_ours", str(why))
    outcome = _outcome(token, now_seconds, tolerance_seconds, revoked)
    return Verdict(outcome, "", token.handle, token.not_before, token.expires)


def _outcome(token: _Token, now: int, tolerance: int, revoked: Container[bytes]) -> str:
    if now >= token.expires + tolerance:
        return "expired"
    if now < token.not_before - tolerance:
        return "not_yet"
    return "revoked" if token.handle[:REVOKED_PREFIX_BYTES] in revoked else "ok"


def _read(text: str) -> _Token:
    if len(text) > TEXT_LENGTH_MAX:
        raise _NotOurs("too_long")
    if not text.startswith(PREFIX):
        raise _NotOurs("no_prefix")
    try:
        if text.endswith("\n"):  # the library drops it, and one pass shall have one text
            raise ValueError
        raw = base45.b45decode(text[len(PREFIX) :])
    except ValueError:
        raise _NotOurs("not_base45") from None
    try:
        protected, payload, signature = _parts(read_strict(raw))
        return _token(protected, payload, signature)
    except NotStrict:
        raise _NotOurs("not_strict") from None


def _parts(envelope: object) -> tuple[bytes, bytes, bytes]:
    match envelope:
        case Tagged(item=[bytes() as protected, dict() as loose, bytes() as payload, bytes() as signature]):
            if not loose and len(signature) == 64:
                return protected, payload, signature
    raise _NotOurs("wrong_shape")


def _token(protected: bytes, payload: bytes, signature: bytes) -> _Token:
    header, claims = read_strict(protected), read_strict(payload)
    if not isinstance(header, dict) or header.get(ALGORITHM, ES256) != ES256:
        raise _NotOurs("wrong_algorithm" if isinstance(header, dict) else "wrong_shape")
    if header.keys() != {ALGORITHM, KEY_ID} or not isinstance(header[KEY_ID], bytes):
        raise _NotOurs("wrong_shape")
    if not isinstance(claims, dict) or claims.keys() != {SUBJECT, EXPIRES, NOT_BEFORE, COUNTY}:
        raise _NotOurs("wrong_shape")
    match claims[SUBJECT], claims[COUNTY], claims[NOT_BEFORE], claims[EXPIRES]:
        case bytes() as handle, str() as county, int() as begin, int() as end:
            if len(handle) == HANDLE_BYTES and 0 <= begin < end:
                kid = header[KEY_ID]
                return _Token(protected, payload, signature, kid, handle, county, begin, end)
    raise _NotOurs("wrong_shape")


def _check_signature(token: _Token, keys: Mapping[bytes, ec.EllipticCurvePublicKey]) -> None:
    key = keys.get(token.kid)
    if key is None:
        raise _NotOurs("unknown_key")
    half = len(token.signature) // 2
    r, s = (int.from_bytes(piece, "big") for piece in (token.signature[:half], token.signature[half:]))
    try:
        key.verify(encode_dss_signature(r, s), _signed_bytes(token.protected, token.payload), _ECDSA)
    except InvalidSignature:
        raise _NotOurs("wrong_signature") from None


def _signed_bytes(protected: bytes, payload: bytes) -> bytes:
    """COSE's Sig_structure (RFC 9052, section 4.4)."""
    return cbor2.dumps(["Signature1", protected, EXTERNAL_AAD, payload])
