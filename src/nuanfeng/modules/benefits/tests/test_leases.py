"""Portions that a phone may count on without a network, and that nobody else hands out meanwhile."""

from datetime import datetime, timedelta

import pytest

from nuanfeng.kernel.errors import Refused
from nuanfeng.kernel.ids import new_id
from nuanfeng.kernel.models import AuditEntry
from nuanfeng.modules.benefits import invariants
from nuanfeng.modules.benefits.models import Redemption, RedemptionLine, StockDay, StockLease
from nuanfeng.modules.benefits.rules.leases import HEARD_LATELY, portions_to_lease, taken_from
from nuanfeng.modules.benefits.tests.builders import (
    a_code_of,
    a_guest_meal,
    a_master_of,
    a_rider,
    a_scanner_at,
    a_station_with_breakfast,
    at,
    redeem,
)
from nuanfeng.modules.benefits.tests.phones import Phone, a_phone_at
from nuanfeng.modules.benefits.usecases import (
    close_stock,
    grant_lease,
    open_stock,
    recount_stock,
    reopen_stock,
    waste_stock,
)
from nuanfeng.modules.passes.api import revoke_scanner
from nuanfeng.modules.stations.api import Station

pytestmark = pytest.mark.django_db

HALF_PAST_SIX = at(6, 30)


@pytest.fixture
def station() -> Station:
    return a_station_with_breakfast(buns=12, milks=5)


@pytest.fixture
def phone(station) -> Phone:
    return a_phone_at(station)


@pytest.fixture(autouse=True)
def every_promise_holds():
    yield
    assert {name: list(check()) for name, check in invariants.PROMISES.items() if list(check())} == {}


def bun_row() -> StockDay:
    return StockDay.objects.get(item__code="bun", service_date=at(7).date())


def table() -> tuple[int, int]:
    """What is free of the buns, and what phones hold of them."""
    row = bun_row()
    return row.remaining, row.leased


def holds(phone: Phone, buns: int, *, now: datetime = HALF_PAST_SIX) -> int:
    """What the phone may count on after it asked for so many."""
    state = phone.asks(now=now, bun=buns)
    return state.leased[bun_row().item_id]


def beyond() -> int:
    return sum(RedemptionLine.objects.values_list("beyond_stock", flat=True))


def test_a_phone_is_given_what_it_asks_for_and_the_table_has_so_many_less(phone):
    assert holds(phone, 5) == 5
    assert table() == (7, 5)
    entry = AuditEntry.objects.get(action="benefits.grant_lease")
    assert (entry.actor, entry.details) == (f"passes.scanner:{phone.scanner.pk}", {"portions": 5})


def test_one_phone_leaves_a_share_on_the_table_and_two_leave_a_third_each(station, phone):
    assert holds(phone, 100) == 6
    other = a_phone_at(station, name="里面")
    assert holds(other, 100, now=at(6, 31)) == 4
    assert holds(phone, 100, now=at(6, 32)) == 4
    assert table() == (4, 8)


def test_a_phone_that_was_silent_is_not_thought_of_and_keeps_what_it_has(station, phone):
    assert holds(phone, 100) == 6
    other = a_phone_at(station, name="里面")
    later = at(6, 30) + HEARD_LATELY + timedelta(seconds=1)
    assert holds(other, 100, now=later) == 6
    assert table() == (0, 12)
    assert StockLease.objects.get(scanner=phone.scanner).portions == 6


def test_asking_every_minute_changes_nothing_while_it_is_about_right(phone):
    holds(phone, 6)
    for minute in range(31, 35):
        assert holds(phone, 6, now=at(6, minute)) == 6
    assert AuditEntry.objects.filter(action="benefits.grant_lease").count() == 1


def test_asking_for_none_gives_them_back(phone):
    holds(phone, 5)
    assert holds(phone, 0, now=at(6, 40)) == 0
    assert table() == (12, 0)
    assert StockLease.objects.get().ended_at == at(6, 40)


def test_people_read_what_lies_there_and_others_hand_out_what_is_free(station, phone):
    holds(phone, 6)
    answer = redeem(station, a_rider(), at=at(7))
    assert answer.lines[0].left == 11  # what lies there
    assert table() == (5, 6)


def test_without_a_network_the_lease_is_used_first(phone):
    holds(phone, 5)
    for minute in range(3):
        phone.hands_out(at=at(7, minute))
    phone.sends()
    assert table() == (7, 2)
    assert (StockLease.objects.get().taken, beyond()) == (3, 0)


def test_then_the_table_and_then_it_was_beyond_the_count(phone):
    holds(phone, 2)
    for minute in range(7):
        phone.hands_out(at=at(7, minute), buns=2)
    phone.sends()
    assert table() == (0, 0)
    assert (bun_row().lying, beyond()) == (0, 2)
    assert Redemption.objects.count() == 7  # whoever stood there was fed


def test_the_earliest_take_from_the_lease_whatever_the_order_of_arrival(station, phone):
    holds(phone, 1)
    late, early = phone.hands_out(at=at(7, 5), buns=2), phone.hands_out(at=at(7), buns=2)
    for minute in range(5):
        a_guest_meal(station, at=at(6, 31 + minute), buns=2)
    phone.sends()
    left = {line.redemption_id: line.beyond_stock for line in RedemptionLine.objects.all()}
    assert (left[early.id], left[late.id]) == (0, 2)


def test_online_another_phone_cannot_take_what_this_one_holds(station, phone):
    holds(phone, 6)
    other = a_scanner_at(station, "别的手机")
    for minute in range(6):
        assert a_guest_meal(station, by=other, at=at(7, minute)).outcome == "guest"
    refused = a_guest_meal(station, by=other, at=at(7, 6))
    assert (refused.outcome, table()) == ("none_left", (0, 6))
    given = a_guest_meal(station, by=other, at=at(7, 7), give_anyway=True, reason="on_the_table")
    assert (given.outcome, table(), beyond()) == ("guest", (0, 6), 1)


def test_the_control_without_a_lease_the_other_phone_takes_them_all(station, phone):
    other = a_scanner_at(station, "别的手机")
    outcomes = [a_guest_meal(station, by=other, at=at(7, minute)).outcome for minute in range(13)]
    assert outcomes == ["guest"] * 12 + ["none_left"]


def test_online_the_phone_gives_back_its_own_before_it_says_that_none_is_left(station, phone):
    holds(phone, 6)
    for minute in range(12):
        assert a_guest_meal(station, by=phone.scanner, at=at(7, minute)).outcome == "guest"
    assert a_guest_meal(station, by=phone.scanner, at=at(7, 12)).outcome == "none_left"
    assert table() == (0, 0)


def test_lease_and_table_together_never_go_below_zero(station, phone):
    """Two phones, online and offline mixed, twice as many buns wanted as there are."""
    other = a_phone_at(station, name="里面")
    holds(phone, 100)
    holds(other, 100, now=at(6, 31))
    for minute in range(8):
        phone.hands_out(at=at(7, minute), buns=2)
        other.hands_out(at=at(7, minute, 30))
        a_guest_meal(station, by=phone.scanner, at=at(7, minute, 40), give_anyway=True, reason="on_the_table")
        assert min(table()) >= 0
    other.sends()
    phone.sends()
    handed = sum(RedemptionLine.objects.values_list("quantity", flat=True))
    assert (min(table()), bun_row().lying, handed - beyond()) == (0, 0, 12)


def test_what_a_revoked_phone_held_is_free_when_the_next_one_asks(station, phone):
    holds(phone, 6)
    revoke_scanner(actor=a_master_of(station), scanner=phone.scanner, now=at(6, 40))
    other = a_phone_at(station, name="里面")
    assert holds(other, 6, now=at(6, 41)) == 6
    assert table() == (6, 6)
    assert StockLease.objects.get(scanner=phone.scanner).ended_at == at(6, 41)


def test_a_revoked_phone_gets_nothing(station, phone):
    revoke_scanner(actor=a_master_of(station), scanner=phone.scanner, now=at(6, 40))
    phone.scanner.refresh_from_db()
    with pytest.raises(Refused) as no:
        grant_lease(scanner=phone.scanner, programme="breakfast", wanted={"bun": 1}, now=at(6, 41))
    assert (no.value.refusal.code, table()) == ("scanner_revoked", (12, 0))


def test_what_it_recorded_before_is_taken_from_the_table_then(station, phone):
    holds(phone, 6)
    phone.hands_out(at=at(6, 35))
    revoke_scanner(actor=a_master_of(station), scanner=phone.scanner, now=at(6, 40))
    holds(a_phone_at(station, name="里面"), 6, now=at(6, 41))
    assert phone.sends() == [("guest", "")]
    assert (table(), beyond()) == ((5, 6), 0)


def test_yesterdays_portions_are_yesterdays(station, phone):
    holds(phone, 6)
    open_stock(
        station_id=station.pk, programme="breakfast", portions={"bun": 20, "soy_milk": 5},
        actor=a_master_of(station), now=at(6, day=10),
    )  # fmt: skip
    phone.asks(now=at(6, 30, day=10), bun=4)
    today = StockDay.objects.get(item__code="bun", service_date=at(7, day=10).date())
    assert (table(), today.remaining, today.leased) == ((12, 0), 16, 4)


def test_the_evening_count_wins_and_what_comes_after_it_changes_no_count(station, phone):
    holds(phone, 6)
    phone.hands_out(at=at(7), buns=2)
    close_stock(
        station_id=station.pk, programme="breakfast", counted={"bun": 9, "soy_milk": 5},
        actor=a_master_of(station), now=at(9, 30),
    )  # fmt: skip
    assert (table(), bun_row().closed_at is not None) == ((9, 0), True)
    phone.sends(now=at(10))
    assert (table(), beyond()) == ((9, 0), 2)
    assert holds(phone, 6, now=at(10, 1)) == 0


def test_opened_again_the_phone_may_hold_some_again(station, phone):
    holds(phone, 6)
    who = {"station_id": station.pk, "programme": "breakfast", "actor": a_master_of(station)}
    close_stock(counted={"bun": 9, "soy_milk": 5}, now=at(9), **who)
    reopen_stock(item="bun", now=at(9, 1), **who)
    assert holds(phone, 4, now=at(9, 2)) == 4
    assert table() == (5, 4)


def test_counting_again_gives_every_lease_back(station, phone):
    holds(phone, 6)
    recount_stock(
        id=new_id(), station_id=station.pk, programme="breakfast", item="bun", counted=8,
        actor=a_master_of(station), now=at(7),
    )  # fmt: skip
    assert table() == (8, 0)


def test_what_falls_on_the_floor_was_free_and_not_held(station, phone):
    holds(phone, 6)
    waste_stock(
        id=new_id(), station_id=station.pk, programme="breakfast", item="bun", quantity=2, reason="掉地上了",
        actor=a_master_of(station), now=at(7),
    )  # fmt: skip
    assert table() == (4, 6)


def test_a_mis_scan_without_a_network_lies_on_the_table_again(phone):
    holds(phone, 4)
    record = phone.hands_out(at=at(7), buns=2)
    phone.sends()
    phone.undoes(record, at=at(7, 0, 30))
    phone.sends()
    assert bun_row().lying == 12


def test_a_table_that_nobody_counted_has_nothing_to_lease():
    station = a_station_with_breakfast("榔梨骑手之家", buns=None, milks=None)
    phone = a_phone_at(station)
    assert phone.asks(now=at(6, 30), bun=5).leased == {}
    phone.hands_out(a_code_of(a_rider()))
    assert phone.sends() == [("counted", "")]


def test_a_programme_that_is_not_here_leases_nothing(phone):
    with pytest.raises(Refused) as no:
        grant_lease(scanner=phone.scanner, programme="lunch", wanted={"bun": 1}, now=at(7))
    assert no.value.refusal.code == "programme_not_here"


@pytest.mark.parametrize(
    ("wanted", "held", "free", "leased", "scanners", "portions"),
    [
        (5, 0, 12, 0, 1, 5), (100, 0, 12, 0, 1, 6), (100, 0, 12, 0, 2, 4), (100, 6, 6, 6, 2, 4),
        (100, 0, 2, 10, 1, 2), (100, 0, 0, 12, 1, 0), (100, 0, 1, 0, 1, 0), (0, 6, 6, 6, 1, 0),
        (10_000, 0, 100_000, 0, 1, 2000),
    ],
)  # fmt: skip
def test_how_many(wanted, held, free, leased, scanners, portions):
    assert portions == portions_to_lease(
        wanted=wanted, held=held, free=free, leased=leased, scanners=scanners
    )


@pytest.mark.parametrize(
    ("lease", "free", "taken"), [(5, 9, (3, 0)), (1, 9, (1, 2)), (1, 1, (1, 1)), (0, 0, (0, 0))]
)
def test_from_where(lease, free, taken):
    assert taken_from(quantity=3, lease=lease, free=free) == taken
