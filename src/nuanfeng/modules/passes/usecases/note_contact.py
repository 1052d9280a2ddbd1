"""A scanner was heard from, so that staff see which phone has been silent."""

from datetime import datetime
from uuid import UUID

from nuanfeng.kernel.db import bookkeeping
from nuanfeng.modules.passes.models import Scanner


def note_contact(*, scanner_id: UUID, now: datetime) -> None:
    """Remember when; nothing that anybody decides about, so it needs no entry of its own."""
    with bookkeeping():
        Scanner.objects.filter(pk=scanner_id).update(synced_at=now)
