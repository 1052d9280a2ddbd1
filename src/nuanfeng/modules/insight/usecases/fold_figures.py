"""Bring the figures of stations and days up to date from the rows of hand-outs."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from django.utils import timezone

from nuanfeng.kernel.db import bookkeeping
from nuanfeng.modules.benefits.api import DayFigures, figures_of_days, figures_since
from nuanfeng.modules.insight.models import StationDay, Watermark
from nuanfeng.modules.insight.rules import days_between, live_since

WATERMARK = "station_days"
KEY = ["station", "programme", "service_date"]
COUNTS = ["counted", "extra", "guest", "void", "gave_anyway", "already", "other_amber"]


def fold_figures(*, now: datetime) -> int:
    """Count every day again on which something changed since the last time; returns how many.

    A day is always counted whole, so folding twice, late or by two workers gives the same figures.
    The days that still move are counted each time, whatever the watermark says.
    """
    mark = Watermark.objects.filter(name=WATERMARK).first()
    today = timezone.localtime(now).date()
    fresh = figures_of_days(days_between(live_since(today), today))
    with bookkeeping():
        folded = keep_figures([*figures_since(mark.read_until if mark else None), *fresh])
        Watermark.objects.update_or_create(name=WATERMARK, defaults={"read_until": now})
    return folded


def keep_figures(figures: Iterable[DayFigures]) -> int:
    """Write the figures over what was there for the same station, programme and day."""
    rows = {}
    for figure in figures:
        row = StationDay(**asdict(figure))
        rows[row.station_id, row.programme_id, row.service_date] = row
    StationDay.objects.bulk_create(
        rows.values(), update_conflicts=True, unique_fields=KEY, update_fields=COUNTS, batch_size=500
    )
    return len(rows)
