"""Numbers that a device may make without asking."""

from uuid import UUID

import uuid6


def new_id() -> UUID:
    """A UUIDv7: unique everywhere and sorted by the moment it was made (RFC 9562)."""
    return UUID(bytes=uuid6.uuid7().bytes)
