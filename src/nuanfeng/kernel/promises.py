"""What the nightly look at every promise found, kept for a month."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from nuanfeng.kernel.db import bookkeeping
from nuanfeng.kernel.models import PromiseCheck

KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Promises:
    """The last look: when, how many promises, which do not hold and since when that is known."""

    at: datetime
    checked: int
    broken: list[str]
    broken_since: datetime | None


def keep_check(*, at: datetime, checked: int, broken: list[str]) -> None:
    """Write what was found, and let go of what is older than a month."""
    with bookkeeping():
        PromiseCheck.objects.create(at=at, checked=checked, broken=broken)
        PromiseCheck.objects.filter(at__lt=at - KEPT).delete()


def last_check() -> Promises | None:
    """The last look; None where nobody has looked yet."""
    last = PromiseCheck.objects.order_by("-at").first()
    if last is None:
        return None
    held = PromiseCheck.objects.filter(broken=[]).order_by("-at").values_list("at", flat=True).first()
    since = None
    if last.broken:
        failing = PromiseCheck.objects.filter(at__gt=held) if held else PromiseCheck.objects.all()
        since = failing.order_by("at").values_list("at", flat=True).first()
    return Promises(last.at, last.checked, list(last.broken), since)
