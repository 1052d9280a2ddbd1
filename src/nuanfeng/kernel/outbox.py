"""Facts travel through a table: announced with the change, delivered once it is kept.

A delivery's mark commits together with what its listener writes, so effects inside the database
happen exactly once. Effects outside happen at least once and carry the delivery's number.
"""

import logging
from collections.abc import Callable
from dataclasses import asdict, fields
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Protocol
from uuid import UUID

from django.db.models import Exists, F, OuterRef

from nuanfeng.kernel.db import bookkeeping, in_unit_of_work
from nuanfeng.kernel.models import Delivery, Event

logger = logging.getLogger(__name__)

ATTEMPTS_MAX = 12
KEPT_DAYS = 30


class Fact(Protocol):
    """A frozen dataclass of ids and plain values with a stable name and a version."""

    __dataclass_fields__: ClassVar[dict[str, Any]]
    name: ClassVar[str]
    version: ClassVar[int]


Upgrade = Callable[[dict[str, Any]], dict[str, Any]]
Listener = Callable[[Any], None]

_listeners: dict[str, dict[str, Listener]] = {}
_shapes: dict[str, type[Fact]] = {}
_upgrades: dict[tuple[str, int], Upgrade] = {}


def on(shape: type[Fact], listener: Listener) -> None:
    """Let `listener` hear every fact of this shape from now on."""
    _shapes[shape.name] = shape
    _listeners.setdefault(shape.name, {})[f"{listener.__module__}.{listener.__name__}"] = listener


def upgrade(name: str, from_version: int, change: Upgrade) -> None:
    """Say how a payload of an older version becomes one of the next."""
    _upgrades[name, from_version] = change


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID | datetime | date) else value


def announce(fact: Fact, *, at: datetime) -> Event:
    """Keep the fact and one delivery per listener in the caller's transaction.

    Raises `RuntimeError` outside a unit of work: a fact without its change would be a lie.
    """
    if not in_unit_of_work():
        raise RuntimeError("a fact is announced inside a unit of work")
    payload = {key: _plain(value) for key, value in asdict(fact).items()}
    event = Event.objects.create(name=fact.name, version=fact.version, payload=payload, at=at)
    Delivery.objects.bulk_create(
        Delivery(event=event, listener=listener, due_at=at) for listener in _listeners.get(fact.name, {})
    )
    return event


def read_fact(event: Event) -> Fact:
    """The fact in today's shape, whatever version it was announced in."""
    shape, payload = _shapes[event.name], dict(event.payload)
    for version in range(event.version, shape.version):
        payload = _upgrades[event.name, version](payload)
    known = {field.name for field in fields(shape)}
    return shape(**{key: value for key, value in payload.items() if key in known})


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many failures: 10 seconds, doubling, at most six hours."""
    return timedelta(seconds=min(10 * 2 ** (attempts - 1), 6 * 3600))


def deliver_due(*, now: datetime, limit: int = 100) -> int:
    """Hand every fact that is due to its listener; returns how many arrived."""
    due = Delivery.objects.filter(state="due", due_at__lte=now).order_by("due_at", "pk")
    return sum(_deliver(delivery, now) for delivery in due.select_related("event")[:limit])


def _deliver(delivery: Delivery, now: datetime) -> int:
    mine = Delivery.objects.filter(pk=delivery.pk, state="due", attempts=delivery.attempts)
    listener = _listeners.get(delivery.event.name, {}).get(delivery.listener)
    if listener is None:
        mine.update(state="dead", error="no such listener")
        return 0
    try:
        with bookkeeping():
            if not mine.update(state="done", done_at=now):
                return 0
            listener(read_fact(delivery.event))
    except Exception as problem:
        # Only the kind of problem is kept: a message may quote what a person typed.
        logger.warning("delivery %s failed: %s", delivery.pk, type(problem).__name__)
        attempts = delivery.attempts + 1
        mine.update(
            state="dead" if attempts >= ATTEMPTS_MAX else "due",
            attempts=F("attempts") + 1,
            due_at=now + wait_after(attempts),
            error=type(problem).__name__,
        )
        return 0
    return 1


def replay(*, listener: str, since: datetime, now: datetime) -> int:
    """Give a listener that was added later every kept fact it has not had; returns how many."""
    names = [name for name, heard in _listeners.items() if listener in heard]
    had = Delivery.objects.filter(event=OuterRef("pk"), listener=listener)
    missed = Event.objects.filter(name__in=names, at__gte=since).exclude(Exists(had))
    made = Delivery.objects.bulk_create(
        (Delivery(event=event, listener=listener, due_at=now) for event in missed.order_by("at")),
        batch_size=500,
    )
    return len(made)


def clean_up(*, now: datetime) -> int:
    """Drop deliveries done more than 30 days ago and facts with nothing left to deliver."""
    horizon = now - timedelta(days=KEPT_DAYS)
    with bookkeeping():
        Delivery.objects.filter(state="done", done_at__lt=horizon).delete()
        open_still = Delivery.objects.filter(event=OuterRef("pk"))
        dropped, _ = Event.objects.filter(at__lt=horizon).exclude(Exists(open_still)).delete()
    return dropped
