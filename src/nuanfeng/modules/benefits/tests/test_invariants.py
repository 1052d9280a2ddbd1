"""Each invariant finds what contradicts it; the forged rows could not come from the application."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F

from nuanfeng.kernel.ids import new_id
from nuanfeng.kernel.models import AuditEntry
from nuanfeng.modules.benefits import invariants
from nuanfeng.modules.benefits.models import Redemption, RedemptionLine, RedemptionVoid, StockDay
from nuanfeng.modules.benefits.tests.builders import (
    a_guest_meal,
    a_rider,
    a_scanner_at,
    a_station_with_breakfast,
    at,
    redeem,
)
from nuanfeng.modules.benefits.usecases import (
    add_stock,
    close_stock,
    record_screening,
    recount_stock,
    void_redemption,
    waste_stock,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def morning():
    """A breakfast with everything in it: counted, extra, guest, undone, short, moved, closed."""
    station = a_station_with_breakfast(buns=5, milks=3)
    scanner, rider = a_scanner_at(station), a_rider()
    redeem(station, rider, by=scanner, buns=2, milks=1, at=at(6, 40))
    redeem(station, rider, by=scanner, at=at(6, 50), give_anyway=True, reason="hungry")
    mistake = redeem(station, a_rider("小周"), by=scanner, at=at(7))
    void_redemption(redemption_id=mistake.id, actor=scanner, now=at(7, 0, 30))
    a_guest_meal(station, by=scanner, at=at(7, 5))
    table = {"station_id": station.pk, "programme": "breakfast", "actor": scanner}
    waste_stock(id=new_id(), item="bun", quantity=1, now=at(7, 10), reason="掉地上了", **table)
    redeem(station, a_rider("小吴"), by=scanner, at=at(7, 12), give_anyway=True, reason="on_the_table")
    add_stock(id=new_id(), item="bun", quantity=10, now=at(7, 15), **table)
    recount_stock(id=new_id(), item="soy_milk", counted=1, now=at(7, 20), **table)
    record_screening(
        id=new_id(),
        station_id=station.pk,
        programme_id=Redemption.objects.first().programme_id,
        service_date=at(7).date(),
        outcome="revoked",
        actor=scanner,
        now=at(7, 25),
    )
    close_stock(counted={"bun": 8}, now=at(9, 30), **table)
    return station


def broken():
    return [name for name, promise in invariants.PROMISES.items() if list(promise())]


def test_all_hold_after_a_morning_with_everything_in_it(morning):
    assert broken() == []


def test_i1_finds_two_counted_on_one_day(morning):
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX one_counted_per_person_and_day")
        cursor.execute("DROP INDEX one_counted_per_person_and_period")
    Redemption.objects.filter(status="extra").update(status="counted")

    assert "I1" in broken()


def test_i2_finds_one_message_under_two_numbers(morning):
    twin = Redemption.objects.filter(person__isnull=False).first()
    lines = list(twin.lines.all())
    twin.pk, twin.status, twin.gave_anyway = new_id(), "extra", True
    twin.save(force_insert=True)
    for line in lines:
        RedemptionLine.objects.create(
            redemption=twin, item_id=line.item_id, quantity=line.quantity, beyond_stock=line.quantity
        )

    assert broken() == ["I2"]


def test_i3_finds_an_extra_that_nobody_gave_knowingly(morning):
    Redemption.objects.filter(status="extra").update(gave_anyway=False)

    assert broken() == ["I3"]


def test_i4_finds_a_portion_that_is_gone_without_a_trace(morning):
    StockDay.objects.filter(item__code="bun").update(remaining=F("remaining") - 1)

    assert broken() == ["I4"]


def test_i5_finds_a_hand_out_that_was_answered_and_is_gone(morning):
    gone = Redemption.objects.get(status="guest")
    RedemptionLine.objects.filter(redemption=gone).update(beyond_stock=F("quantity"))
    StockDay.objects.filter(item__code="bun").update(remaining=F("remaining") + 1)
    gone.lines.all().delete()
    gone.delete()

    assert "I5" in broken()


def test_i6_finds_a_day_where_the_later_hand_out_counts(morning):
    Redemption.objects.filter(status="extra").update(at=at(6, 30))

    assert broken() == ["I6"]


def test_i7_finds_a_hand_out_without_lines_and_one_without_a_digest(morning):
    Redemption.objects.filter(status="guest").update(content_digest=b"")
    assert broken() == ["I7"]

    RedemptionLine.objects.filter(redemption__status="void").delete()
    assert len(list(invariants.PROMISES["I7"]())) == 2


def test_i8_finds_an_undone_hand_out_that_nobody_undid_and_the_other_way_round(morning):
    RedemptionVoid.objects.update(redemption=Redemption.objects.get(status="guest"))

    assert broken() == ["I8"]
    assert len(list(invariants.PROMISES["I8"]())) == 2


def test_a_message_that_was_noted_twice_is_found(morning):
    entry = AuditEntry.objects.filter(action="benefits.redeem_pass").first()
    entry.pk = None
    entry.save()

    assert broken() == ["I2"]


def test_days_whose_station_was_cut_are_left_out_of_the_count(morning):
    Redemption.objects.filter(status="guest").update(station=None)

    assert broken() == []


def test_verify_says_each_and_ends_well(morning):
    said = StringIO()
    call_command("verify", stdout=said)

    lines = [line.split() for line in said.getvalue().splitlines()]
    assert [words[2] for words in lines if words[1] == "benefits"] == [
        *(f"I{n}:" for n in range(1, 9)),
        "I10:",
    ]
    assert {words[0] for words in lines} == {"holds"}
    assert {"passes", "benefits", "insight"} <= {words[1] for words in lines}


def test_verify_names_the_rows_and_fails_where_something_is_wrong(morning):
    StockDay.objects.filter(item__code="bun").update(remaining=F("remaining") - 1)
    said = StringIO()

    with pytest.raises(CommandError, match=r"Broken: I4\."):
        call_command("verify", "--json", stdout=said)

    wrong = [line for line in map(json.loads, said.getvalue().splitlines()) if not line["holds"]]
    assert [line["name"] for line in wrong] == ["stock_that_does_not_add_up"]
    assert wrong[0]["where"][0].endswith("7 remain, 8 expected")
