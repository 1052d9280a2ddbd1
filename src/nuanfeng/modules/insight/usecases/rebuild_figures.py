"""Make the figures of stations and days again from the rows."""

from datetime import datetime

from nuanfeng.kernel.db import bookkeeping
from nuanfeng.modules.benefits.api import figures_since
from nuanfeng.modules.insight.models import StationDay, Watermark
from nuanfeng.modules.insight.usecases.fold_figures import WATERMARK, keep_figures


def rebuild_figures(*, now: datetime) -> int:
    """Throw away and count again every day whose rows still know their place; returns how many.

    Older days stay: their rows no longer say where, so nothing could be made of them.
    """
    with bookkeeping():
        figures = figures_since(None)
        days = {figure.service_date for figure in figures}
        StationDay.objects.filter(service_date__in=days).delete()
        made = keep_figures(figures)
        Watermark.objects.update_or_create(name=WATERMARK, defaults={"read_until": now})
    return made
