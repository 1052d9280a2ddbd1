"""Today at the tables of a few stations, for the people who stand behind them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q
from django.utils import timezone

from nuanfeng.modules.benefits.models import Redemption
from nuanfeng.modules.benefits.queries.meals import hours_sentence
from nuanfeng.modules.benefits.queries.offers import Table, tables_of
from nuanfeng.modules.benefits.rules import outcomes
from nuanfeng.modules.benefits.rules.duties import duty_now


@dataclass(frozen=True, slots=True)
class TableToday:
    """One table: whether it is counted and open, what went and what is left, what is due.

    `left` is None where nobody counted.
    """

    station_id: int
    programme_code: str
    programme: str
    hours_sentence: str
    is_counted: bool
    is_open: bool
    handed_out: int
    left: int | None
    duty: str


def tables_today(station_ids: Iterable[int], *, now: datetime) -> list[TableToday]:
    """Every table of these stations today, in the order of `tables_of`."""
    tables = tables_of(station_ids, now=now)
    rows = Redemption.objects.filter(
        station_id__in={table.station_id for table in tables},
        service_date__in={table.service_date for table in tables},
    ).exclude(status=outcomes.VOID)
    keys = ("station_id", "programme_id", "service_date")
    counts = {
        tuple(row[key] for key in keys): row["people"]
        for row in rows.order_by().values(*keys).annotate(people=Count("pk"))
    }
    here = timezone.localtime(now)
    return [_today(table, counts, here) for table in tables]


def _today(table: Table, counts: dict[tuple[object, ...], int], here: datetime) -> TableToday:
    remaining = [on.remaining for on in table.items if on.remaining is not None]
    key = (table.station_id, table.programme.pk, table.service_date)
    return TableToday(
        station_id=table.station_id,
        programme_code=table.programme.code,
        programme=str(table.programme),
        hours_sentence=hours_sentence(table.serving),
        is_counted=bool(remaining),
        is_open=table.is_open,
        handed_out=counts.get(key, 0),
        left=sum(remaining) if remaining else None,
        duty=duty_now(is_counted=bool(remaining), is_open=table.is_open, serving=table.serving, here=here),
    )


def served_late(*, since: datetime, from_hour: int) -> dict[int, tuple[int, int]]:
    """How many hand-outs each station had since a moment, and how many of them from an hour of the day on."""
    rows = Redemption.objects.filter(at__gte=since, station__isnull=False).exclude(status=outcomes.VOID)
    late = Count("pk", filter=Q(at__hour__gte=from_hour))
    counted = rows.order_by().values_list("station_id").annotate(count=Count("pk"), late=late)
    return {station: (count, late) for station, count, late in counted}


def last_served_at(*, since: datetime) -> dict[int, datetime]:
    """When each station last handed something out, among the hand-outs that changed since a moment."""
    rows = Redemption.objects.filter(changed_at__gte=since, at__gte=since, station__isnull=False)
    kept = rows.exclude(status=outcomes.VOID).order_by()
    return dict(kept.values_list("station_id").annotate(Max("at")))
