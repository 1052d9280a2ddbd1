"""What becomes of hand-outs that were recorded while there was no network."""

from datetime import timedelta

import pytest

from nuanfeng.kernel.errors import Refused
from nuanfeng.modules.benefits import invariants
from nuanfeng.modules.benefits.models import Redemption, StockDay, SyncRecord
from nuanfeng.modules.benefits.tests.builders import (
    BREAKFAST_TIME,
    a_code_of,
    a_rider,
    a_station_with_breakfast,
    at,
    redeem,
)
from nuanfeng.modules.benefits.tests.phones import Phone, a_phone_at
from nuanfeng.modules.stations.api import Station

pytestmark = pytest.mark.django_db


@pytest.fixture
def station() -> Station:
    return a_station_with_breakfast(buns=10, milks=5)


@pytest.fixture
def phone(station) -> Phone:
    return a_phone_at(station)


@pytest.fixture(autouse=True)
def every_promise_holds():
    yield
    assert {name: list(check()) for name, check in invariants.PROMISES.items() if list(check())} == {}


def buns_left() -> int:
    return StockDay.objects.get(item__code="bun").lying


def statuses() -> list[str]:
    return list(Redemption.objects.order_by("at").values_list("status", flat=True))


def test_a_service_without_a_network_is_there_afterwards(station, phone):
    phone.hands_out(a_code_of(a_rider()), buns=2)
    phone.hands_out(a_code_of(a_rider("小周")), at=at(7, 1))
    phone.hands_out(at=at(7, 2))

    assert phone.sends() == [("counted", ""), ("counted", ""), ("guest", "")]
    assert (statuses(), buns_left()) == (["counted", "counted", "guest"], 6)
    assert set(Redemption.objects.values_list("is_offline", "scanner_id")) == {(True, phone.scanner.pk)}
    assert SyncRecord.objects.filter(text="").count() == 3


def test_the_same_batch_again_is_answered_the_same_and_changes_nothing(phone):
    phone.hands_out(a_code_of(a_rider()))
    first = phone.sends()
    assert (phone.sends(), Redemption.objects.count(), buns_left()) == (first, 1, 9)


def test_the_earliest_is_counted_whichever_phone_comes_first(station, phone):
    rider, other = a_rider(), a_phone_at(station, name="里面")
    code = a_code_of(rider)
    phone.hands_out(code, at=at(7, 5))
    other.hands_out(code, at=at(7, 3))

    assert phone.sends() == [("counted", "")]
    assert other.sends() == [("counted", "")]
    assert statuses() == ["counted", "extra"]
    assert phone.sends() == [("counted", "")]


def test_a_late_record_moves_the_counted_one_to_extra_and_its_undo_moves_it_back(station, phone):
    rider = a_rider()
    redeem(station, rider, at=at(7, 10))
    early = phone.hands_out(a_code_of(rider, at=at(7)), at=at(7))

    assert phone.sends() == [("counted", "")]
    assert statuses() == ["counted", "extra"]

    phone.undoes(early, at=at(7, 0, 40))
    assert phone.sends() == [("counted", ""), ("void", "")]
    assert (statuses(), buns_left()) == (["void", "counted"], 9)


def test_a_second_meal_without_a_network_is_an_extra(phone):
    code = a_code_of(a_rider())
    phone.hands_out(code)
    phone.hands_out(code, at=BREAKFAST_TIME + timedelta(minutes=3), give_anyway=True, reason="hungry")
    assert phone.sends() == [("counted", ""), ("extra", "")]


def test_a_batch_that_another_key_signed_is_refused_whole(phone, station):
    phone.hands_out(a_code_of(a_rider()))
    phone.private = a_phone_at(station).private
    with pytest.raises(Refused) as no:
        phone.sends()
    assert (no.value.refusal.code, SyncRecord.objects.count()) == ("signature_wrong", 0)
