"""Keep how far the drawing of a sheet has come."""

from nuanfeng.kernel.db import bookkeeping
from nuanfeng.modules.passes.models import CardSheet


def note_cards_drawn(*, sheet: CardSheet, drawn: int, state: str = "waiting") -> None:
    """So many cards are in the file; `state` says what became of it."""
    with bookkeeping():
        CardSheet.objects.filter(pk=sheet.pk).update(drawn=drawn, state=state)
