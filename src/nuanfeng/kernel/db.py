"""Where transactions begin, and the witness that no use case changes a row unseen."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from django.db import connection, transaction

_turn = threading.RLock()
_WRITING = ("INSERT", "UPDATE", "DELETE", "REPLACE")


class AuditForgotten(Exception):
    """A use case wrote rows and recorded nobody as having done it."""


class _Witness(threading.local):
    """What the use cases that are open in this thread have written and recorded, innermost last."""

    def __init__(self) -> None:
        self.frames: list[dict[str, bool]] = []


_witness = _Witness()


def note_audit() -> None:
    """Tell the open unit of work that its audit entry is written (or part of its statement)."""
    if _witness.frames:
        _witness.frames[-1]["recorded"] = True


def in_unit_of_work() -> bool:
    """Whether a transaction of ours is open in this thread."""
    return bool(_witness.frames)


def _watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    head = sql.lstrip("( \n")[:7].upper()
    if head.startswith(_WRITING) or (head.startswith("WITH") and "INSERT INTO" in sql.upper()):
        _witness.frames[-1]["wrote"] = True
    return execute(sql, params, many, context)


@contextmanager
def _frame() -> Iterator[dict[str, bool]]:
    frame = {"wrote": False, "recorded": False}
    watching = nullcontext() if _witness.frames else connection.execute_wrapper(_watch)
    _witness.frames.append(frame)
    try:
        with watching:
            yield frame
    finally:
        _witness.frames.pop()
        if _witness.frames:
            _witness.frames[-1]["recorded"] |= frame["recorded"]


@contextmanager
def _transaction() -> Iterator[dict[str, bool]]:
    """On SQLite the threads of one process queue here and not inside SQLite, where a waiting
    thread keeps its connection's mutex and can stall the one that writes.
    """
    turn = _turn if connection.vendor == "sqlite" else nullcontext()
    with turn, transaction.atomic(), _frame() as frame:
        yield frame


@contextmanager
def unit_of_work() -> Iterator[None]:
    """One use case, one transaction: nothing is kept unless all of it is, with an audit entry.

    Raises `AuditForgotten`, and keeps nothing, where rows were written and none recorded.
    """
    with _transaction() as frame:
        yield
        if frame["wrote"] and not frame["recorded"]:
            raise AuditForgotten("rows were written and audit.record was not called")


@contextmanager
def bookkeeping() -> Iterator[None]:
    """A transaction of the machinery itself: deliveries, projections, clean-up. Not for use cases."""
    with _transaction():
        yield
