"""Many rows of one table in one statement, on either database."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

# The type that PostgreSQL is told for each column; columns of one name have one type everywhere here.
_TYPES = {
    "uuid": "id redemption_id scanner_id",
    "bigint": "station_id programme_id person_id item_id seq",
    "int": "quantity beyond_stock",
    "date": "service_date period_start",
    "timestamptz": "at received_at changed_at decided_at",
    "bool": "gave_anyway is_offline",
    "bytea": "content_digest",
    "text": "status reason record_hash previous_hash outcome text decision",
}
_TYPE_OF = {column: kind for kind, columns in _TYPES.items() for column in columns.split()}


def write_rows(*, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert the rows; none where there are none. Called inside a unit of work."""
    if not rows:
        return
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            arrays = ", ".join(f"%s::{_TYPE_OF[column]}[]" for column in columns)
            said = f"INSERT INTO {table} ({names}) SELECT * FROM unnest({arrays})"
            cursor.execute(said, [list(column) for column in zip(*rows, strict=True)])
            return
        places = ", ".join(["%s"] * len(columns))
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", list(_for_sqlite(rows)))


def _for_sqlite(rows: Iterable[Sequence[Any]]) -> Iterable[list[Any]]:
    moments: dict[datetime, Any] = {}

    def plain(value: Any) -> Any:
        if isinstance(value, UUID):
            return value.hex
        if isinstance(value, datetime):
            if value not in moments:
                moments[value] = connection.ops.adapt_datetimefield_value(value)
            return moments[value]
        return value.isoformat() if isinstance(value, date) else value

    return ([plain(value) for value in row] for row in rows)
