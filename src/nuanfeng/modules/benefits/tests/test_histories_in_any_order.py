"""What counts follows from what was handed out and undone, not from the order in which it was told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from nuanfeng.modules.benefits.models import Redemption
from nuanfeng.modules.benefits.tests.builders import a_hand_out, at
from nuanfeng.modules.benefits.tests.tables import (
    PEOPLE,
    TABLES,
    Tables,
    a_long_look,
    two_tables_and_three_cards,
    undone_afterwards,
)
from nuanfeng.modules.benefits.usecases import redeem_pass, void_redemption

pytestmark = pytest.mark.django_db

RECEIVED = at(8)


@dataclass(frozen=True)
class Told:
    """A hand-out as a scanner tells it some time later, and whether it was a mistake."""

    number: int
    table: int
    person: int
    minutes_ago: int
    is_undone: bool


told = st.builds(
    Told,
    number=st.integers(1, 2**16),
    table=st.integers(0, TABLES - 1),
    person=st.integers(0, PEOPLE - 2),
    minutes_ago=st.integers(0, 3),  # so few that two often fall on the same minute
    is_undone=st.sampled_from([False, False, True]),
)
sets = st.lists(told, min_size=2, max_size=6, unique_by=lambda each: each.number)
two_orders = sets.flatmap(lambda each: st.tuples(st.just(each), st.permutations(each)))


def tell(world: Tables, each: Told) -> None:
    """One message, given anyway, and its undoing right after it."""
    scanner = world.scanners[each.table]
    hand_out = a_hand_out(
        scanner.station,
        world.cards[each.person].text,
        id=UUID(int=each.number),
        at=RECEIVED - timedelta(minutes=each.minutes_ago),
        give_anyway=True,
    )
    redeem_pass(hand_out=hand_out, actor=scanner, now=RECEIVED)
    if each.is_undone:
        void_redemption(redemption_id=hand_out.id, actor=scanner, now=RECEIVED)


def by_arrival(order: Sequence[Told]) -> None:
    """As a first draft would: what came first over the wire is counted."""
    standing = Redemption.objects.filter(status__in=["counted", "extra"])
    standing.update(status="extra")
    persons = {key.int: person for key, person in standing.values_list("id", "person")}
    firsts = {persons[each.number]: each.number for each in reversed(order) if each.number in persons}
    standing.filter(id__in=[UUID(int=number) for number in firsts.values()]).update(status="counted")


def as_told(order: Sequence[Told]) -> None:
    """As the use cases leave it."""


Afterwards = Callable[[Sequence[Told]], None]


def statuses_after(world: Tables, order: Sequence[Told], afterwards: Afterwards) -> dict[int, str]:
    """What became of each when they are told in this order, by a database that knows nothing else."""
    with undone_afterwards():
        for each in order:
            tell(world, each)
        afterwards(order)
        return {key.int: status for key, status in Redemption.objects.values_list("id", "status")}


def hold_orders_against_each_other(world: Tables, afterwards: Afterwards, look: settings) -> None:
    """Tell many sets in two orders each."""

    @settings(look)
    @given(orders=two_orders)
    def same_in_both(orders: tuple[Sequence[Told], Sequence[Told]]) -> None:
        one, other = (statuses_after(world, order, afterwards) for order in orders)
        assert one == other
        assert {key for key, status in one.items() if status == "void"} == {
            each.number for each in orders[0] if each.is_undone
        }

    same_in_both()


def test_two_orders_of_the_same_hand_outs_end_the_same():
    hold_orders_against_each_other(two_tables_and_three_cards(), as_told, a_long_look(histories=40))


def test_the_control_counting_by_arrival_depends_on_the_order():
    found = settings(a_long_look(histories=40), phases=[Phase.generate], report_multiple_bugs=False)
    with pytest.raises(AssertionError):
        hold_orders_against_each_other(two_tables_and_three_cards(), by_arrival, found)
