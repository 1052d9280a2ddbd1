"""The portions of a day: opened, brought, thrown away, counted again, closed."""

import pytest

from nuanfeng.kernel.errors import Refused
from nuanfeng.kernel.ids import new_id
from nuanfeng.kernel.models import Event
from nuanfeng.modules.benefits.models import StockDay, StockMove
from nuanfeng.modules.benefits.tests.builders import (
    BREAKFAST,
    BUN,
    MILK,
    a_county_clerk,
    a_rider,
    a_scanner_at,
    a_station_with_breakfast,
    a_volunteer_at,
    at,
    redeem,
)
from nuanfeng.modules.benefits.usecases import (
    add_stock,
    close_stock,
    open_stock,
    recount_stock,
    reopen_stock,
    reopen_table,
    waste_stock,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def table():
    """A table with ten buns and nobody's count of the soy milk."""
    station = a_station_with_breakfast(buns=10, milks=None)
    return {"station_id": station.pk, "programme": BREAKFAST, "actor": a_volunteer_at(station), "now": at(7)}


def left(item: str = BUN) -> int:
    return StockDay.objects.get(item__code=item).remaining


def code_of(refused) -> str:
    return refused.value.refusal.code


def test_the_table_is_laid_and_the_fact_is_announced(table):
    open_stock(portions={MILK: 20}, **table)

    assert left(MILK) == 20
    payload = Event.objects.filter(name="benefits.stock_opened").latest("at").payload
    assert (payload["station_id"], payload["service_date"]) == (table["station_id"], "2026-10-09")


def test_opening_the_same_again_changes_nothing_and_another_number_is_refused(table):
    open_stock(portions={BUN: 10}, **table)
    assert Event.objects.filter(name="benefits.stock_opened").count() == 1

    with pytest.raises(Refused) as no:
        open_stock(portions={BUN: 12}, **table)
    assert (code_of(no), left()) == ("stock_open_already", 10)


@pytest.mark.parametrize(
    ("portions", "code"),
    [
        ({}, "nothing_chosen"),
        ({"cake": 3}, "unknown_item"),
        ({MILK: -1}, "no_such_number"),
        ({MILK: 10_001}, "no_such_number"),
    ],
)
def test_what_cannot_be_counted_is_refused_and_opens_nothing(table, portions, code):
    with pytest.raises(Refused) as no:
        open_stock(portions=portions, **table)

    assert code_of(no) == code
    assert not StockDay.objects.filter(item__code=MILK).exists()


def test_what_was_handed_out_before_the_count_is_not_taken_off_it(table):
    station = StockDay.objects.get().station
    redeem(station, a_rider(), buns=0, milks=1)

    open_stock(portions={MILK: 5}, **table)

    assert left(MILK) == 5


def test_portions_are_brought_and_thrown_away_and_a_repeat_changes_nothing(table):
    brought, fallen = new_id(), new_id()
    for _ in range(2):
        add_stock(id=brought, item=BUN, quantity=5, reason="补货", **table)
        waste_stock(id=fallen, item=BUN, quantity=2, reason="掉地上了", **table)

    assert left() == 13
    assert sorted(StockMove.objects.values_list("kind", "quantity")) == [("in", 5), ("waste", 2)]
    assert StockMove.objects.first().actor == table["actor"]


def test_a_number_that_moved_something_else_is_refused(table):
    number = new_id()
    add_stock(id=number, item=BUN, quantity=5, **table)

    for act in (
        lambda: add_stock(id=number, item=BUN, quantity=6, **table),
        lambda: waste_stock(id=number, item=BUN, quantity=5, **table),
    ):
        with pytest.raises(Refused) as no:
            act()
        assert code_of(no) == "other_content"
    assert left() == 15


def test_no_more_is_thrown_away_than_there_is(table):
    with pytest.raises(Refused) as no:
        waste_stock(id=new_id(), item=BUN, quantity=11, **table)
    assert (code_of(no), left()) == ("more_than_there_is", 10)


def test_the_count_on_the_table_wins_and_the_difference_is_kept(table):
    recount_stock(id=new_id(), item=BUN, counted=7, reason="数错了", **table)
    recount_stock(id=new_id(), item=BUN, counted=7, **table)

    assert left() == 7
    assert list(StockMove.objects.values_list("kind", "quantity")) == [("recount", -3)]


def test_a_count_sent_twice_is_one_and_another_count_under_its_number_is_refused(table):
    number = new_id()
    for _again in range(2):
        recount_stock(id=number, item=BUN, counted=7, **table)
    with pytest.raises(Refused) as no:
        recount_stock(id=number, item=BUN, counted=5, **table)
    assert (code_of(no), left()) == ("other_content", 7)


def test_a_reason_longer_than_the_book_is_refused(table):
    with pytest.raises(Refused) as no:
        recount_stock(id=new_id(), item=BUN, counted=7, reason="错" * 101, **table)
    assert code_of(no) == "reason_too_long"


def test_the_evening_count_closes_the_table_and_wins(table):
    close_stock(counted={BUN: 8}, **table)
    close_stock(counted={BUN: 3}, **table)

    stock = StockDay.objects.get()
    assert (stock.remaining, stock.closed_at) == (8, at(7))
    assert StockMove.objects.get().reason == "evening_count"
    assert Event.objects.filter(name="benefits.stock_closed").count() == 1


def test_a_closed_table_takes_no_moves_until_it_is_opened_again(table):
    close_stock(counted={}, **table)
    for use_case, more in (
        (add_stock, {"quantity": 1}),
        (waste_stock, {"quantity": 1}),
        (recount_stock, {"counted": 1}),
    ):
        with pytest.raises(Refused) as no:
            use_case(id=new_id(), item=BUN, **more, **table)
        assert code_of(no) == "stock_closed"

    reopen_stock(item=BUN, **table)
    add_stock(id=new_id(), item=BUN, quantity=1, **table)
    assert left() == 11


def test_one_tap_opens_all_that_one_tap_closed(table):
    close_stock(counted={BUN: 8}, **table)
    assert [stock.remaining for stock in reopen_table(**table)] == [8]
    assert reopen_table(**table) == []
    assert StockDay.objects.get().closed_at is None


def test_at_a_closed_table_the_volunteer_is_asked_and_people_are_still_fed(table):
    station = StockDay.objects.get().station
    close_stock(counted={}, **table)
    scanner, rider = a_scanner_at(station), a_rider()

    asked = redeem(station, rider, by=scanner)
    given = redeem(station, rider, by=scanner, give_anyway=True, reason="on_the_table")

    assert (asked.outcome, given.outcome, given.lines[0].beyond_stock) == ("none_left", "counted", 1)
    assert left() == 10


def test_what_nobody_opened_cannot_be_moved_or_closed(table):
    with pytest.raises(Refused) as no:
        add_stock(id=new_id(), item=MILK, quantity=1, **table)
    assert code_of(no) == "stock_not_open"

    with pytest.raises(Refused) as no:
        close_stock(counted={}, **{**table, "now": at(7, day=12)})
    assert code_of(no) == "stock_not_open"


def test_stock_is_kept_by_the_station_and_by_the_county_and_by_nobody_else(table):
    station = StockDay.objects.get().station
    for keeper in (a_scanner_at(station), a_county_clerk()):
        add_stock(id=new_id(), item=BUN, quantity=1, **{**table, "actor": keeper})
    assert left() == 12

    elsewhere = a_station_with_breakfast("别处")
    for stranger in (a_rider(), a_scanner_at(elsewhere), a_volunteer_at(elsewhere)):
        with pytest.raises(Refused):
            add_stock(id=new_id(), item=BUN, quantity=1, **{**table, "actor": stranger})
    assert StockDay.objects.get(station=station).remaining == 12
