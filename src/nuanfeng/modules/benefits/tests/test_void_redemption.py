"""A mis-scan is undone within a minute."""

import pytest

from nuanfeng.kernel.errors import Refused
from nuanfeng.modules.benefits.models import Redemption, RedemptionVoid, StockDay
from nuanfeng.modules.benefits.tests.builders import (
    BUN,
    a_guest_meal,
    a_rider,
    a_scanner_at,
    a_station_with_breakfast,
    a_volunteer_at,
    at,
    redeem,
)
from nuanfeng.modules.benefits.usecases import void_redemption

pytestmark = pytest.mark.django_db


def left() -> int:
    return StockDay.objects.get(item__code=BUN).remaining


def test_an_undone_hand_out_frees_the_day_and_the_stock_goes_back():
    station, rider = a_station_with_breakfast(buns=10), a_rider()
    scanner = a_scanner_at(station)
    mistake = redeem(station, rider, by=scanner, buns=2)

    answer = void_redemption(redemption_id=mistake.id, actor=scanner, now=at(7, 0, 59))

    assert (answer.outcome, left()) == ("void", 10)
    assert Redemption.objects.get().status == "void"
    assert redeem(station, rider, by=scanner, at=at(7, 5)).outcome == "counted"


def test_undoing_twice_changes_nothing_even_when_the_minute_is_over():
    station = a_station_with_breakfast(buns=10)
    scanner = a_scanner_at(station)
    mistake = a_guest_meal(station, by=scanner)

    answers = [
        void_redemption(redemption_id=mistake.id, actor=scanner, now=at(7, minute)) for minute in (0, 30)
    ]

    assert answers[0].outcome == answers[1].outcome == "void"
    assert (left(), RedemptionVoid.objects.count()) == (10, 1)


def test_after_a_minute_it_stands():
    station = a_station_with_breakfast(buns=10)
    scanner = a_scanner_at(station)
    taken = redeem(station, a_rider(), by=scanner)

    with pytest.raises(Refused) as no:
        void_redemption(redemption_id=taken.id, actor=scanner, now=at(7, 1, 1))

    assert no.value.refusal.code == "too_late_to_void"
    assert (Redemption.objects.get().status, left()) == ("counted", 9)


@pytest.mark.parametrize(("arrives", "stands"), [(at(7, 9, 50), False), (at(7, 10, 1), True)])
def test_a_tap_in_time_counts_when_a_slow_network_brings_it_later(arrives, stands):
    station = a_station_with_breakfast()
    scanner = a_scanner_at(station)
    taken = redeem(station, a_rider(), by=scanner)
    tap = {"redemption_id": taken.id, "actor": scanner, "tapped_at": at(7, 0, 40), "now": arrives}

    if stands:
        with pytest.raises(Refused):
            void_redemption(**tap)
    else:
        void_redemption(**tap)
    assert (Redemption.objects.get().status == "counted") is stands


def test_only_the_phone_or_the_person_that_recorded_it_can_undo_it():
    station = a_station_with_breakfast()
    scanner, volunteer = a_scanner_at(station), a_volunteer_at(station)
    by_phone = redeem(station, a_rider("小李"), by=scanner)
    by_hand = redeem(station, a_rider("小周"), by=volunteer)

    for taken, stranger in (
        (by_phone, volunteer),
        (by_phone, a_scanner_at(station, "另一台")),
        (by_hand, scanner),
        (by_hand, a_volunteer_at(station, nickname="另一位")),
    ):
        with pytest.raises(Refused, match="Only the phone"):
            void_redemption(redemption_id=taken.id, actor=stranger, now=at(7, 0, 30))
    assert not Redemption.objects.filter(status="void").exists()


def test_what_lay_beyond_the_count_does_not_go_back_into_it():
    station = a_station_with_breakfast(buns=1)
    scanner = a_scanner_at(station)
    mistake = redeem(station, a_rider(), by=scanner, buns=2, give_anyway=True, reason="on_the_table")

    void_redemption(redemption_id=mistake.id, actor=scanner, now=at(7, 0, 30))

    assert left() == 1


def test_where_the_counted_one_is_undone_the_extra_of_that_day_counts():
    station, rider = a_station_with_breakfast(), a_rider()
    scanner = a_scanner_at(station)
    first = redeem(station, rider, by=scanner, at=at(7))
    extra = redeem(station, rider, by=scanner, at=at(7, 0, 20), give_anyway=True, reason="hungry")

    void_redemption(redemption_id=first.id, actor=scanner, now=at(7, 0, 50))

    assert Redemption.objects.get(pk=extra.id).status == "counted"
    assert redeem(station, rider, by=scanner, at=at(8)).outcome == "already"
