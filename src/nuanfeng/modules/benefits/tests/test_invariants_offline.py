"""The promises about what phones recorded without a network: each finds the row that breaks it."""

from datetime import timedelta

import pytest
from django.db.models import F

from nuanfeng.modules.benefits import invariants
from nuanfeng.modules.benefits.models import (
    Redemption,
    RedemptionLine,
    StockDay,
    StockLease,
    SyncRecord,
)
from nuanfeng.modules.benefits.tests.builders import (
    a_code_of,
    a_county_clerk,
    a_rider,
    a_station_with_breakfast,
    at,
)
from nuanfeng.modules.benefits.tests.phones import Phone, a_phone_at
from nuanfeng.modules.benefits.usecases import decide_quarantined

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone() -> Phone:
    """A breakfast without a network: a lease, one counted, an extra, a guest, one undone, one set aside."""
    station = a_station_with_breakfast(buns=20, milks=5)
    phone, rider = a_phone_at(station), a_rider()
    phone.asks(now=at(6, 30), bun=6)
    code = a_code_of(rider)
    phone.hands_out(code, at=at(7))
    phone.hands_out(code, at=at(7, 2))
    phone.hands_out(at=at(7, 3))
    phone.undoes(phone.hands_out(at=at(7, 4)), at=at(7, 4, 20))
    phone.hands_out(at=at(7, 5), anchor="")
    phone.sends()
    return phone


def broken() -> list[str]:
    return [name for name, promise in invariants.PROMISES.items() if list(promise())]


def said(name: str) -> str:
    return "; ".join(invariants.PROMISES[name]())


def forget(redemption: Redemption) -> None:
    """As if the row had never been written, what it took being back on the table."""
    for line in redemption.lines.all():
        stock = StockDay.objects.filter(item=line.item_id, service_date=redemption.service_date)
        stock.update(remaining=F("remaining") + line.quantity - line.beyond_stock)
    RedemptionLine.objects.filter(redemption=redemption).delete()
    redemption.delete()


def test_all_hold_after_a_breakfast_without_a_network(phone):
    assert broken() == []
    assert sorted(Redemption.objects.values_list("status", flat=True)) == [
        "counted",
        "extra",
        "guest",
        "void",
    ]


def test_i3_finds_an_extra_that_says_it_was_made_with_a_network(phone):
    Redemption.objects.update(is_offline=False)
    assert "I3" in broken()


def test_i4_finds_portions_that_are_leased_to_nobody(phone):
    StockLease.objects.update(ended_at=at(8))
    assert broken() == ["I4"]
    assert "scanners hold 0" in said("I4")


def test_i4_finds_a_lease_that_no_table_knows_of(phone):
    StockDay.objects.filter(item__code="bun").update(remaining=F("remaining") + F("leased"), leased=0)
    assert broken() == ["I4"]


def test_i4_finds_a_lease_that_outlived_the_evening_count(phone):
    StockDay.objects.filter(item__code="bun").update(closed_at=at(9))
    assert broken() == ["I4"]
    assert "still leased" in said("I4")


def test_i5_finds_a_hand_out_that_has_a_receipt_and_is_gone(phone):
    forget(Redemption.objects.get(status="guest"))
    assert broken() == ["I5"]


def test_i5_finds_a_duplicate_of_nothing(phone):
    SyncRecord.objects.filter(outcome="quarantined").update(outcome="duplicate", reason="")
    assert broken() == ["I5"]


def test_i5_finds_what_the_county_counted_and_is_gone(phone):
    record = SyncRecord.objects.get(outcome="quarantined")
    decide_quarantined(record_hash=record.pk, decision="stored", actor=a_county_clerk(), now=at(10))
    assert broken() == []
    forget(Redemption.objects.get(pk=record.redemption_id))
    assert broken() == ["I5"]


def test_i6_finds_a_late_record_that_was_not_settled(phone):
    counted, extra = Redemption.objects.get(status="counted"), Redemption.objects.get(status="extra")
    Redemption.objects.filter(pk=extra.pk).update(at=counted.at - timedelta(minutes=1))
    assert broken() == ["I6"]


def test_i7_finds_a_hand_out_without_a_receipt(phone):
    SyncRecord.objects.filter(outcome="guest").delete()
    assert broken() == ["I7"]
    assert "has no receipt" in said("I7")


def test_i7_finds_two_records_in_one_place_of_a_log(phone):
    SyncRecord.objects.filter(outcome="quarantined").update(seq=1)
    assert broken() == ["I7"]
    assert "in place 1" in said("I7")


def test_a_fork_that_was_set_aside_is_no_second_record(phone):
    SyncRecord.objects.filter(outcome="quarantined").update(seq=1, reason="chain_forked")
    assert broken() == []


def test_a_decision_of_long_after_still_has_its_receipt(phone):
    record = SyncRecord.objects.get(outcome="quarantined")
    later = a_phone_at(phone.scanner.station, since=at(6, day=15), name="里面")
    later.hands_out(at=at(7, day=15))
    later.sends(now=at(8, day=15))
    decide_quarantined(record_hash=record.pk, decision="stored", actor=a_county_clerk(), now=at(9, day=15))
    assert broken() == []


def test_i8_finds_an_undo_without_its_row(phone):
    void = Redemption.objects.get(status="void")
    void.voided.delete()
    assert broken() == ["I8"]
