"""Figures of stations and days: past days as they were folded, the days that still move from their rows."""

from datetime import date, datetime

from django.utils import timezone

from nuanfeng.modules.benefits.api import DayFigures, Programme, day_of, figures_of_days
from nuanfeng.modules.insight.models import StationDay
from nuanfeng.modules.insight.rules import days_between, live_since

FIELDS = (
    "station_id",
    "programme_id",
    "service_date",
    "counted",
    "extra",
    "guest",
    "void",
    "gave_anyway",
    "already",
    "other_amber",
)


def today_of(now: datetime) -> date:
    """The service day that runs now; where programmes differ, the one that began last."""
    programmes = Programme.objects.filter(is_active=True)
    days = [day_of(programme, now) for programme in programmes]
    return max(days, default=timezone.localtime(now).date())


def figures_between(
    first: date,
    last: date,
    *,
    now: datetime,
    programme_id: int | None = None,
    station_id: int | None = None,
) -> list[DayFigures]:
    """The figures of every station, programme and day of a period."""
    moving = live_since(timezone.localtime(now).date())
    rows = StationDay.objects.filter(service_date__range=(first, last), service_date__lt=moving)
    figures = [DayFigures(*row) for row in rows.order_by("service_date", "station_id").values_list(*FIELDS)]
    if last >= moving:
        figures += figures_of_days(days_between(max(first, moving), last))
    return [
        figure
        for figure in figures
        if programme_id in (None, figure.programme_id) and station_id in (None, figure.station_id)
    ]
