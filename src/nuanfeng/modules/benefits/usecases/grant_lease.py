"""Promise portions to a scanner for when it has no network."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import Refused, refuse_if
from nuanfeng.modules.benefits import policies, queries
from nuanfeng.modules.benefits.models import StockDay, StockLease
from nuanfeng.modules.benefits.rules.days import PROGRAMME_NOT_HERE
from nuanfeng.modules.benefits.rules.leases import HEARD_LATELY, is_worth_a_change, portions_to_lease
from nuanfeng.modules.benefits.usecases.end_leases import end_leases, lock_stock_of
from nuanfeng.modules.passes.api import Scanner


@unit_of_work()
def grant_lease(
    *, scanner: Scanner, programme: str, wanted: Mapping[str, int], now: datetime
) -> dict[int, int]:
    """How many portions the scanner may count on now, by item; asking for none gives them back.

    What revoked scanners held is free again, and what this one held on another day.
    """
    refuse_if(policies.refusal_to_hand_out(scanner, scanner.station_id))
    offer = queries.offer_at(scanner.station_id, programme)
    if offer is None:
        raise Refused(PROGRAMME_NOT_HERE)
    _end_other_days(scanner, {offered.item_id for offered in offer.items.values()}, offer.day_of(now), now)
    items = {offered.item_id: wanted.get(code, 0) for code, offered in offer.items.items()}
    stock = lock_stock_of(station_id=scanner.station_id, service_date=offer.day_of(now), item_ids=items)
    revoked = Scanner.objects.filter(station_id=scanner.station_id, revoked_at__isnull=False)
    if end_leases(stock=stock, now=now, scanner_ids=revoked.values_list("pk", flat=True)):
        audit.record(actor=None, action="benefits.end_leases", subject=scanner, at=now)
    scanners = _scanners_heard(scanner, now)
    held = {
        lease.stock_day_id: lease
        for lease in StockLease.objects.filter(
            scanner=scanner, stock_day__in=stock, ended_at__isnull=True
        ).select_for_update()
    }
    return {
        row.item_id: _grant(row, held.get(row.pk), scanner, items[row.item_id], scanners, now)
        for row in stock
    }


def _grant(
    row: StockDay, lease: StockLease | None, scanner: Scanner, wanted: int, scanners: int, now: datetime
) -> int:
    held = lease.portions - lease.taken if lease else 0
    if row.closed_at is not None:
        return held
    portions = portions_to_lease(
        wanted=wanted, held=held, free=row.remaining, leased=row.leased, scanners=scanners
    )
    if not is_worth_a_change(held=held, portions=portions):
        return held
    row.remaining += held - portions
    row.leased += portions - held
    row.save(update_fields=["remaining", "leased"])
    lease = lease or StockLease(scanner=scanner, stock_day=row, portions=0, granted_at=now)
    lease.portions, lease.ended_at = lease.taken + portions, None if portions else now
    lease.save()
    audit.record(
        actor=scanner, action="benefits.grant_lease", subject=lease, at=now, details={"portions": portions}
    )
    return portions


def _end_other_days(scanner: Scanner, items: set[int], today: date, now: datetime) -> None:
    """Yesterday's portions are yesterday's: the count of that day has them again."""
    others = StockLease.objects.filter(
        scanner=scanner, ended_at__isnull=True, stock_day__item_id__in=items
    ).exclude(stock_day__service_date=today)
    days = list(others.values_list("stock_day_id", flat=True))
    if not days:
        return
    rows = StockDay.objects.filter(pk__in=days).order_by("service_date", "item_id").select_for_update()
    end_leases(stock=list(rows), now=now, scanner_ids=[scanner.pk])
    audit.record(actor=None, action="benefits.end_leases", subject=scanner, at=now)


def _scanners_heard(scanner: Scanner, now: datetime) -> int:
    """This one and the others of the station that were heard from lately."""
    here = Scanner.objects.filter(station_id=scanner.station_id, revoked_at__isnull=True)
    others = here.exclude(pk=scanner.pk).filter(synced_at__gt=now - HEARD_LATELY)
    return 1 + others.count()


def give_back_own_lease(
    *, scanner_id: UUID, station_id: int, service_date: date, items: Mapping[int, int], now: datetime
) -> bool:
    """Free what the scanner itself holds where the table has less than it hands out now."""
    short = StockLease.objects.filter(
        scanner_id=scanner_id,
        ended_at__isnull=True,
        stock_day__station_id=station_id,
        stock_day__service_date=service_date,
        stock_day__item_id__in=items,
    ).values_list("stock_day__item_id", "stock_day__remaining")
    wanting = [item for item, remaining in short if remaining < items[item]]
    if not wanting:
        return False
    stock = lock_stock_of(station_id=station_id, service_date=service_date, item_ids=wanting)
    freed = end_leases(stock=stock, now=now, scanner_ids=[scanner_id])
    if freed:
        subject = f"passes.scanner:{scanner_id}"
        audit.record(actor=None, action="benefits.end_leases", subject=subject, at=now)
    return bool(freed)
