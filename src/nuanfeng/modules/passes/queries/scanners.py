"""Which phone scans for which station."""

from hashlib import sha256

from django.db.models import QuerySet

from nuanfeng.modules.passes.models import Scanner

# Asked for every hand-out: written out, because building the query costs four times its answer.
_SCANNER = """
SELECT id, station_id, name, key_digest, enrolled_by_id, enrolled_at, revoked_at
FROM passes_scanner WHERE key_digest = %s AND revoked_at IS NULL
"""


def digest_of_key(key: str) -> str:
    """The digest under which a scanner is found. Its key is 32 random bytes, so a plain one is enough."""
    return sha256(key.encode()).hexdigest()


def scanner_from_bearer(key: str) -> Scanner | None:
    """The scanner whose key this is, in one query; None for a revoked or unknown one."""
    if not key or len(key) > 100:
        return None
    return next(iter(Scanner.objects.raw(_SCANNER, [digest_of_key(key)])), None)


def scanners_of(station_id: int) -> QuerySet[Scanner]:
    """The phones that scan for a station today, the newest first."""
    return Scanner.objects.filter(station_id=station_id, revoked_at__isnull=True).order_by("-enrolled_at")
