"""Counters at doors, found by what they show."""

import hashlib

from nuanfeng.modules.stations.models import DoorCounter


def digest_of_counter_key(key: str) -> str:
    """What is kept of a key: 43 random characters need no salt."""
    return hashlib.sha256(key.encode()).hexdigest()


def counter_with(key: str) -> DoorCounter | None:
    """The counter that this key belongs to, while it is trusted."""
    return DoorCounter.objects.filter(key_digest=digest_of_counter_key(key), revoked_at=None).first()
