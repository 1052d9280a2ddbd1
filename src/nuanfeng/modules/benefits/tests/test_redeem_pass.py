"""Somebody shows a code at a station."""

from datetime import timedelta

import pytest

from nuanfeng.kernel.errors import Refused
from nuanfeng.kernel.ids import new_id
from nuanfeng.kernel.models import AuditEntry
from nuanfeng.modules.benefits.models import Redemption, RedemptionLine, Screening, StockDay
from nuanfeng.modules.benefits.tests.builders import (
    BREAKFAST_TIME,
    BUN,
    a_card_of_nobody_named,
    a_code_of,
    a_county_clerk,
    a_hand_out,
    a_rider,
    a_scanner_at,
    a_station_with_breakfast,
    a_volunteer_at,
    at,
    redeem,
)
from nuanfeng.modules.benefits.usecases import change_programme, redeem_pass

pytestmark = pytest.mark.django_db


def left_of(station, item=BUN):
    return StockDay.objects.get(station=station, item__code=item).remaining


def test_a_rider_gets_two_buns_and_a_soy_milk_and_they_come_off_the_count():
    station, rider = a_station_with_breakfast(buns=10, milks=5), a_rider()

    answer = redeem(station, rider, buns=2, milks=1)

    assert (answer.outcome, answer.is_recorded) == ("counted", True)
    assert [(line.item, line.quantity, line.left) for line in answer.lines] == [
        ("bun", 2, 8),
        ("soy_milk", 1, 4),
    ]
    kept = Redemption.objects.get()
    assert (kept.person, kept.status, kept.service_date.day) == (rider, "counted", 9)
    assert (left_of(station), left_of(station, "soy_milk")) == (8, 4)
    assert AuditEntry.objects.filter(action="benefits.redeem_pass").count() == 1


def test_the_second_station_is_told_the_time_and_stores_nothing():
    north, south, rider = a_station_with_breakfast("北站"), a_station_with_breakfast("南站"), a_rider()
    redeem(north, rider, at=at(6, 45))

    answer = redeem(south, rider, at=at(7, 30))

    assert (answer.outcome, answer.is_recorded, answer.at) == ("already", False, at(6, 45))
    assert Redemption.objects.count() == 1
    assert left_of(south) == 100


def test_a_second_breakfast_given_knowingly_is_an_extra():
    station, rider = a_station_with_breakfast(), a_rider()
    redeem(station, rider)

    answer = redeem(station, rider, at=at(7, 30), give_anyway=True, reason="hungry")

    assert answer.outcome == "extra"
    assert sorted(Redemption.objects.values_list("status", flat=True)) == ["counted", "extra"]
    assert left_of(station) == 98


def test_a_phone_that_sends_twice_is_answered_twice_and_recorded_once():
    station = a_station_with_breakfast()
    scanner, said = a_scanner_at(station), a_hand_out(station, a_code_of(a_rider()))

    answers = [redeem_pass(hand_out=said, actor=scanner, now=at(7, minute)) for minute in (0, 40)]

    assert answers[0] == answers[1]
    assert Redemption.objects.count() == 1
    assert left_of(station) == 99


def test_the_same_number_for_another_hand_out_is_refused():
    station, number = a_station_with_breakfast(), new_id()
    redeem(station, a_rider(), id=number)

    with pytest.raises(Refused) as no:
        redeem(station, a_rider("小周"), id=number)

    assert no.value.refusal.code == "other_content"
    assert Redemption.objects.count() == 1


def test_the_last_bun_is_gone_the_volunteer_decides_and_what_lay_there_is_noted():
    station, scanner = a_station_with_breakfast(buns=1), None
    rider, code = a_rider(), a_code_of(a_rider("小周"))
    scanner = a_scanner_at(station)
    hand_out = a_hand_out(station, code, buns=2)

    asked = redeem_pass(hand_out=hand_out, actor=scanner, now=BREAKFAST_TIME)
    assert (asked.outcome, asked.is_recorded, left_of(station)) == ("none_left", False, 1)
    assert not Redemption.objects.exists()

    anyway = a_hand_out(station, code, buns=2, id=hand_out.id, give_anyway=True, reason="on_the_table")
    given = redeem_pass(hand_out=anyway, actor=scanner, now=BREAKFAST_TIME)
    assert (given.outcome, given.lines[0].beyond_stock, left_of(station)) == ("counted", 1, 0)
    assert rider.pk


def test_where_nobody_counted_this_morning_people_are_fed_all_the_same():
    station = a_station_with_breakfast(buns=None, milks=None)

    answer = redeem(station, a_rider())

    assert (answer.outcome, answer.lines[0].left) == ("counted", None)
    assert RedemptionLine.objects.get().beyond_stock == 1


@pytest.mark.parametrize("minutes", [-20, 20])
def test_a_code_of_another_quarter_of_an_hour_is_amber_and_names_nobody_when_given_anyway(minutes):
    station, rider = a_station_with_breakfast(), a_rider()
    code = a_code_of(rider, at=BREAKFAST_TIME + timedelta(minutes=minutes))
    scanner = a_scanner_at(station)

    amber = redeem_pass(hand_out=a_hand_out(station, code), actor=scanner, now=BREAKFAST_TIME)
    assert amber.outcome == ("expired" if minutes < 0 else "outside_time")
    assert not Redemption.objects.exists()

    said = a_hand_out(station, code, give_anyway=True, reason="phone_broken")
    given = redeem_pass(hand_out=said, actor=scanner, now=BREAKFAST_TIME)
    assert (given.outcome, Redemption.objects.get().person) == ("guest", None)
    assert redeem(station, rider).outcome == "counted"


def test_a_record_that_waited_in_the_queue_is_judged_by_its_own_time():
    station, rider = a_station_with_breakfast(), a_rider()

    answer = redeem(station, rider, received=timedelta(hours=2))

    assert (answer.outcome, answer.at) == ("counted", BREAKFAST_TIME)


def test_of_two_records_the_earlier_counts_whichever_arrives_first():
    station, rider = a_station_with_breakfast(), a_rider()
    late = redeem(station, rider, at=at(8))

    early = redeem(station, rider, at=at(7), received=timedelta(hours=2), give_anyway=True)

    assert Redemption.objects.get(pk=early.id).status == "counted"
    assert Redemption.objects.get(pk=late.id).status == "extra"


@pytest.mark.parametrize("days", [-400, 1, 400])
def test_a_phone_whose_clock_is_wrong_records_at_the_servers_time(days):
    station, rider = a_station_with_breakfast(), a_rider()
    said = a_hand_out(station, a_code_of(rider), at=BREAKFAST_TIME + timedelta(days=days))

    answer = redeem_pass(hand_out=said, actor=a_scanner_at(station), now=BREAKFAST_TIME)

    assert (answer.outcome, answer.at) == ("counted", BREAKFAST_TIME)


def test_a_meal_at_half_past_midnight_belongs_to_the_evening_before():
    station, rider = a_station_with_breakfast(), a_rider()
    redeem(station, rider, at=at(18))

    assert redeem(station, rider, at=at(0, 30, day=10)).outcome == "already"
    assert redeem(station, rider, at=at(3, 0, day=10)).outcome == "counted"


def test_a_card_with_a_typed_number_counts_for_its_bearer():
    station, (bearer, _code, number) = a_station_with_breakfast(), a_card_of_nobody_named()

    said = a_hand_out(station, number)
    answer = redeem_pass(hand_out=said, actor=a_scanner_at(station), now=BREAKFAST_TIME)

    assert (answer.outcome, Redemption.objects.get().person) == ("counted", bearer)


def test_a_volunteer_of_the_station_hands_out_without_a_scanner():
    station = a_station_with_breakfast()
    volunteer = a_volunteer_at(station)

    redeem(station, a_rider(), by=volunteer)

    kept = Redemption.objects.get()
    assert (kept.staff, kept.scanner) == (volunteer, None)


def test_nobody_hands_out_for_another_station():
    here, there = a_station_with_breakfast("这里"), a_station_with_breakfast("那里")
    rider = a_rider()

    for stranger in (a_scanner_at(there), a_volunteer_at(there), rider):
        with pytest.raises(Refused):
            redeem(here, rider, by=stranger)
    assert not Redemption.objects.exists()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"buns": 0}, "nothing_chosen"),
        ({"buns": 3}, "quantity_out_of_range"),
        ({"lines": ()}, "nothing_chosen"),
        ({"programme": "lunch"}, "programme_not_here"),
        ({"reason": "because", "give_anyway": True}, "unknown_reason"),
    ],
)
def test_what_cannot_be_handed_out_is_refused_and_changes_nothing(said, code):
    station = a_station_with_breakfast()

    with pytest.raises(Refused) as no:
        redeem(station, a_rider(), **said)

    assert no.value.refusal.code == code
    assert not Redemption.objects.exists()
    assert not Screening.objects.exists()
    assert left_of(station) == 100


def test_what_was_recorded_stays_recorded_when_the_programme_ends_before_the_repeat():
    station = a_station_with_breakfast()
    scanner, said = a_scanner_at(station), a_hand_out(station, a_code_of(a_rider()))
    first = redeem_pass(hand_out=said, actor=scanner, now=BREAKFAST_TIME)
    programme = Redemption.objects.get().programme
    change_programme(programme_id=programme.pk, actor=a_county_clerk(), now=at(8), is_active=False)

    assert redeem_pass(hand_out=said, actor=scanner, now=at(8)) == first
    with pytest.raises(Refused, match="paused"):
        redeem(station, a_rider("小周"), by=scanner)
