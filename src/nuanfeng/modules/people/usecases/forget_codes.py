"""Drop sign-in codes that no limit counts any more."""

from datetime import datetime

from nuanfeng.kernel.db import bookkeeping
from nuanfeng.modules.people import rules
from nuanfeng.modules.people.models import SignInCode


def forget_codes(*, now: datetime) -> int:
    """Delete codes older than a day; returns how many."""
    with bookkeeping():
        dropped, _each = SignInCode.objects.filter(sent_at__lte=now - rules.CODES_REMEMBERED).delete()
    return dropped
