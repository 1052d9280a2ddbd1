"""I6: the same records in another order, into a database without any, become the same."""

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from simulation.checks import Broken
from simulation.expected import OFFLINE, WITHIN_A_MINUTE, Row, day_of, is_frozen, reason_of_table
from simulation.scanner import Entry, ScannerModel
from simulation.wire import Parcel

if TYPE_CHECKING:
    from simulation.history import History

EMPTIED = (
    "benefits_redemptionvoid", "benefits_redemptionline", "benefits_redemption", "benefits_syncrecord",
    "benefits_stocklease", "benefits_stockmove", "benefits_stockday",
)  # fmt: skip
Place = tuple[Any, ...]


def in_another_order(history: "History") -> None:
    """Send once more what was stored, shuffled and cut anew, and compare what became of it."""
    kept = _whole_days(history, _recorded(history))
    if not kept:
        return
    ground, now = history.world.ground, max(row.at for row, *_rest in kept) + timedelta(minutes=2)
    for table in EMPTIED:
        ground.rows(f"DELETE FROM {table}")
    ground.rows("UPDATE passes_scanner SET revoked_at = NULL")
    ground.now = max(now, history.now) if not _gets_frozen(kept, history.now) else now
    for phone, entries in _cut_anew(history, kept):
        body, headers = phone.batch(entries)
        reply = history.wire.deliver(Parcel(phone, "/sync/batches", body, headers, entries))
        if reply.status != 200:
            raise Broken(f"I6: a batch in another order is refused: {reply.said}")
    found = dict(ground.rows("SELECT id, status FROM benefits_redemption"))
    for row, *_rest in kept:
        if (status := found.get(row.id.replace("-", ""))) != row.status:
            raise Broken(f"I6: {row.id[-6:]} is {row.status}, in another order {status}")


Kept = tuple[Row, ScannerModel, Entry, Entry | None]


def _recorded(history: "History") -> dict[str, Kept | None]:
    """Each hand-out with its records in a phone's log; None where they do not tell it all."""
    logs: dict[tuple[str, str, str], list[Entry]] = {}
    for phone in history.phones:
        for entry in phone.disk:
            if entry.id:
                kind = "void" if '"kind": "void"' in entry.text else "hand_out"
                logs.setdefault((phone.id, entry.id, kind), []).append(entry)
    phones = {phone.id: phone for phone in history.phones}
    return {row.id: _kept(history, row, phones[row.scanner], logs) for row in history.expected.rows.values()}


def _kept(history: "History", row: Row, phone: ScannerModel, logs: dict[Any, list[Entry]]) -> Kept | None:
    expected = history.expected
    if is_frozen(row.day, row.received):
        return None
    for entry in logs.get((phone.id, row.id, "hand_out"), []):
        said = json.loads(entry.text)
        held = expected.judge(said["code"], entry.at, OFFLINE)[1] if said["code"] else None
        is_told = expected.content_of(phone.id, said) == row.content and row.at == entry.at
        is_same_person = (held.person if held else None) == row.person
        is_timely = not expected.reason_of_time(phone.id, said, row.at, row.at + timedelta(minutes=2))
        is_timely = is_timely and not reason_of_table(said, row.at, row.at)
        if not (is_told and is_same_person and is_timely and _is_in_chain(history, phone, entry)):
            continue
        if row.status != "void":
            return row, phone, entry, None
        for undo in logs.get((phone.id, row.id, "void"), []):
            if timedelta(0) <= undo.at - row.at <= WITHIN_A_MINUTE and _is_in_chain(history, phone, undo):
                return row, phone, entry, undo
    return None


def _is_in_chain(history: "History", phone: ScannerModel, entry: Entry) -> bool:
    """Whether nothing stands in its place or beside it that it does not fit to."""
    places = [other for other in phone.disk if abs(other.seq - entry.seq) <= 1]
    beside = {other.seq: other for other in places}
    if len(beside) < len(places):
        return False
    before, after = beside.get(entry.seq - 1), beside.get(entry.seq + 1)
    anchored = history.expected.anchors.get(json.loads(entry.text)["anchor"])
    is_anchored = anchored is not None and anchored[0] == phone.id
    fits_before = before is None or before.hash == entry.previous
    return is_anchored and fits_before and (after is None or after.previous == entry.hash)


def _whole_days(history: "History", recorded: dict[str, Kept | None]) -> list[Kept]:
    """Without the days of people of which a part is not told by records."""
    rows = history.expected.rows
    parts = {rows[number].of_period for number, kept in recorded.items() if kept is None}
    parts.discard(None)
    found = [kept for kept in recorded.values() if kept and kept[0].of_period not in parts]
    if not found:
        return []
    last = max(day_of(kept[0].at) for kept in found)
    return [kept for kept in found if last - kept[0].period < timedelta(days=7)]


def _gets_frozen(kept: list[Kept], now: Any) -> bool:
    return any(is_frozen(row.day, now) for row, *_rest in kept)


def _cut_anew(history: "History", kept: list[Kept]) -> list[tuple[ScannerModel, list[Entry]]]:
    parcels: list[tuple[ScannerModel, list[Entry]]] = []
    for phone in history.phones:
        own = [one for row, of, *pair in kept if of is phone for one in pair if one is not None]
        history.random.shuffle(own)
        while own:
            size = history.random.randint(1, 6)
            parcels.append((phone, own[:size]))
            own = own[size:]
    history.random.shuffle(parcels)
    return parcels
