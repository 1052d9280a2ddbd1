"""Secrets at rest: what is encrypted in the database, and the digests that find it again."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


@lru_cache(maxsize=16)
def _key(purpose: str) -> bytes:
    derive = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=f"nuanfeng/{purpose}".encode())
    return derive.derive(settings.NUANFENG_DATA_KEY.encode())


def encrypt(text: str, *, purpose: str) -> str:
    """Encrypt a short text under the installation's data key."""
    return Fernet(urlsafe_b64encode(_key(purpose))).encrypt(text.encode()).decode()


def decrypt(secret: str, *, purpose: str) -> str:
    """The text that `encrypt` hid; raises `cryptography.fernet.InvalidToken` for anything else."""
    return Fernet(urlsafe_b64encode(_key(purpose))).decrypt(secret.encode()).decode()


def keyed_digest(text: str, *, purpose: str) -> str:
    """A digest (64 hex digits) that finds a text again and cannot be tried out without the key."""
    return hmac.new(_key(purpose), text.encode(), hashlib.sha256).hexdigest()
