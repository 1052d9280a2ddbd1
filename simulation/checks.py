"""What must be so after every step, and at the end."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from simulation.scanner import mark_of

if TYPE_CHECKING:
    from simulation.history import History


class Broken(AssertionError):
    """A promise did not hold; the sentence says which."""


_ROWS = """
    SELECT r.id, r.status, r.person_id, r.service_date, r.station_id,
        (SELECT group_concat(code || '*' || quantity) FROM (
            SELECT i.code, l.quantity FROM benefits_redemptionline l
            JOIN benefits_item i ON i.id = l.item_id WHERE l.redemption_id = r.id ORDER BY i.code))
    FROM benefits_redemption r
"""
_RECORDS = """
    SELECT record_hash, outcome, reason, decision, outcome = 'quarantined' AND text = ''
    FROM benefits_syncrecord
"""
_STOCK = """
    SELECT s.id, s.remaining, s.leased, s.closed_at IS NOT NULL, s.opening
        + coalesce((SELECT sum(CASE m.kind WHEN 'waste' THEN -m.quantity ELSE m.quantity END)
            FROM benefits_stockmove m WHERE m.stock_day_id = s.id), 0)
        - coalesce((SELECT sum(l.quantity - l.beyond_stock) FROM benefits_redemptionline l
            JOIN benefits_redemption r ON r.id = l.redemption_id
            WHERE l.item_id = s.item_id AND r.station_id = s.station_id
                AND r.service_date = s.service_date AND r.status <> 'void'), 0),
        coalesce((SELECT sum(portions - taken) FROM benefits_stocklease e
            WHERE e.stock_day_id = s.id AND e.ended_at IS NULL), 0)
    FROM benefits_stockday s
"""
_TWICE = """
    SELECT person_id, period_start FROM benefits_redemption
    WHERE status = 'counted' AND person_id IS NOT NULL GROUP BY 1, 2 HAVING count(*) > 1
"""


def after_step(history: "History") -> None:
    """The server knows what it should, counts nobody twice, and its stock adds up."""
    ground = history.world.ground
    if twice := ground.rows(_TWICE):
        raise Broken(f"I1: counted twice in a period: {twice}")
    for stock, remaining, leased, is_closed, expected, held in ground.rows(_STOCK):
        if remaining + leased != expected:
            raise Broken(f"I4: stock {stock} says {remaining} + {leased} leased, {expected} expected")
        if leased != held:
            raise Broken(f"I4: stock {stock} says {leased} leased, scanners hold {held}")
        if is_closed and leased:
            raise Broken(f"I4: stock {stock} is closed and {leased} are still leased")
    for phone in history.phones:
        _dropped_for_a_reason(history, phone)
    _compare("hand-outs", _rows(history), _expected_rows(history))
    _compare("records", _records(history), _expected_records(history))


def _rows(history: "History") -> dict[str, Any]:
    return {
        str(UUID(number)): (status, person, str(day), station, lines)
        for number, status, person, day, station, lines in history.world.ground.rows(_ROWS)
    }


def _expected_rows(history: "History") -> dict[str, Any]:
    return {
        row.id: (
            row.status, row.person, row.day.isoformat(), row.station,
            ",".join(f"{item}*{count}" for item, count in sorted(row.lines.items())),
        )
        for row in history.expected.rows.values()
    }  # fmt: skip


def _records(history: "History") -> dict[str, Any]:
    return {name: tuple(rest) for name, *rest in history.world.ground.rows(_RECORDS)}


def _expected_records(history: "History") -> dict[str, Any]:
    return {
        name: (noted.outcome, noted.reason, noted.decision, 0)
        for name, noted in history.expected.records.items()
    }


def _compare(what: str, found: dict[str, Any], expected: dict[str, Any]) -> None:
    if found == expected:
        return
    for name in sorted(found.keys() | expected.keys()):
        if found.get(name) != expected.get(name):
            raise Broken(f"I2/I6: {what} {name[:13]}: is {found.get(name)}, should be {expected.get(name)}")


def marks(history: "History", phone: Any) -> None:
    """A phone that was told everything knows who was served, and nobody else."""
    expected = history.expected
    served = {
        row.person
        for row in expected.rows.values()
        if row.status == "counted" and row.period.isoformat() == phone.period_start
    }
    for value, held in expected.handles.items():
        if held.revoked_at and held.revoked_at <= history.now:
            continue
        for said in (value, held.number):
            if (mark_of(said, phone.period_start) in phone.marks) != (held.person in served):
                is_served = "served" if held.person in served else "not served"
                raise Broken(f"person {held.person} is {is_served}, and {phone.name} is told otherwise")


def at_the_end(history: "History") -> None:
    """Whatever a phone was told is there; whatever was shown green is there; nothing waits."""
    every_promise(history)
    rows, records = _rows(history), _records(history)
    for phone in history.phones:
        if waiting := phone.queue():
            raise Broken(f"I2: {phone.name} still has {len(waiting)} records that nobody takes")
        _dropped_for_a_reason(history, phone)
    for promise in history.promises:
        if promise.hash not in records and promise.id not in rows and not history.is_too_old(promise):
            raise Broken(f"I2/I5: {promise.phone} showed “recorded” for {promise.id} and it is not there")


def _dropped_for_a_reason(history: "History", phone: Any) -> None:
    """I7: whatever left a queue has a receipt that names it, or the answer of the moment itself."""
    for entry in phone.disk:
        reason = (phone.name, entry.hash, entry.acknowledged)
        if entry.is_queued or entry.acknowledged == "online" or reason in history.reasons_seen:
            continue
        said = phone.open(entry.acknowledged)
        if said is None or said["scanner"] != phone.id:
            raise Broken(f"I7: {phone.name} dropped record {entry.seq} without a receipt of its own")
        if entry.hash not in {record["hash"] for record in said["records"]}:
            raise Broken(f"I7: {phone.name} dropped record {entry.seq}, which its receipt does not name")
        history.reasons_seen.add(reason)


def every_promise(history: "History") -> None:
    """What `nuanfeng verify` looks at, of benefits and of passes."""
    for name, sentence, promise in history.promises_of_the_server():
        if found := list(promise()):
            raise Broken(f"{sentence or name}: {found[:3]}")


def stored_online(history: "History", number: str, now: datetime) -> None:
    """I5: what is acknowledged is on the disk when the answer is on its way."""
    if not history.world.ground.rows("SELECT 1 FROM benefits_redemption WHERE id = ?", UUID(number).hex):
        raise Broken(f"I5: {number} was acknowledged at {now:%H:%M:%S} and is not there")
