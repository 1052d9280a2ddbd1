"""Delete sheets of cards that had their hour."""

from datetime import datetime

from nuanfeng.kernel.db import bookkeeping
from nuanfeng.modules.passes.models import CardSheet
from nuanfeng.modules.passes.rules.cards import SHEET_KEPT


def forget_card_sheets(*, now: datetime) -> int:
    """The file first and its row after it; returns how many. The printed cards stay good."""
    over = list(CardSheet.objects.filter(asked_at__lte=now - SHEET_KEPT))
    for sheet in over:
        sheet.file.unlink(missing_ok=True)
    with bookkeeping():
        CardSheet.objects.filter(pk__in=[sheet.pk for sheet in over]).delete()
    return len(over)
