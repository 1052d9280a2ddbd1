"""Days as they may come: anything in any order, held against a few lines of plain Python."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from nuanfeng.kernel.errors import Refused
from nuanfeng.kernel.ids import new_id
from nuanfeng.modules.benefits.invariants import PROMISES
from nuanfeng.modules.benefits.models import Redemption, StockDay
from nuanfeng.modules.benefits.queries import Answer
from nuanfeng.modules.benefits.rules.choices import HandOut
from nuanfeng.modules.benefits.tests.builders import BREAKFAST, BUN, MILK, a_hand_out, at
from nuanfeng.modules.benefits.tests.tables import (
    PEOPLE,
    TABLES,
    Tables,
    a_long_look,
    two_tables_and_three_cards,
    undone_afterwards,
)
from nuanfeng.modules.benefits.usecases import (
    add_stock,
    close_stock,
    give_guest_meal,
    open_stock,
    recount_stock,
    redeem_pass,
    reopen_stock,
    void_redemption,
    waste_stock,
)

pytestmark = pytest.mark.django_db

STEP = timedelta(seconds=20)
LAST = at(2, day=13)
# On at once, past the minute for undoing, to noon, into the night before and after three, to tomorrow.
WAITS = [timedelta(seconds=70), *(timedelta(hours=hours) for hours in (5, 14, 19, 24))]

# What lies on a table before anybody comes; None: nobody counted it.
MORNINGS = [{BUN: 3, MILK: 2}, {BUN: 1}, None]

tables, few = st.integers(0, TABLES - 1), st.integers(0, 4)
taken = st.sampled_from([{BUN: 1}, {BUN: 2}, {MILK: 1}, {BUN: 2, MILK: 1}])
items = st.sampled_from([BUN, MILK])
portions = st.dictionaries(items, few, min_size=1)
Move = Callable[..., Any]


def a_step(name: str, **said: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
    """Something that happens, and all that may be said of it."""
    return st.tuples(st.just(name), st.fixed_dictionaries(said))


a_visit = a_step(
    "somebody_comes",
    table=tables,
    person=st.sampled_from([*range(PEOPLE), None]),  # None: a guest
    lines=taken,
    is_typed=st.booleans(),
    anyway=st.booleans(),
    # Sent at once, at the same moment as the step before, or from a queue.
    delay=st.sampled_from([timedelta(0), timedelta(0), STEP, timedelta(minutes=50)]),
    number=st.integers(0, 2**16 - 1),
)
an_undoing = a_step("a_mis_scan_is_undone", which=few)
a_change = a_step(
    "the_count_changes",
    move=st.sampled_from([add_stock, waste_stock, recount_stock]),
    table=tables,
    item=items,
    quantity=few,
    is_sent_twice=st.booleans(),
)
# One choice and not a rule for each: of many rules a history often leaves out the one that matters.
STEPS = [
    *[a_visit] * 4,
    *[an_undoing] * 2,
    *[a_change] * 2,
    a_step("a_message_comes_again", which=few, is_changed=st.booleans()),
    a_step("they_count_in_the_morning", table=tables, counted=portions),
    a_step("they_count_in_the_evening", table=tables, counted=portions),
    a_step("they_go_on_after_all", table=tables, item=items),
    a_step("time_goes_by", wait=st.sampled_from(WAITS)),
]


@dataclass
class Pile:
    """What the model knows of an item on a table on one day."""

    opening: int
    left: int
    is_closed: bool = False

    @property
    def at_hand(self) -> int:
        """What can be handed out by the count."""
        return 0 if self.is_closed else self.left


@dataclass
class Meal:
    """What the model knows of a hand-out that was stored."""

    said: HandOut
    table: int
    person: int | None
    day: date
    received: datetime
    status: str
    off_the_count: dict[str, int] = field(default_factory=dict)


def day_of(moment: datetime) -> date:
    """A meal before three in the morning belongs to the evening before."""
    return (moment - timedelta(hours=3)).date()


class AnyDays(RuleBasedStateMachine):
    """Two tables, three people with cards, two things to take, up to four days."""

    world: Tables

    def __init__(self) -> None:
        super().__init__()
        self.undoing = ExitStack()
        self.undoing.enter_context(undone_afterwards())
        self.now = at(6, 30)
        self.piles: dict[tuple[int, date, str], Pile] = {}
        self.meals: list[Meal] = []

    def teardown(self) -> None:
        """Leave the database as every history finds it."""
        self.undoing.close()

    # What the model says.

    def pile(self, table: int, item: str, day: date | None = None) -> Pile | None:
        return self.piles.get((table, day or day_of(self.now), item))

    def expected(self, meal: Meal, lines: dict[str, int]) -> str:
        """What the scanner should be told."""
        same_day = [each for each in self.meals if (each.person, each.day) == (meal.person, meal.day)]
        if meal.person is not None and any(each.status == "counted" for each in same_day):
            return "extra" if meal.said.give_anyway else "already"
        piles = {item: self.pile(meal.table, item, meal.day) for item in lines}
        is_short = any(pile and pile.at_hand < lines[item] for item, pile in piles.items())
        if is_short and not meal.said.give_anyway:
            return "none_left"
        return "guest" if meal.person is None else "counted"

    def keep(self, meal: Meal, lines: dict[str, int]) -> None:
        """Take it off the count as far as the count goes."""
        for item, quantity in lines.items():
            if pile := self.pile(meal.table, item, meal.day):
                meal.off_the_count[item] = min(pile.at_hand, quantity)
                pile.left -= meal.off_the_count[item]
        self.meals.append(meal)
        self.settle(meal)

    def settle(self, of: Meal) -> None:
        """The earliest that stands is counted, the others are extra."""
        same_day = [meal for meal in self.meals if (meal.person, meal.day) == (of.person, of.day)]
        standing = [meal for meal in same_day if meal.status in ("counted", "extra")]
        for place, meal in enumerate(sorted(standing, key=lambda meal: (meal.said.at, meal.said.id))):
            meal.status = "extra" if place else "counted"

    # What people do. Everything goes through `act`, where the controls below spoil something.

    def act(self, use_case: Callable[..., Any], **said: Any) -> Any:
        return use_case(**said)

    def try_to(self, use_case: Callable[..., Any], *, is_allowed: bool, **said: Any) -> None:
        """Do it where it may happen, and see it refused where it may not."""
        if is_allowed:
            self.act(use_case, **said)
            return
        with pytest.raises(Refused):
            self.act(use_case, **said)

    def here(self, table: int) -> dict[str, Any]:
        """Who acts where and when; the clock goes on a little with every step."""
        self.now += STEP
        scanner = self.world.scanners[table]
        return {"station_id": scanner.station_id, "programme": BREAKFAST, "actor": scanner, "now": self.now}

    @initialize(counted=st.lists(st.sampled_from(MORNINGS), min_size=TABLES, max_size=TABLES))
    def most_tables_are_set(self, counted: list[dict[str, int] | None]) -> None:
        for table, count in enumerate(counted):
            if count:
                self.they_count_in_the_morning(table, count)

    @rule(step=st.sampled_from(STEPS).flatmap(lambda step: step))
    def happens(self, step: tuple[str, dict[str, Any]]) -> None:
        name, said = step
        getattr(self, name)(**said)

    def they_count_in_the_morning(self, table: int, counted: dict[str, int]) -> None:
        here = self.here(table)
        known = {item: self.pile(table, item) for item in counted}
        is_allowed = all(pile is None or pile.opening == counted[item] for item, pile in known.items())
        self.try_to(open_stock, is_allowed=is_allowed, portions=counted, **here)
        for item, count in counted.items():
            if is_allowed and known[item] is None:
                self.piles[table, day_of(self.now), item] = Pile(count, count)

    def the_count_changes(
        self, move: Move, table: int, item: str, quantity: int, is_sent_twice: bool
    ) -> None:
        """More is brought, something falls down, somebody counts again."""
        here, name = self.here(table), "counted" if move is recount_stock else "quantity"
        said = {"id": new_id(), "item": item, name: quantity, **here}
        pile = self.pile(table, item)
        left = pile.left if pile else 0
        after = {add_stock: left + quantity, waste_stock: left - quantity, recount_stock: quantity}[move]
        is_number = move is recount_stock or quantity > 0
        is_allowed = pile is not None and not pile.is_closed and is_number and after >= 0
        for _time in range(1 + is_sent_twice):
            self.try_to(move, is_allowed=is_allowed, **said)
        if pile and is_allowed:
            pile.left = after

    def they_count_in_the_evening(self, table: int, counted: dict[str, int]) -> None:
        here = self.here(table)
        piles = {item: pile for item in (BUN, MILK) if (pile := self.pile(table, item))}
        self.try_to(close_stock, is_allowed=bool(piles), counted=counted, **here)
        for item, pile in piles.items():
            if not pile.is_closed:
                pile.left, pile.is_closed = counted.get(item, pile.left), True

    def they_go_on_after_all(self, table: int, item: str) -> None:
        here = self.here(table)
        pile = self.pile(table, item)
        self.try_to(reopen_stock, is_allowed=pile is not None, item=item, **here)
        if pile:
            pile.is_closed = False

    def somebody_comes(
        self, table: int, person: int | None, lines: dict[str, int], is_typed: bool,
        anyway: bool, delay: timedelta, number: int,
    ) -> None:  # fmt: skip
        """With a card, with its number, or with nothing at all."""
        here = self.here(table)
        hand_out = a_hand_out(
            here["actor"].station, self.shown(person, is_typed), buns=lines.get(BUN, 0),
            milks=lines.get(MILK, 0), at=self.now - delay, give_anyway=anyway, id=self.some_id(number),
        )  # fmt: skip
        meal = Meal(hand_out, table, person, day_of(hand_out.at), self.now, "")
        meal.status = self.expected(meal, lines)
        use_case = give_guest_meal if person is None else redeem_pass
        answer: Answer = self.act(use_case, hand_out=hand_out, actor=here["actor"], now=self.now)
        assert (answer.outcome, answer.service_date) == (meal.status, meal.day)
        if answer.is_recorded:
            self.keep(meal, lines)

    def shown(self, person: int | None, is_typed: bool) -> str:
        if person is None:
            return ""
        card = self.world.cards[person]
        return card.number if is_typed else card.text

    def some_id(self, number: int) -> UUID:
        """One of its own that sorts anywhere: which of two at the same moment counts hangs on it."""
        return UUID(int=number << 112 | int(self.now.timestamp()))

    def lately(self, which: int) -> Meal | None:
        """One of the last meals."""
        return self.meals[-1 - which % len(self.meals)] if self.meals else None

    def a_message_comes_again(self, which: int, is_changed: bool) -> None:
        meal = self.lately(which)
        if meal is None:
            return
        actor = self.here(meal.table)["actor"]
        use_case = give_guest_meal if meal.person is None else redeem_pass
        said = replace(meal.said, reason="hungry") if is_changed else meal.said
        if is_changed:
            with pytest.raises(Refused, match="another hand-out"):
                self.act(use_case, hand_out=said, actor=actor, now=self.now)
        else:
            answer = self.act(use_case, hand_out=said, actor=actor, now=self.now)
            assert answer.outcome == meal.status

    def a_mis_scan_is_undone(self, which: int) -> None:
        meal = self.lately(which)
        if meal is None:
            return
        actor = self.here(meal.table)["actor"]
        was_void = meal.status == "void"
        is_allowed = was_void or self.now - meal.received <= timedelta(seconds=60)
        said = {"redemption_id": meal.said.id, "actor": actor, "now": self.now}
        self.try_to(void_redemption, is_allowed=is_allowed, **said)
        if is_allowed and not was_void:
            meal.status = "void"
            for item, quantity in meal.off_the_count.items():
                self.piles[meal.table, meal.day, item].left += quantity
            self.settle(meal)

    def time_goes_by(self, wait: timedelta) -> None:
        self.now = min(self.now + wait, LAST)

    # What must be so after every step.

    @invariant()
    def every_promise_holds(self) -> None:
        assert {name: found for name, check in PROMISES.items() if (found := list(check()))} == {}

    @invariant()
    def the_count_is_the_models(self) -> None:
        rows = StockDay.objects.values_list("station_id", "service_date", "item__code", "remaining")
        kept = {(self.world.table_of(station), day, item): left for station, day, item, left in rows}
        assert kept == {place: pile.left for place, pile in self.piles.items()}

    @invariant()
    def the_hand_outs_are_the_models(self) -> None:
        rows = Redemption.objects.values_list("id", "status", "service_date")
        kept = {number: (status, day) for number, status, day in rows}
        assert kept == {meal.said.id: (meal.status, meal.day) for meal in self.meals}


@pytest.fixture
def world() -> Tables:
    """Two tables that nobody counted yet, a phone at each, and three cards without a name."""
    return two_tables_and_three_cards()


def test_whatever_people_do_every_promise_holds_and_the_count_is_right(world):
    AnyDays.world = world
    run_state_machine_as_test(AnyDays, settings=a_long_look())
