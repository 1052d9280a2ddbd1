"""Take portions back from scanners: the count of the table wins."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from nuanfeng.modules.benefits.models import StockDay, StockLease


def end_leases(*, stock: Sequence[StockDay], now: datetime, scanner_ids: Iterable[UUID] | None = None) -> int:
    """End what scanners (or some of them) hold of these rows; returns how many portions are free again.

    Part of a unit of work, which has locked the rows and writes the audit entry. What a scanner hands
    out of them later is taken from the table, and is beyond the count where that is closed.
    """
    rows = {row.pk: row for row in stock if row.leased}
    running = StockLease.objects.filter(stock_day_id__in=rows, ended_at__isnull=True)
    if scanner_ids is not None:
        running = running.filter(scanner_id__in=scanner_ids)
    ending = list(running.order_by("pk").select_for_update()) if rows else []
    freed = 0
    for lease in ending:
        row, left = rows[lease.stock_day_id], lease.portions - lease.taken
        row.leased -= left
        row.remaining += left
        freed += left
    if ending:
        StockLease.objects.filter(pk__in=[lease.pk for lease in ending]).update(ended_at=now)
        StockDay.objects.bulk_update(rows.values(), ["remaining", "leased"])
    return freed


def lock_stock_of(*, station_id: int, service_date: date, item_ids: Iterable[int]) -> list[StockDay]:
    """The rows of these items on a day, locked in the order in which everybody locks them."""
    rows = StockDay.objects.filter(
        station_id=station_id, service_date=service_date, item_id__in=list(item_ids)
    )
    return list(rows.order_by("item_id").select_for_update())
