"""Which phone scans for which station."""

from hashlib import sha256
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from nuanfeng.modules.passes.models import Scanner

# Asked for every hand-out: written out, because building the query costs four times its answer.
_SCANNER = "SELECT id, station_id FROM passes_scanner WHERE key_digest = %s AND revoked_at IS NULL"


def digest_of_key(key: str) -> str:
    """The digest under which a scanner is found. Its key is 32 random bytes, so a plain one is enough."""
    return sha256(key.encode()).hexdigest()


def scanner_from_bearer(key: str) -> Scanner | None:
    """The scanner whose key this is, in one query; None for a revoked or unknown one.

    Loaded with what a hand-out needs; the rest is fetched when somebody asks for it.
    """
    if not key or len(key) > 100:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_SCANNER, [digest_of_key(key)])
        row = cursor.fetchone()
    if row is None:
        return None
    number, station_id = row
    if not isinstance(number, UUID):  # SQLite keeps it as text
        number = UUID(number)
    return Scanner.from_db(connection.alias, ["id", "station_id", "revoked_at"], [number, station_id, None])


def scanners_of(station_id: int) -> QuerySet[Scanner]:
    """The phones that scan for a station today, the newest first."""
    return Scanner.objects.filter(station_id=station_id, revoked_at__isnull=True).order_by("-enrolled_at")
