"""Write one hand-out, its lines, what it takes from stock, and its audit entry: the hot path.

One statement on PostgreSQL and its twin for SQLite, because the same through the ORM costs several
times as much (docs/explanation/redeeming.md has the figures). Tests hold both against a plain
version of the ORM. Called by use cases, inside their unit of work.

Both refuse to write where the number is taken, where the person has a counted one in the period,
or where counted stock does not suffice and nobody said to give anyway; why is asked afterwards.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from nuanfeng.kernel.db import note_audit


@dataclass(frozen=True, slots=True)
class NewRedemption:
    """Everything there is to write. `lines` are item numbers with quantities, sorted by item."""

    id: UUID
    station_id: int
    programme_id: int
    service_date: date
    period_start: date
    person_id: int | None
    status: str
    gave_anyway: bool
    reason: str
    scanner_id: UUID | None
    staff_id: int | None
    at: datetime
    received_at: datetime
    content_digest: bytes
    lines: tuple[tuple[int, int], ...]
    actor: str
    action: str


@dataclass(frozen=True, slots=True)
class StockLeft:
    """One line as it was judged. `remaining` is what was free before; None: never opened today.

    `leased` lies there as well, for scanners without a network.
    """

    item_id: int
    quantity: int
    remaining: int | None
    leased: int = 0

    @property
    def beyond_stock(self) -> int:
        """The part that lay on the table although the count said there was none."""
        return self.quantity - self.taken

    @property
    def taken(self) -> int:
        """The part that comes off the count."""
        return min(self.remaining or 0, self.quantity)

    @property
    def is_short(self) -> bool:
        """Whether counted stock does not suffice."""
        return self.remaining is not None and self.remaining < self.quantity


# Rows of stock are locked by rising item, before the unique index is touched; void_redemption
# does the same, so that no two can wait for each other.
_ON_POSTGRESQL = """
WITH wanted AS (
    SELECT * FROM unnest(%(items)s::bigint[], %(quantities)s::int[]) AS w (item_id, quantity)
), held AS (
    SELECT id, item_id, leased, CASE WHEN closed_at IS NULL THEN remaining ELSE 0 END AS remaining
    FROM benefits_stockday
    WHERE station_id = %(station_id)s::bigint AND service_date = %(service_date)s::date
        AND item_id = ANY (%(items)s::bigint[])
    ORDER BY item_id
    FOR UPDATE
), line AS (
    SELECT wanted.item_id, wanted.quantity, held.id AS stock_id, held.remaining,
        coalesce(held.leased, 0) AS leased,
        least(coalesce(held.remaining, 0), wanted.quantity) AS taken
    FROM wanted LEFT JOIN held ON held.item_id = wanted.item_id
), stored AS (
    INSERT INTO benefits_redemption (
        id, station_id, programme_id, service_date, period_start, person_id, status, gave_anyway, reason,
        scanner_id, staff_id, at, received_at, changed_at, content_digest
    )
    SELECT %(id)s::uuid, %(station_id)s::bigint, %(programme_id)s::bigint, %(service_date)s::date,
        %(period_start)s::date, %(person_id)s::bigint, %(status)s::text, %(gave_anyway)s::bool,
        %(reason)s::text, %(scanner_id)s::uuid, %(staff_id)s::bigint, %(at)s::timestamptz,
        %(received_at)s::timestamptz, %(received_at)s::timestamptz, %(content_digest)s::bytea
    FROM (SELECT bool_or(remaining < quantity) AS is_short FROM line) AS count
    WHERE %(gave_anyway)s::bool OR count.is_short IS NOT TRUE
    ON CONFLICT DO NOTHING
    RETURNING id
), written AS (
    INSERT INTO benefits_redemptionline (redemption_id, item_id, quantity, beyond_stock)
    SELECT stored.id, line.item_id, line.quantity, line.quantity - line.taken FROM stored, line
), taken AS (
    UPDATE benefits_stockday SET remaining = benefits_stockday.remaining - line.taken
    FROM stored, line
    WHERE benefits_stockday.id = line.stock_id AND line.taken > 0
), audited AS (
    INSERT INTO kernel_auditentry (at, actor, action, subject, details)
    SELECT %(received_at)s::timestamptz, %(actor)s::text, %(action)s::text,
        'benefits.redemption:' || stored.id, '{}'
    FROM stored
)
SELECT line.item_id, line.quantity, line.remaining, line.leased, (SELECT count(*) FROM stored) FROM line
"""


def store_redemption(*, new: NewRedemption) -> tuple[bool, list[StockLeft]]:
    """Whether it was written, and the lines against the stock that was there."""
    # The entry is part of the statement: where nothing is stored, there is nothing to record.
    note_audit()
    return _store_on_postgresql(new) if connection.vendor == "postgresql" else _store_on_sqlite(new)


def _store_on_postgresql(new: NewRedemption) -> tuple[bool, list[StockLeft]]:
    values = {name: getattr(new, name) for name in NewRedemption.__slots__}
    values["items"], values["quantities"] = ([line[part] for line in new.lines] for part in (0, 1))
    with connection.cursor() as cursor:
        cursor.execute(_ON_POSTGRESQL, values)
        rows = cursor.fetchall()
    return bool(rows[0][4]), [StockLeft(*row[:4]) for row in rows]


def _store_on_sqlite(new: NewRedemption) -> tuple[bool, list[StockLeft]]:
    """The same in several statements: the unit of work holds SQLite's one write lock."""
    ops = connection.ops
    day, number = ops.adapt_datefield_value(new.service_date), new.id.hex
    received_at = ops.adapt_datetimefield_value(new.received_at)
    with connection.cursor() as cursor:
        lines = _lines_on_sqlite(cursor, new, day)
        if any(line.is_short for line in lines) and not new.gave_anyway:
            return False, lines
        cursor.execute(
            "INSERT INTO benefits_redemption (id, station_id, programme_id, service_date, period_start,"
            " person_id, status, gave_anyway, reason, scanner_id, staff_id, at, received_at, changed_at,"
            " content_digest) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
            " ON CONFLICT DO NOTHING",
            [
                number, new.station_id, new.programme_id, day,
                ops.adapt_datefield_value(new.period_start), new.person_id, new.status,
                new.gave_anyway, new.reason, new.scanner_id.hex if new.scanner_id else None,
                new.staff_id, ops.adapt_datetimefield_value(new.at), received_at, received_at,
                new.content_digest,
            ],
        )  # fmt: skip
        if not cursor.rowcount:
            return False, lines
        _write_on_sqlite(cursor, new, day, lines)
        cursor.execute(
            "INSERT INTO kernel_auditentry (at, actor, action, subject, details) VALUES (%s, %s, %s, %s, %s)",
            [received_at, new.actor, new.action, f"benefits.redemption:{new.id}", json.dumps({})],
        )
    return True, lines


def _lines_on_sqlite(cursor: Any, new: NewRedemption, day: str | None) -> list[StockLeft]:
    places = ", ".join(["%s"] * len(new.lines))
    cursor.execute(
        "SELECT item_id, CASE WHEN closed_at IS NULL THEN remaining ELSE 0 END, leased FROM benefits_stockday"
        f" WHERE station_id = %s AND service_date = %s AND item_id IN ({places})",
        [new.station_id, day, *(item for item, _quantity in new.lines)],
    )
    held = {item: (remaining, leased) for item, remaining, leased in cursor.fetchall()}
    return [StockLeft(item, quantity, *held.get(item, (None, 0))) for item, quantity in new.lines]


def _write_on_sqlite(cursor: Any, new: NewRedemption, day: str | None, lines: list[StockLeft]) -> None:
    cursor.executemany(
        "INSERT INTO benefits_redemptionline (redemption_id, item_id, quantity, beyond_stock)"
        " VALUES (%s, %s, %s, %s)",
        [(new.id.hex, line.item_id, line.quantity, line.beyond_stock) for line in lines],
    )
    cursor.executemany(
        "UPDATE benefits_stockday SET remaining = remaining - %s"
        " WHERE station_id = %s AND service_date = %s AND item_id = %s",
        [(line.taken, new.station_id, day, line.item_id) for line in lines if line.taken],
    )
