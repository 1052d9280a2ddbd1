"""Whatever happens at two tables in whatever order, the promises hold and the count is the model's."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from nuanfeng.kernel.db import bookkeeping
from nuanfeng.kernel.errors import Refused
from nuanfeng.kernel.ids import new_id
from nuanfeng.modules.benefits.invariants import PROMISES
from nuanfeng.modules.benefits.models import Redemption, StockDay
from nuanfeng.modules.benefits.queries import Answer
from nuanfeng.modules.benefits.rules.choices import HandOut
from nuanfeng.modules.benefits.tests.builders import (
    BREAKFAST,
    BREAKFAST_TIME,
    BUN,
    MILK,
    a_card_of_nobody_named,
    a_hand_out,
    a_scanner_at,
    a_station_with_breakfast,
    at,
)
from nuanfeng.modules.benefits.usecases import (
    add_stock,
    close_stock,
    give_guest_meal,
    recount_stock,
    redeem_pass,
    reopen_stock,
    void_redemption,
    waste_stock,
)
from nuanfeng.modules.passes.api import Scanner
from nuanfeng.modules.stations.api import Station

pytestmark = pytest.mark.django_db

tables, people = st.integers(0, 1), st.integers(0, 2)
items = st.sampled_from([BUN, MILK])
FEW = {BUN: 4, MILK: 2}


@dataclass
class World:
    """Two tables with a few portions, their phones, and three people with cards."""

    stations: list[Station]
    scanners: list[Scanner]
    cards: list[str]


@dataclass
class Sent:
    """A message and what it was answered."""

    table: int
    hand_out: HandOut
    answer: Answer
    at: datetime


class _Undo(Exception):
    """Ends an example without keeping it."""


@contextmanager
def undone_afterwards() -> Iterator[None]:
    try:
        with bookkeeping():
            yield
            raise _Undo
    except _Undo:
        pass


class AnyMorning(RuleBasedStateMachine):
    """What people at two tables may do, beside a model of what must come of it."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.kept = ExitStack()
        self.kept.enter_context(undone_afterwards())
        self.now = BREAKFAST_TIME
        self.sent: list[Sent] = []
        self.left = {(table, item): count for table in (0, 1) for item, count in FEW.items()}
        self.closed: set[tuple[int, str]] = set()
        # Who stands on the books of the day: (time, number) for each person.
        self.standing: dict[int, list[tuple[datetime, Any]]] = {0: [], 1: [], 2: []}

    def teardown(self) -> None:
        self.kept.close()

    def where(self, table: int) -> dict[str, Any]:
        self.now += timedelta(seconds=7)
        return {
            "station_id": self.world.stations[table].pk,
            "programme": BREAKFAST,
            "actor": self.world.scanners[table],
            "now": self.now,
        }

    def hand_out(self, table: int, code: str, buns: int, milks: int, anyway: bool, late: int) -> HandOut:
        self.now += timedelta(seconds=7)
        reason = "hungry" if anyway else ""
        said = {"buns": buns, "milks": milks, "give_anyway": anyway, "reason": reason}
        return a_hand_out(self.world.stations[table], code, at=self.now - timedelta(minutes=late), **said)

    def note(self, table: int, hand_out: HandOut, answer: Answer) -> None:
        """Take what was recorded off the model's count."""
        self.sent.append(Sent(table, hand_out, answer, self.now))
        if not answer.is_recorded:
            return
        for line in hand_out.lines:
            free = 0 if (table, line.item) in self.closed else self.left[table, line.item]
            taken = min(free, line.quantity)
            self.left[table, line.item] -= taken

    def is_short(self, table: int, hand_out: HandOut) -> bool:
        return any(
            (0 if (table, line.item) in self.closed else self.left[table, line.item]) < line.quantity
            for line in hand_out.lines
        )

    @rule(
        table=tables, person=people, buns=st.integers(0, 2), milks=st.integers(0, 1), anyway=st.booleans(),
        late=st.sampled_from([0, 0, 0, 5, 40]),
    )  # fmt: skip
    def somebody_comes(self, table: int, person: int, buns: int, milks: int, anyway: bool, late: int) -> None:
        hand_out = self.hand_out(table, self.world.cards[person], buns or 1 - milks, milks, anyway, late)
        short, was_served = self.is_short(table, hand_out), bool(self.standing[person])
        answer = redeem_pass(hand_out=hand_out, actor=self.world.scanners[table], now=self.now)
        if was_served and not anyway:
            assert answer.outcome == "already"
        elif short and not anyway:
            assert answer.outcome == "none_left"
        else:
            self.standing[person].append((hand_out.at, hand_out.id))
            assert answer.is_recorded
        self.note(table, hand_out, answer)

    @rule(table=tables, buns=st.integers(1, 2), anyway=st.booleans())
    def a_guest_comes(self, table: int, buns: int, anyway: bool) -> None:
        hand_out = self.hand_out(table, "", buns, 0, anyway, 0)
        short = self.is_short(table, hand_out)
        answer = give_guest_meal(hand_out=hand_out, actor=self.world.scanners[table], now=self.now)
        assert answer.outcome == ("none_left" if short and not anyway else "guest")
        self.note(table, hand_out, answer)

    @precondition(lambda self: self.sent)
    @rule(place=st.integers(0, 1000))
    def a_phone_sends_again(self, place: int) -> None:
        again = self.sent[place % len(self.sent)]
        if not again.answer.is_recorded:
            return
        use_case = redeem_pass if again.hand_out.code else give_guest_meal
        answer = use_case(hand_out=again.hand_out, actor=self.world.scanners[again.table], now=self.now)
        assert (answer.id, answer.is_recorded) == (again.hand_out.id, True)

    @precondition(lambda self: self.sent)
    @rule(place=st.integers(0, 1000))
    def a_number_is_used_for_something_else(self, place: int) -> None:
        again = self.sent[place % len(self.sent)]
        if not again.answer.is_recorded or not again.hand_out.code:
            return
        other = replace(again.hand_out, at=again.hand_out.at + timedelta(seconds=1))
        with pytest.raises(Refused, match="another hand-out"):
            redeem_pass(hand_out=other, actor=self.world.scanners[again.table], now=self.now)

    @precondition(lambda self: self.sent)
    @rule(place=st.integers(0, 1000))
    def a_mis_scan_is_undone(self, place: int) -> None:
        mistake = self.sent[-1 - place % min(len(self.sent), 9)]
        number = mistake.hand_out.id
        before = Redemption.objects.filter(pk=number).first()
        if before is None:
            return
        act = {"redemption_id": number, "actor": self.world.scanners[mistake.table], "now": self.now}
        if before.status != "void" and self.now - before.received_at > timedelta(seconds=60):
            with pytest.raises(Refused, match="60 seconds"):
                void_redemption(**act)
            return
        void_redemption(**act)
        if before.status == "void":
            return
        for line in before.lines.select_related("item"):
            self.left[mistake.table, line.item.code] += line.quantity - line.beyond_stock
        for rows in self.standing.values():
            rows[:] = [row for row in rows if row[1] != number]

    @rule(table=tables, item=items, count=st.integers(1, 3))
    def more_is_brought(self, table: int, item: str, count: int) -> None:
        if (table, item) not in self.closed:
            add_stock(id=new_id(), item=item, quantity=count, **self.where(table))
            self.left[table, item] += count

    @rule(table=tables, item=items, count=st.integers(1, 3))
    def something_falls_down(self, table: int, item: str, count: int) -> None:
        act = {"id": new_id(), "item": item, "quantity": count, **self.where(table)}
        if (table, item) in self.closed or count > self.left[table, item]:
            with pytest.raises(Refused):
                waste_stock(**act)
            return
        waste_stock(**act)
        self.left[table, item] -= count

    @rule(table=tables, item=items, count=st.integers(0, 6))
    def somebody_counts_again(self, table: int, item: str, count: int) -> None:
        if (table, item) not in self.closed:
            recount_stock(id=new_id(), item=item, counted=count, **self.where(table))
            self.left[table, item] = count

    @rule(table=tables, count=st.none() | st.integers(0, 6))
    def the_table_is_closed(self, table: int, count: int | None) -> None:
        counted = {} if count is None else {BUN: count}
        if count is not None and (table, BUN) not in self.closed:
            self.left[table, BUN] = count
        close_stock(counted=counted, **self.where(table))
        self.closed |= {(table, BUN), (table, MILK)}

    @rule(table=tables, item=items)
    def the_table_is_opened_again(self, table: int, item: str) -> None:
        reopen_stock(item=item, **self.where(table))
        self.closed.discard((table, item))

    @invariant()
    def every_promise_holds(self) -> None:
        assert {name: places for name, check in PROMISES.items() if (places := list(check()))} == {}

    @invariant()
    def the_count_is_the_models(self) -> None:
        rows = StockDay.objects.values_list("station_id", "item__code", "remaining")
        places = {station.pk: table for table, station in enumerate(self.world.stations)}
        assert {(places[station], item): count for station, item, count in rows} == self.left

    @invariant()
    def of_each_person_the_earliest_counts(self) -> None:
        counted = set(Redemption.objects.filter(status="counted").values_list("pk", flat=True))
        assert counted == {min(rows)[1] for rows in self.standing.values() if rows}


@pytest.fixture
def world() -> World:
    stations = [a_station_with_breakfast(name, buns=4, milks=2) for name in ("北站", "南站")]
    scanners = [a_scanner_at(station) for station in stations]
    return World(stations, scanners, [a_card_of_nobody_named(at=at(5, day=1))[2] for _ in range(3)])


def test_any_morning_keeps_every_promise(world):
    AnyMorning.world = world
    quiet = list(HealthCheck)
    run_state_machine_as_test(
        AnyMorning,
        settings=settings(
            max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=quiet, database=None
        ),
    )
