"""A phone has a network again in the very second in which somebody else does something."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from threading import Barrier

import pytest
from django.db.models import F

from nuanfeng.kernel.db import bookkeeping
from nuanfeng.kernel.ids import new_id
from nuanfeng.modules.benefits.models import Redemption, StockDay, SyncRecord
from nuanfeng.modules.benefits.tests.builders import (
    BREAKFAST,
    BREAKFAST_TIME,
    BUN,
    a_code_of,
    a_county_clerk,
    a_hand_out,
    a_rider,
    a_scanner_at,
    a_station_with_breakfast,
    at,
)
from nuanfeng.modules.benefits.tests.phones import Phone, a_phone_at
from nuanfeng.modules.benefits.usecases import (
    close_stock,
    decide_quarantined,
    grant_lease,
    redeem_pass,
    sync_batch,
    void_redemption,
)
from nuanfeng.modules.stations.api import Station
from tests.races.test_two_stations import PATIENCE, ROUNDS, at_once, broken, buns_left_at, kept_naively

pytestmark = pytest.mark.django_db(transaction=True)

NOW = at(8)


def sending(phone: Phone) -> Callable[[], list[str]]:
    """The phone, ready to send its whole log; gives the outcomes."""
    body = phone.batch()
    send = partial(sync_batch, scanner=phone.scanner, body=body, signature=phone.signature(body), now=NOW)
    return lambda: [said.outcome for _sent, said in send()]


def redeeming(station: Station, code: str, **said: object) -> Callable[[], str]:
    """Another phone with a network, ready to hand out."""
    hand_out, scanner = a_hand_out(station, code, **said), a_scanner_at(station)
    return lambda: redeem_pass(hand_out=hand_out, actor=scanner, now=BREAKFAST_TIME).outcome


def statuses_by_time(**wanted: object) -> list[str]:
    return list(Redemption.objects.filter(**wanted).order_by("at").values_list("status", flat=True))


def test_the_same_batch_twice_at_once_is_kept_once_and_answered_alike():
    station = a_station_with_breakfast()
    for _round in range(ROUNDS):
        phone = a_phone_at(station)
        for minute in range(5):
            phone.hands_out(a_code_of(a_rider()), at=at(7, minute))
        first, second = at_once([sending(phone)] * 2)
        assert first == second == ["counted"] * 5
    assert Redemption.objects.count() == SyncRecord.objects.count() == 5 * ROUNDS
    assert buns_left_at(station) == 100 - 5 * ROUNDS
    assert broken() == []


def test_the_control_looking_first_and_writing_then_takes_the_bun_twice():
    station = a_station_with_breakfast()
    number = new_id()
    both_looked = Barrier(2, timeout=PATIENCE)

    def look_then_write() -> bool:
        was_known = Redemption.objects.filter(pk=number).exists()
        both_looked.wait()
        with bookkeeping():
            StockDay.objects.filter(item__code=BUN).update(remaining=F("remaining") - 1)
            if not Redemption.objects.filter(pk=number).exists():
                kept_naively(station, number=number, person=None)
        return was_known

    assert at_once([look_then_write] * 2) == [False, False]
    assert (buns_left_at(station), "I4" in broken()) == (98, True)


def test_two_phones_that_served_one_person_come_back_at_once_and_the_earlier_counts():
    north, south = a_station_with_breakfast("北站"), a_station_with_breakfast("南站")
    for _round in range(ROUNDS):
        phones = [a_phone_at(north), a_phone_at(south)]
        riders = [a_rider() for _each in range(3)]
        for place, phone in enumerate(phones):
            for rider in riders if place else reversed(riders):
                phone.hands_out(a_code_of(rider), at=at(7, 2 - 2 * place))
        at_once([sending(phone) for phone in phones])
        for rider in riders:
            assert statuses_by_time(person=rider) == ["counted", "extra"]
            assert Redemption.objects.get(person=rider, status="counted").station == south
    assert broken() == []


def test_a_batch_and_a_hand_out_with_a_network_for_the_same_person():
    north, south = a_station_with_breakfast("北站"), a_station_with_breakfast("南站")
    for _round in range(ROUNDS):
        rider, phone = a_rider(), a_phone_at(north)
        code = a_code_of(rider)
        phone.hands_out(code, at=BREAKFAST_TIME - timedelta(minutes=1))
        [told], outcome = at_once([sending(phone), redeeming(south, code)])
        assert told == "counted"
        assert outcome in ("counted", "already")
        kept = statuses_by_time(person=rider)
        assert kept == (["counted", "extra"] if outcome == "counted" else ["counted"])
    assert broken() == []


def test_a_batch_and_the_undo_of_what_it_competes_with():
    north, south = a_station_with_breakfast("北站"), a_station_with_breakfast("南站")
    scanner = a_scanner_at(south)
    for _round in range(ROUNDS):
        rider, phone = a_rider(), a_phone_at(north)
        code = a_code_of(rider)
        online = a_hand_out(south, code)
        redeem_pass(hand_out=online, actor=scanner, now=BREAKFAST_TIME)
        phone.hands_out(code, at=BREAKFAST_TIME + timedelta(minutes=1))
        undo = partial(void_redemption, redemption_id=online.id, actor=scanner, now=BREAKFAST_TIME)
        at_once([sending(phone), undo])
        assert statuses_by_time(person=rider) == ["void", "counted"]
    assert buns_left_at(south) == 100
    assert broken() == []


def test_an_undo_in_a_batch_and_the_same_undo_with_a_network_put_the_bun_back_once():
    station = a_station_with_breakfast()
    for _round in range(ROUNDS):
        phone = a_phone_at(station)
        record = phone.hands_out(a_code_of(a_rider()), at=at(7))
        phone.sends(now=at(7, 0, 5))
        phone.undoes(record, at=at(7, 0, 20))
        undo = partial(void_redemption, redemption_id=record.id, actor=phone.scanner, now=at(7, 0, 20))
        told, _answer = at_once([sending(phone), undo])
        assert told == ["counted", "void"]
    assert buns_left_at(station) == 100
    assert broken() == []


def test_a_batch_and_the_evening_count():
    for number in range(ROUNDS):
        station = a_station_with_breakfast(f"第 {number} 站")
        phone = a_phone_at(station)
        grant_lease(scanner=phone.scanner, programme=BREAKFAST, wanted={"bun": 20}, now=at(6, 30))
        for minute in range(5):
            phone.hands_out(at=at(7, minute), buns=2)
        close = partial(
            close_stock,
            station_id=station.pk,
            programme=BREAKFAST,
            counted={"bun": 90},
            actor=a_scanner_at(station),
            now=NOW,
        )
        told, _closed = at_once([sending(phone), close])
        row = StockDay.objects.get(station=station, item__code=BUN)
        assert told == ["guest"] * 5
        # The evening count wins, whichever came first.
        assert (row.remaining, row.leased, row.closed_at) == (90, 0, NOW)
    assert broken() == []


def test_two_phones_ask_for_the_last_portions_at_once_and_get_no_more_than_there_are():
    for number in range(ROUNDS):
        station = a_station_with_breakfast(f"第 {number} 站", buns=9)
        phones = [a_phone_at(station), a_phone_at(station, name="里面")]
        at_once(
            [
                partial(
                    grant_lease, scanner=phone.scanner, programme=BREAKFAST, wanted={"bun": 9}, now=at(6, 30)
                )
                for phone in phones
            ]
        )
        row = StockDay.objects.get(station=station, item__code=BUN)
        assert (row.lying, row.remaining >= 0, row.leased <= 9) == (9, True, True)
    assert broken() == []


def test_two_clerks_decide_about_one_record_at_once_and_it_counts_once():
    station = a_station_with_breakfast()
    for _round in range(ROUNDS):
        phone = a_phone_at(station)
        record = phone.hands_out(a_code_of(a_rider()), anchor="")
        assert phone.sends(now=NOW) == [("quarantined", "no_anchor")]
        at_once(
            [
                partial(
                    decide_quarantined,
                    record_hash=record.hash,
                    decision="stored",
                    actor=a_county_clerk(),
                    now=NOW,
                )
                for _each in range(2)
            ]
        )
    assert statuses_by_time() == ["counted"] * ROUNDS
    assert buns_left_at(station) == 100 - ROUNDS
    assert broken() == []


def test_a_decision_and_a_hand_out_with_a_network_for_the_same_person():
    north, south = a_station_with_breakfast("北站"), a_station_with_breakfast("南站")
    for _round in range(ROUNDS):
        rider, phone = a_rider(), a_phone_at(north)
        code = a_code_of(rider)
        record = phone.hands_out(code, at=BREAKFAST_TIME - timedelta(minutes=1), anchor="")
        phone.sends(now=NOW)
        decide = partial(
            decide_quarantined, record_hash=record.hash, decision="stored", actor=a_county_clerk(), now=NOW
        )
        _decided, outcome = at_once([decide, redeeming(south, code)])
        kept = statuses_by_time(person=rider)
        assert kept == (["counted", "extra"] if outcome == "counted" else ["counted"])
    assert broken() == []
