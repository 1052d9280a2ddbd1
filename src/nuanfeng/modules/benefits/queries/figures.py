"""Hand-outs as counts per station, programme and service day: what insight folds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from nuanfeng.modules.benefits.models import PickupPoint, Redemption, Screening
from nuanfeng.modules.benefits.rules import outcomes

# A row carries the time at which its use case began and is seen once that committed.
COMMITTED_WITHIN = timedelta(minutes=2)

Day = tuple[int, int, date]


@dataclass(slots=True)
class DayFigures:
    """The counts of one station, programme and service day. Numbers only, nobody's."""

    station_id: int
    programme_id: int
    service_date: date
    counted: int = 0
    extra: int = 0
    guest: int = 0
    void: int = 0
    gave_anyway: int = 0
    already: int = 0
    other_amber: int = 0


def figures_since(watermark: datetime | None) -> list[DayFigures]:
    """The whole figures of every day on which something changed since a moment (None: ever).

    A day's figures are complete each time, so reading the same stretch twice does no harm; the
    stretch reaches back over what may have been committed late.
    """
    redemptions, screenings = Redemption.objects.filter(station__isnull=False), Screening.objects.all()
    if watermark is not None:
        redemptions = redemptions.filter(changed_at__gte=watermark - COMMITTED_WITHIN)
        screenings = screenings.filter(at__gte=watermark - COMMITTED_WITHIN)
    keys = ("station_id", "programme_id", "service_date")
    changed = set(redemptions.order_by().values_list(*keys).distinct())
    changed |= set(screenings.order_by().values_list(*keys).distinct())
    dates = sorted({day for _station, _programme, day in changed})
    return [figures for figures in figures_of_days(dates) if _key(figures) in changed]


def figures_of_days(days: Iterable[date]) -> list[DayFigures]:
    """The figures of every station and programme on these service days.

    Left out are days whose hand-outs no longer know their place: what was counted before stands.
    """
    wanted, found = _days_with_places(days), dict[Day, DayFigures]()
    for row in _hand_outs(wanted):
        found[row["station_id"], row["programme_id"], row["service_date"]] = DayFigures(**row)
    for row in _screenings(wanted):
        key = row["station_id"], row["programme_id"], row["service_date"]
        figures = found.setdefault(key, DayFigures(*key))
        figures.already, figures.other_amber = row["already"], row["other_amber"]
    return sorted(found.values(), key=lambda figures: (figures.service_date, *_key(figures)))


def _days_with_places(days: Iterable[date]) -> list[date]:
    wanted = set(days)
    placeless = Redemption.objects.filter(station__isnull=True, service_date__in=wanted).order_by()
    return sorted(wanted - set(placeless.values_list("service_date", flat=True).distinct()))


def _hand_outs(days: list[date]) -> list[dict[str, Any]]:
    # By station first: that is how the index is sorted, and only these ever handed something out.
    points = PickupPoint.objects.values("station_id")
    rows = Redemption.objects.filter(station__in=points, service_date__in=days).order_by()
    counted = rows.values("station_id", "programme_id", "service_date").annotate(
        **{status: Count("pk", filter=Q(status=status)) for status in sorted(outcomes.RECORDED)},
        gave_anyway=Count("pk", filter=Q(gave_anyway=True) & ~Q(status=outcomes.VOID)),
    )
    return [dict(row) for row in counted]


def _screenings(days: list[date]) -> list[dict[str, Any]]:
    rows = Screening.objects.filter(service_date__in=days).order_by()
    counted = rows.values("station_id", "programme_id", "service_date").annotate(
        already=Count("pk", filter=Q(outcome=outcomes.ALREADY)),
        other_amber=Count("pk", filter=~Q(outcome=outcomes.ALREADY)),
    )
    return [dict(row) for row in counted]


def _key(figures: DayFigures) -> Day:
    return figures.station_id, figures.programme_id, figures.service_date
