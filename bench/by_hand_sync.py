"""The rows of a batch as hand-written SQL, set by set: what they cost without a web server or a rule.

One transaction per batch: the redemptions, their lines, their receipts, the count of the table and
one audit entry. Nothing is looked up, nothing is checked but what the tables themselves check.
"""

import os
import sqlite3
from hashlib import sha256
from typing import Any
from uuid import UUID

import psycopg

from bench.by_hand import DAY, NOON, _own_seconds
from bench.measuring import Installation, cpu_seconds, database_processes
from nuanfeng.kernel.ids import new_id

REDEMPTION = (
    "INSERT INTO benefits_redemption (id, station_id, programme_id, service_date, person_id, status,"
    " gave_anyway, is_offline, reason, scanner_id, at, received_at, changed_at, content_digest) "
)
LINE = "INSERT INTO benefits_redemptionline (redemption_id, item_id, quantity, beyond_stock) "
RECEIPT = (
    "INSERT INTO benefits_syncrecord (record_hash, scanner_id, seq, previous_hash, redemption_id, outcome,"
    " reason, text, received_at, decision) "
)
COUNT = (
    "UPDATE benefits_stockday SET remaining = remaining - {} WHERE station_id = {} AND service_date = {}"
    " AND item_id = {}"
)
AUDIT = (
    "INSERT INTO kernel_auditentry (at, actor, action, subject, details) VALUES ({0}, 'b', 'b', 'b', '{{}}')"
)
PEOPLE = "SELECT id FROM people_person ORDER BY id"


def batches_by_hand(*, batches: int, records: int) -> float:
    """CPU milliseconds for one record, this program and the database together."""
    if os.environ.get("DATABASE_URL"):
        county = Installation("postgresql", dict(os.environ), folder=None)  # type: ignore[arg-type]
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as line:
            return _measure(line, "%s", database_processes(county), batches, records)
    line = sqlite3.connect(
        os.path.join(os.environ["NUANFENG_DATA"], "nuanfeng.sqlite3"), isolation_level=None
    )
    line.executescript("PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;")
    return _measure(line, "?", [], batches, records)


def _measure(line: Any, mark: str, others: list[Any], batches: int, records: int) -> float:
    is_lite = mark == "?"
    station, programme = line.execute("SELECT station_id, programme_id FROM benefits_pickuppoint").fetchone()
    items = [row[0] for row in line.execute("SELECT id FROM benefits_item ORDER BY id LIMIT 2").fetchall()]
    people = [row[0] for row in line.execute(PEOPLE).fetchall()]
    scanner = line.execute("SELECT id FROM passes_scanner").fetchone()[0]
    day, noon = (DAY.isoformat(), NOON.isoformat(" ")) if is_lite else (DAY, NOON)
    for item in items:
        line.execute(
            "INSERT INTO benefits_stockday (station_id, item_id, service_date, opening, remaining, leased,"
            f" opened_at) VALUES ({', '.join([mark] * 7)})",
            [station, item, day, 30000, 30000, 0, noon],
        )
    write = _write_on_sqlite if is_lite else _write_on_postgresql
    spent = 0.0
    for place in range(batches):
        numbers = [new_id() for _ in range(records)]
        wanted = _rows(numbers, station, programme, day, people[place * records :], scanner, items, noon)
        before = _own_seconds() + cpu_seconds(others)
        line.execute("BEGIN IMMEDIATE" if is_lite else "BEGIN")
        write(line, wanted)
        for item, quantity in zip(items, (2, 1), strict=True):
            line.execute(COUNT.format(*[mark] * 4), [quantity * records, station, day, item])
        line.execute(AUDIT.format(mark), [noon])
        line.execute("COMMIT")
        spent += _own_seconds() + cpu_seconds(others) - before
    return spent * 1000 / (batches * records)


def _rows(
    numbers: list[UUID],
    station: int,
    programme: int,
    day: Any,
    people: list[int],
    scanner: Any,
    items: list[int],
    noon: Any,
) -> list[list[tuple[Any, ...]]]:
    """Redemptions, lines and receipts."""
    plain = [number.hex if isinstance(day, str) else number for number in numbers]
    digest = b"0" * 16
    return [
        [
            (
                one, station, programme, day, person, "counted", False, True, "", scanner, noon, noon, noon,
                digest,
            )
            for one, person in zip(plain, people, strict=False)
        ],
        [(one, item, quantity, 0) for one in plain for item, quantity in zip(items, (2, 1), strict=True)],
        [
            (
                sha256(number.bytes).hexdigest(), scanner, seq, "0" * 64, one, "counted", "", "", noon, "",
            )
            for seq, (number, one) in enumerate(zip(numbers, plain, strict=True), start=10**9)
        ],
    ]  # fmt: skip


def _write_on_sqlite(line: sqlite3.Connection, wanted: list[list[tuple[Any, ...]]]) -> None:
    for said, rows in zip((REDEMPTION, LINE, RECEIPT), wanted, strict=True):
        line.executemany(f"{said} VALUES ({', '.join('?' * len(rows[0]))})", rows)


KINDS = (
    "uuid bigint bigint date bigint text bool bool text uuid timestamptz timestamptz timestamptz bytea",
    "uuid bigint int int",
    "text uuid bigint text uuid text text text timestamptz text",
)


def _write_on_postgresql(line: Any, wanted: list[list[tuple[Any, ...]]]) -> None:
    for said, kinds, rows in zip((REDEMPTION, LINE, RECEIPT), KINDS, wanted, strict=True):
        arrays = ", ".join(f"%s::{kind}[]" for kind in kinds.split())
        line.execute(
            f"{said} SELECT * FROM unnest({arrays})", [list(column) for column in zip(*rows, strict=True)]
        )
