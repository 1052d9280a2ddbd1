"""Faults that are planted on purpose: each is one place of the server, of a phone, or of an operator.

A simulator that finds none of them would say nothing when it finds nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db.models import F

from nuanfeng.kernel.db import bookkeeping
from nuanfeng.modules.benefits.models import Redemption, RedemptionLine, StockDay, SyncRecord
from nuanfeng.modules.benefits.queries import offers, sync_state
from nuanfeng.modules.benefits.rules import choices, sync
from nuanfeng.modules.benefits.usecases import (
    close_stock,
    judge_records,
    keep_hand_outs,
    recount_stock,
    redeem_pass,
    settle_periods,
    store_batch,
    sync_batch,
)

FAULTS: dict[str, Callable[[], Any]] = {}


def fault(plant: Callable[[], Iterator[dict[str, Any]]]) -> Callable[[], Any]:
    """A fault that can be asked for by its name; what it yields are settings of the histories."""
    FAULTS[plant.__name__.replace("_", "-")] = contextmanager(plant)
    return plant


@contextmanager
def planted(name: str) -> Iterator[Mapping[str, Any]]:
    """The settings of the histories while the fault is there; none of both for an empty name."""
    if not name:
        yield {}
        return
    with FAULTS[name]() as settings:
        yield settings


@contextmanager
def _instead(room: Any, name: str, other: Any) -> Iterator[None]:
    """For a while something else stands in this place."""
    kept = getattr(room, name)
    setattr(room, name, other)
    try:
        yield
    finally:
        setattr(room, name, kept)


def _module(use_case: Callable[..., Any]) -> Any:
    """The file of a use case: the package shows the function under the same name."""
    import sys

    return sys.modules[use_case.__module__]


@fault
def counted_twice() -> Iterator[dict[str, Any]]:
    with _instead(settle_periods, "_locked", lambda _periods: {}):
        yield {"without_index": True}


@fault
def receipt_before_commit() -> Iterator[dict[str, Any]]:
    room, calls = _module(sync_batch), 0
    store = room.store_batch

    class Undo(Exception):
        """Ends the unit of work."""

    def answer_first(**said: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls % 3:
            return store(**said)
        told = {}
        try:
            with bookkeeping():
                told = store(**said)
                raise Undo
        except Undo:
            return told

    with _instead(room, "store_batch", answer_first):
        yield {}


def _by_arrival(rows: Any) -> dict[Any, str]:
    rows = list(rows)
    kept = [number for _at, number, status in rows if status == "counted"]
    first = kept[0] if kept else rows[0][1] if rows else None
    return {number: "counted" if number == first else "extra" for _at, number, _status in rows}


@fault
def first_come_counts() -> Iterator[dict[str, Any]]:
    with _instead(choices, "settled_statuses", _by_arrival):
        yield {}


@fault
def order_matters() -> Iterator[dict[str, Any]]:
    settle = choices.settled_statuses
    try:
        yield {"before_replay": lambda: setattr(choices, "settled_statuses", _by_arrival)}
    finally:
        choices.settled_statuses = settle


@fault
def stock_taken_twice() -> Iterator[dict[str, Any]]:
    room = _module(sync_batch)
    known = room.known_records

    def take_again(scanner_id: Any, sent: Any) -> Any:
        told, chain = known(scanner_id, sent)
        stored = [name for name, said in told.items() if said.outcome in ("counted", "extra", "guest")]
        numbers = SyncRecord.objects.filter(pk__in=stored).values("redemption_id")
        for line in RedemptionLine.objects.filter(redemption__in=numbers).select_related("redemption"):
            row = line.redemption
            StockDay.objects.filter(
                station=row.station, service_date=row.service_date, item=line.item, remaining__gt=0
            ).update(remaining=F("remaining") - 1)
        return told, chain

    with _instead(room, "known_records", take_again):
        yield {}


@fault
def lease_never_returned() -> Iterator[dict[str, Any]]:

    def nothing(**_said: Any) -> int:
        return 0

    closing, counting = _module(close_stock), _module(recount_stock)
    with _instead(closing, "end_leases", nothing), _instead(counting, "end_leases", nothing):
        yield {}


@fault
def undo_forgets_stock() -> Iterator[dict[str, Any]]:
    with _instead(keep_hand_outs, "_give_back", lambda *_said: None):
        yield {}


@fault
def quarantine_dropped() -> Iterator[dict[str, Any]]:
    note = store_batch._note

    def without(new: Any, batch: Any) -> None:
        note([one for one in new if batch.told[one.sent.hash].outcome != sync.QUARANTINED], batch)

    with _instead(store_batch, "_note", without):
        yield {}


@fault
def other_content_accepted() -> Iterator[dict[str, Any]]:
    place = store_batch._place

    def lenient(one: Any, is_forked: bool, batch: Any) -> Any:
        said = place(one, is_forked, batch)
        is_taken = said.reason == sync.OTHER_CONTENT
        return store_batch.Outcome(sync.DUPLICATE) if is_taken else said

    with _instead(store_batch, "_place", lenient):
        yield {}


@fault
def epoch_not_raised() -> Iterator[dict[str, Any]]:
    yield {"epoch_is_raised": False}


@fault
def any_receipt_believed() -> Iterator[dict[str, Any]]:
    yield {"phones": {"believes_any_receipt": True}}


@fault
def green_before_saved() -> Iterator[dict[str, Any]]:
    yield {"phones": {"saves_at_once": False}}


@fault
def phone_is_full() -> Iterator[dict[str, Any]]:
    yield {"phones": {"holds_most": 1500}}


@fault
def log_kept_too_short() -> Iterator[dict[str, Any]]:
    yield {"phones": {"keeps_log_for": timedelta(minutes=3)}}


@fault
def clock_ignored() -> Iterator[dict[str, Any]]:
    with _instead(judge_records.sync, "refusal_of_clock", lambda *_said: ""):
        yield {}


@fault
def periods_forgotten() -> Iterator[dict[str, Any]]:
    with (
        _instead(offers, "period_start", lambda _rules, day: day),
        _instead(sync_state, "period_start", lambda _rules, day: day),
    ):
        yield {}


@fault
def frozen_days_change() -> Iterator[dict[str, Any]]:
    rooms = (choices, judge_records, store_batch)
    with (
        _instead(rooms[0], "is_frozen", lambda *_said: False),
        _instead(rooms[1], "is_frozen", lambda *_said: False),
        _instead(rooms[2], "is_frozen", lambda *_said: False),
    ):
        yield {}


@fault
def revoked_phone_trusted() -> Iterator[dict[str, Any]]:
    with _instead(store_batch, "_refusal_of_scanner", lambda *_said: ""):
        yield {}


@fault
def chain_ignored() -> Iterator[dict[str, Any]]:
    with _instead(sync, "forked", lambda *_said: set()):
        yield {}


@fault
def repeat_takes_stock() -> Iterator[dict[str, Any]]:
    room = _module(redeem_pass)
    record = room.record_hand_out

    def twice(**said: Any) -> Any:
        is_known = Redemption.objects.filter(pk=said["hand_out"].id).exists()
        answer = record(**said)
        if is_known and answer.is_recorded:
            row = Redemption.objects.get(pk=answer.id)
            StockDay.objects.filter(
                station=row.station, service_date=row.service_date, remaining__gt=0
            ).update(remaining=F("remaining") - 1)
        return answer

    with _instead(room, "record_hand_out", twice):
        yield {}
