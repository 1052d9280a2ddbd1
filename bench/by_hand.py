"""The same hand-out as hand-written SQL: what the rows themselves cost, without a web server or a rule.

One transaction per hand-out: the day is looked up, the redemption and its two lines are written,
two stock rows are counted down, the audit entry is kept.
"""

import os
import resource
import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import psutil
import psycopg

from bench.measuring import Installation, cpu_seconds, database_processes
from nuanfeng.kernel.ids import new_id

WARMING = 100
# A day of its own, so that nobody was served yet.
DAY = date(2031, 1, 6)
NOON = datetime(2031, 1, 6, 4, tzinfo=UTC)

ON_POSTGRESQL = """
WITH taken AS (
    UPDATE benefits_stockday SET remaining = remaining - w.quantity
    FROM unnest(%(items)s::bigint[], %(quantities)s::int[]) AS w (item_id, quantity)
    WHERE station_id = %(station)s AND service_date = %(day)s
        AND benefits_stockday.item_id = w.item_id AND remaining >= w.quantity
    RETURNING benefits_stockday.item_id, w.quantity
), stored AS (
    INSERT INTO benefits_redemption (id, station_id, programme_id, service_date, person_id, status,
        gave_anyway, reason, at, received_at, changed_at, content_digest)
    VALUES (%(id)s, %(station)s, %(programme)s, %(day)s, %(person)s, 'counted', false, '',
        %(at)s, %(at)s, %(at)s, %(digest)s)
    ON CONFLICT DO NOTHING RETURNING id
), written AS (
    INSERT INTO benefits_redemptionline (redemption_id, item_id, quantity, beyond_stock)
    SELECT stored.id, taken.item_id, taken.quantity, 0 FROM stored, taken
)
INSERT INTO kernel_auditentry (at, actor, action, subject, details)
SELECT %(at)s, 'bench', 'bench.by_hand', 'benefits.redemption:' || id, '{}' FROM stored
"""


def hand_out_by_hand(*, times: int) -> float:
    """CPU milliseconds for one hand-out, this program and the database together."""
    if os.environ.get("DATABASE_URL"):
        return _measure_postgresql(times)
    return _measure_sqlite(times)


def _measure(times: int, one: Callable[[int], None], others: list[psutil.Process]) -> float:
    for place in range(WARMING):
        one(place)
    before = _own_seconds() + cpu_seconds(others)
    for place in range(WARMING, WARMING + times):
        one(place)
    return (_own_seconds() + cpu_seconds(others) - before) * 1000 / times


def _own_seconds() -> float:
    spent = resource.getrusage(resource.RUSAGE_SELF)
    return spent.ru_utime + spent.ru_stime


def _measure_postgresql(times: int) -> float:
    county = Installation("postgresql", dict(os.environ), folder=None)  # type: ignore[arg-type]
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as line:
        station, programme = _one(line.execute("SELECT station_id, programme_id FROM benefits_pickuppoint"))
        items = [row[0] for row in line.execute("SELECT id FROM benefits_item ORDER BY id LIMIT 2")]
        people = [row[0] for row in line.execute("SELECT id FROM people_person ORDER BY id")]
        for item in items:
            line.execute(
                "INSERT INTO benefits_stockday (station_id, item_id, service_date, opening, remaining,"
                " opened_at) VALUES (%s, %s, %s, 30000, 30000, %s)",
                [station, item, DAY, NOON],
            )

        def one(place: int) -> None:
            values = {
                "id": new_id(), "station": station, "programme": programme, "day": DAY,
                "person": people[place], "items": items, "quantities": [2, 1], "at": NOON,
                "digest": b"0" * 16,
            }  # fmt: skip
            with line.transaction():
                line.execute(ON_POSTGRESQL, values)

        return _measure(times, one, database_processes(county))


def _one(cursor: Any) -> Any:
    return cursor.fetchone()


def _measure_sqlite(times: int) -> float:
    path = os.path.join(os.environ["NUANFENG_DATA"], "nuanfeng.sqlite3")
    line = sqlite3.connect(path, isolation_level=None)
    line.executescript("PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;")
    station, programme = _one(line.execute("SELECT station_id, programme_id FROM benefits_pickuppoint"))
    items = [row[0] for row in line.execute("SELECT id FROM benefits_item ORDER BY id LIMIT 2")]
    people = [row[0] for row in line.execute("SELECT id FROM people_person ORDER BY id")]
    day, noon = DAY.isoformat(), NOON.isoformat(" ")
    for item in items:
        line.execute(
            "INSERT INTO benefits_stockday (station_id, item_id, service_date, opening, remaining,"
            " opened_at) VALUES (?, ?, ?, 30000, 30000, ?)",
            [station, item, day, noon],
        )

    def one(place: int) -> None:
        line.execute("BEGIN IMMEDIATE")
        _write_on_sqlite(line, new_id(), station, programme, people[place], items, day, noon)
        line.execute("COMMIT")

    return _measure(times, one, [])


def _write_on_sqlite(
    line: sqlite3.Connection,
    number: UUID,
    station: int,
    programme: int,
    person: int,
    items: list[int],
    day: str,
    noon: str,
) -> None:
    line.execute(
        "INSERT INTO benefits_redemption (id, station_id, programme_id, service_date, person_id, status,"
        " gave_anyway, reason, at, received_at, changed_at, content_digest)"
        " VALUES (?, ?, ?, ?, ?, 'counted', 0, '', ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [number.hex, station, programme, day, person, noon, noon, noon, b"0" * 16],
    )
    for item, quantity in zip(items, (2, 1), strict=True):
        line.execute(
            "UPDATE benefits_stockday SET remaining = remaining - ?"
            " WHERE station_id = ? AND service_date = ? AND item_id = ? AND remaining >= ?",
            [quantity, station, day, item, quantity],
        )
        line.execute(
            "INSERT INTO benefits_redemptionline (redemption_id, item_id, quantity, beyond_stock)"
            " VALUES (?, ?, ?, 0)",
            [number.hex, item, quantity],
        )
    line.execute(
        "INSERT INTO kernel_auditentry (at, actor, action, subject, details)"
        " VALUES (?, 'bench', 'bench.by_hand', ?, '{}')",
        [noon, f"benefits.redemption:{number}"],
    )
