"""Facts arrive once, later rather than never, in the shape of the day they are read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar

import pytest

from nuanfeng.kernel import audit, outbox
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.models import CalendarDay, Delivery, Event

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True)
class DoorOpened:
    """A door was opened."""

    name: ClassVar[str] = "tests.door_opened"
    version: ClassVar[int] = 2
    door: int
    opened_on: str = "2026-01-01"


heard: list[DoorOpened] = []
is_broken: list[bool] = []


def note_door(fact: DoorOpened) -> None:
    """Write a row, and fail afterwards while the test says so."""
    CalendarDay.objects.create(day=date.fromisoformat(fact.opened_on), kind="holiday")
    if is_broken:
        raise ValueError("a person's number could stand here")
    heard.append(fact)


def note_late(fact: DoorOpened) -> None:
    """A listener that is added in a later release."""
    heard.append(fact)


NOTE_DOOR = f"{__name__}.note_door"


@pytest.fixture(autouse=True)
def listening() -> Iterator[None]:
    outbox.on(DoorOpened, note_door)
    yield
    heard.clear()
    is_broken.clear()
    outbox._listeners.pop(DoorOpened.name)


@unit_of_work()
def open_door(door: int) -> Event:
    audit.record(actor=None, action="tests.open_door", subject="tests", at=NOON)
    return outbox.announce(DoorOpened(door), at=NOON)


@unit_of_work()
def open_door_and_stumble(door: int) -> float:
    open_door(door)
    return 1 / 0


def test_a_fact_is_heard_once_however_often_the_worker_looks():
    open_door(7)

    assert [outbox.deliver_due(now=NOON) for _ in range(3)] == [1, 0, 0]
    assert heard == [DoorOpened(7)]


def test_a_fact_outside_a_use_case_is_refused():
    with pytest.raises(RuntimeError, match="inside a unit of work"):
        outbox.announce(DoorOpened(7), at=NOON)


def test_a_change_that_is_undone_takes_its_fact_along():
    with pytest.raises(ZeroDivisionError):
        open_door_and_stumble(7)

    assert not Event.objects.exists()
    assert not Delivery.objects.exists()


def test_a_listener_that_fails_leaves_nothing_and_is_asked_again_later():
    open_door(7)
    is_broken.append(True)
    outbox.deliver_due(now=NOON)

    delivery = Delivery.objects.get()
    assert not CalendarDay.objects.exists()
    assert (delivery.state, delivery.attempts, delivery.error) == ("due", 1, "ValueError")
    assert delivery.due_at == NOON + timedelta(seconds=10)

    is_broken.clear()
    assert outbox.deliver_due(now=NOON + timedelta(seconds=9)) == 0
    assert outbox.deliver_due(now=NOON + timedelta(seconds=10)) == 1


def test_waiting_grows_and_a_hopeless_delivery_is_laid_aside():
    waits = [outbox.wait_after(n).total_seconds() for n in (1, 2, 3, 12)]
    assert waits == [10, 20, 40, 20480]
    assert outbox.wait_after(60) == timedelta(hours=6)

    open_door(7)
    is_broken.append(True)
    now = NOON
    for _ in range(outbox.ATTEMPTS_MAX):
        outbox.deliver_due(now=now)
        now += timedelta(hours=6)
    assert Delivery.objects.get().state == "dead"


def test_a_listener_added_later_hears_what_was_kept_and_only_once():
    open_door(1)
    open_door(2)
    outbox.on(DoorOpened, note_late)
    late = f"{__name__}.note_late"

    assert outbox.replay(listener=late, since=NOON - timedelta(days=1), now=NOON) == 2
    assert outbox.replay(listener=late, since=NOON - timedelta(days=1), now=NOON) == 0


def test_a_fact_of_an_older_release_is_read_in_todays_shape():
    outbox.upgrade(DoorOpened.name, 1, lambda old: {"door": old["number"]})
    event = Event.objects.create(
        name=DoorOpened.name, version=1, payload={"number": 7, "dropped": True}, at=NOON
    )

    assert outbox.read_fact(event) == DoorOpened(7)


def test_what_was_delivered_long_ago_is_cleared_and_what_is_due_stays():
    open_door(1)
    outbox.deliver_due(now=NOON)
    waiting = open_door(2)

    outbox.clean_up(now=NOON + timedelta(days=31))

    assert [event.pk for event in Event.objects.all()] == [waiting.pk]
    assert Delivery.objects.get().event_id == waiting.pk


def test_a_delivery_of_a_listener_that_is_gone_is_laid_aside():
    event = open_door(1)
    Delivery.objects.filter(event=event).update(listener="gone.listener")
    outbox.deliver_due(now=NOON)

    assert Delivery.objects.get().state == "dead"
