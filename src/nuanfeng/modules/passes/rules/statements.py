"""Sealed statements: what the county tells a scanner, signed with the keys that sign passes.

Pure. Another purpose than a pass, so the signed bytes begin otherwise: neither can be taken for the
other. The format is in docs/reference/scanner-sync.md.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

STATEMENT = b"nf1/statement\n"
BATCH = b"nf1/batch\n"
SIGNATURE_BYTES = 64
STATEMENT_LENGTH_MAX = 200_000

_ECDSA = ec.ECDSA(hashes.SHA256())


def seal_statement(payload: Mapping[str, Any], *, kid: bytes, key: ec.EllipticCurvePrivateKey) -> str:
    """The payload and the signature over it, as one text; `kid` says whose."""
    body = json.dumps({"kid": kid.hex(), **payload}, ensure_ascii=False, separators=(",", ":")).encode()
    return f"{_write(body)}.{_write(sign(key, STATEMENT + body))}"


def open_statement(text: str, keys: Mapping[bytes, ec.EllipticCurvePublicKey]) -> dict[str, Any] | None:
    """What was sealed; None for anything that no key of ours signed. Never raises for input."""
    if len(text) > STATEMENT_LENGTH_MAX or text.count(".") != 1:
        return None
    try:
        body, signature = (_read(part) for part in text.split("."))
        said = json.loads(body)
        key = keys.get(bytes.fromhex(said["kid"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    if key is None or not is_signed(key, signature, STATEMENT + body):
        return None
    return said if isinstance(said, dict) else None


def sign(key: ec.EllipticCurvePrivateKey, message: bytes) -> bytes:
    """r then s, 32 bytes each, as WebCrypto writes them."""
    r, s = decode_dss_signature(key.sign(message, _ECDSA))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def is_signed(key: ec.EllipticCurvePublicKey, signature: bytes, message: bytes) -> bool:
    """Whether the key signed exactly this."""
    if len(signature) != SIGNATURE_BYTES:
        return False
    r, s = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
    try:
        key.verify(encode_dss_signature(r, s), message, _ECDSA)
    except InvalidSignature:
        return False
    return True


def read_signature(text: str) -> bytes | None:
    """The 64 bytes of a signature in a header; None for anything else."""
    try:
        signature = _read(text)
    except ValueError:
        return None
    return signature if len(signature) == SIGNATURE_BYTES else None


def _write(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _read(text: str) -> bytes:
    # Standard and web-safe letters alike, with or without the padding: readers are made by others.
    plain = text.strip().rstrip("=").replace("+", "-").replace("/", "_").encode("ascii")
    return urlsafe_b64decode(plain + b"=" * (-len(plain) % 4))
