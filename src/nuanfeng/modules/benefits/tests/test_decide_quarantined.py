"""Somebody of the county looks at what was set aside: it counts after all, or it does not."""

from datetime import timedelta

import pytest

from nuanfeng.kernel.errors import Refused
from nuanfeng.kernel.models import AuditEntry, Event
from nuanfeng.modules.benefits import invariants
from nuanfeng.modules.benefits.models import Redemption, StockDay, SyncRecord
from nuanfeng.modules.benefits.queries.quarantine import records_waiting
from nuanfeng.modules.benefits.tests.builders import (
    a_card_of_nobody_named,
    a_code_of,
    a_county_clerk,
    a_master_of,
    a_rider,
    a_station_with_breakfast,
    at,
    redeem,
)
from nuanfeng.modules.benefits.tests.phones import Phone, Record, a_phone_at
from nuanfeng.modules.benefits.usecases import add_item, decide_quarantined, forget_quarantined
from nuanfeng.modules.passes.api import revoke_scanner
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations.api import Station

pytestmark = pytest.mark.django_db

NINE = at(9)


@pytest.fixture
def station() -> Station:
    return a_station_with_breakfast(buns=10, milks=5)


@pytest.fixture
def phone(station) -> Phone:
    return a_phone_at(station)


@pytest.fixture
def clerk(phone) -> Person:
    return a_county_clerk()


@pytest.fixture(autouse=True)
def every_promise_holds():
    yield
    assert {name: list(check()) for name, check in invariants.PROMISES.items() if list(check())} == {}


def buns_left() -> int:
    return StockDay.objects.get(item__code="bun", service_date=at(7).date()).lying


def decide(
    record: Record, clerk: Person, decision: str = "stored", *, note: str = "", now=NINE
) -> SyncRecord:
    return decide_quarantined(
        record_hash=record.hash, decision=decision, note=note, actor=clerk, now=now + timedelta(minutes=5)
    )


def a_fast_one(phone: Phone, code: str = "", **said) -> Record:
    """A hand-out by a phone whose clock was an hour fast."""
    record = phone.hands_out(code, at=at(10), **said)
    assert phone.sends([record], now=NINE) == [("quarantined", "after_receipt")]
    return record


def refused(act) -> str:
    with pytest.raises(Refused) as no:
        act()
    return no.value.refusal.code


def test_a_meal_from_a_phone_with_a_fast_clock_counts_when_the_county_says_so(phone, clerk):
    record = a_fast_one(phone, buns=2)
    assert (Redemption.objects.count(), buns_left(), records_waiting()) == (0, 10, 1)

    decided = decide(record, clerk)

    meal = Redemption.objects.get(pk=record.id)
    assert (meal.status, meal.is_offline, meal.scanner_id) == ("guest", True, phone.scanner.pk)
    assert (meal.at, buns_left(), records_waiting()) == (NINE, 8, 0)  # not later than it arrived
    assert (decided.decision, decided.decided_by) == ("stored", clerk)


def test_the_time_of_a_slow_phone_is_moved_to_when_it_was_told_the_time(phone, clerk):
    record = phone.hands_out(at=at(5))
    assert phone.sends(now=NINE) == [("quarantined", "before_anchor")]
    decide(record, clerk)
    assert Redemption.objects.get(pk=record.id).at == at(6)


def test_a_record_without_a_time_of_ours_counts_at_its_own(phone, clerk):
    record = phone.hands_out(at=at(7, 3), anchor="")
    assert phone.sends(now=NINE) == [("quarantined", "no_anchor")]
    decide(record, clerk)
    assert Redemption.objects.get(pk=record.id).at == at(7, 3)


def test_it_counts_by_the_ordinary_rules_the_earliest_of_the_day_is_the_counted_one(station, phone, clerk):
    rider = a_rider()
    record = phone.hands_out(a_code_of(rider), at=at(7), anchor="")
    phone.sends(now=NINE)
    redeem(station, rider, at=at(8))
    decide(record, clerk)
    said = {row.pk == record.id: row.status for row in Redemption.objects.all()}
    assert said == {True: "counted", False: "extra"}


def test_two_of_one_person_that_are_both_decided_count_once(phone, clerk):
    code = a_code_of(a_rider())
    late, early = phone.hands_out(code, at=at(7, 5), anchor=""), phone.hands_out(code, at=at(7), anchor="")
    phone.sends(now=NINE)
    decide(late, clerk)
    decide(early, clerk)
    assert list(Redemption.objects.order_by("at").values_list("status", flat=True)) == ["counted", "extra"]


def test_a_day_whose_figures_are_closed_takes_no_record_any_more_and_the_day_before_it_does(phone, clerk):
    late, later = phone.hands_out(at=at(7, 3), anchor=""), phone.hands_out(at=at(7, 4), anchor="")
    phone.sends(now=NINE)
    on_the_30th, on_the_31st = at(9) + timedelta(days=30), at(9) + timedelta(days=31)
    decide(late, clerk, now=on_the_30th)
    assert refused(lambda: decide(later, clerk, now=on_the_31st)) == "day_is_closed"
    assert decide(later, clerk, "dismissed", note="太久了", now=on_the_31st).decision == "dismissed"
    assert Redemption.objects.count() == 1


def test_dismissed_with_a_reason_it_leaves_no_trace_but_the_decision(phone, clerk):
    record = a_fast_one(phone)
    decided = decide(record, clerk, "dismissed", note=" 手机是试用的 ")
    assert (decided.decision, decided.decision_note) == ("dismissed", "手机是试用的")
    assert (Redemption.objects.count(), buns_left(), records_waiting()) == (0, 10, 0)


def test_dismissing_needs_a_word_why(phone, clerk):
    record = a_fast_one(phone)
    assert refused(lambda: decide(record, clerk, "dismissed", note="  ")) == "note_missing"
    assert records_waiting() == 1


def test_the_same_decision_twice_changes_nothing_and_another_is_refused(phone, clerk):
    record = a_fast_one(phone)
    decide(record, clerk)
    decide(record, a_county_clerk())
    assert (Redemption.objects.count(), buns_left()) == (1, 9)
    assert SyncRecord.objects.get(pk=record.hash).decided_by == clerk
    assert refused(lambda: decide(record, clerk, "dismissed", note="不算")) == "decided_otherwise"
    assert Redemption.objects.get().status == "guest"


def test_who_decided_is_written_down_and_the_fact_is_announced_once(phone, clerk, station):
    record = a_fast_one(phone)
    decide(record, clerk)
    decide(record, clerk)
    [entry] = AuditEntry.objects.filter(action="benefits.decide_quarantined")
    assert entry.subject == f"benefits.syncrecord:{record.hash}"
    assert entry.details == {"decision": "stored", "reason": "after_receipt"}
    [event] = Event.objects.filter(name="benefits.record_decided")
    assert event.payload == {"record_hash": record.hash, "station_id": station.pk, "decision": "stored"}


def test_the_staff_of_the_station_decide_nothing(phone, station):
    record = a_fast_one(phone)
    assert refused(lambda: decide(record, a_master_of(station)))
    assert refused(lambda: decide(record, a_rider()))
    assert records_waiting() == 1


def test_there_are_two_decisions_and_no_third(phone, clerk):
    record = a_fast_one(phone)
    assert refused(lambda: decide(record, clerk, "maybe")) == "no_such_decision"
    assert refused(lambda: decide(record, clerk, "")) == "no_such_decision"


def test_a_record_that_was_counted_by_itself_is_nothing_to_decide(phone, clerk):
    record = phone.hands_out()
    phone.sends(now=NINE)
    assert refused(lambda: decide(record, clerk)) == "not_set_aside"


def test_the_phone_that_sends_again_is_answered_as_before_and_nothing_counts_twice(phone, clerk):
    record = a_fast_one(phone)
    decide(record, clerk)
    assert phone.sends([record], now=at(11)) == [("quarantined", "after_receipt")]
    assert (Redemption.objects.count(), buns_left()) == (1, 9)


def test_a_meal_by_a_phone_that_was_signed_out_counts_for_who_showed_the_card(station, phone, clerk):
    _person, card, _number = a_card_of_nobody_named(at=at(6))
    revoke_scanner(actor=a_master_of(station), scanner=phone.scanner, now=at(7))
    record = phone.hands_out(card, at=at(7, 30))
    assert phone.sends(now=NINE) == [("quarantined", "scanner_revoked")]
    decide(record, clerk)
    assert Redemption.objects.get(pk=record.id).status == "counted"


def test_more_than_one_may_take_counts_with_what_was_taken(phone, clerk):
    record = phone.hands_out(buns=3)
    assert phone.sends(now=NINE) == [("quarantined", "quantity_too_large")]
    decide(record, clerk)
    assert buns_left() == 7


def test_what_was_never_on_the_table_counts_once_it_is_there(phone, clerk):
    record = phone.hands_out(lines=[{"item": "tea_egg", "quantity": 1}])
    assert phone.sends(now=NINE) == [("quarantined", "item_unknown")]
    assert refused(lambda: decide(record, clerk)) == "item_unknown"
    assert records_waiting() == 1

    programme = StockDay.objects.first().item.programme
    add_item(
        programme_id=programme.pk, code="tea_egg", name="茶叶蛋", name_en="", quantity_max=1, rank=3,
        actor=clerk, now=NINE,
    )  # fmt: skip
    decide(record, clerk)
    assert Redemption.objects.get().lines.get().beyond_stock == 1


def test_a_programme_that_the_station_never_had_can_only_be_dismissed(phone, clerk):
    record = phone.hands_out(programme="lunch")
    assert phone.sends(now=NINE) == [("quarantined", "programme_not_here")]
    assert refused(lambda: decide(record, clerk)) == "programme_not_here"
    decide(record, clerk, "dismissed", note="没有午餐")


def test_a_clock_in_the_year_2000_names_no_day_of_the_programme(phone, clerk):
    record = phone.hands_out(at=at(7).replace(year=2001), anchor="")
    phone.sends(now=NINE)
    assert refused(lambda: decide(record, clerk)) == "programme_not_here"


def test_another_hand_out_under_a_taken_number_can_only_be_dismissed(phone, clerk):
    first = phone.hands_out()
    other = phone.hands_out(id=str(first.id), buns=2)
    assert phone.sends(now=NINE) == [("guest", ""), ("quarantined", "other_content")]
    assert refused(lambda: decide(other, clerk)) == "number_taken"
    assert (Redemption.objects.count(), buns_left()) == (1, 9)


def test_a_meal_of_long_ago_counts_and_moves_nothing_that_was_reported(station, phone, clerk):
    rider = a_rider()
    early = phone.hands_out(a_code_of(rider), at=at(7))
    redeem(station, rider, at=at(8))
    week_later = at(9, day=18)
    assert phone.sends(now=week_later) == [("quarantined", "frozen")]
    decide(early, clerk, now=week_later)
    assert list(Redemption.objects.order_by("at").values_list("status", flat=True)) == ["extra", "counted"]


def test_an_undo_of_a_set_aside_meal_is_kept_with_it(phone, clerk):
    record = phone.hands_out(at=at(7), anchor="")
    undo = phone.undoes(record, at=at(7, 0, 30))
    assert phone.sends(now=NINE) == [("quarantined", "no_anchor"), ("quarantined", "nothing_to_undo")]
    decide(record, clerk)
    assert (Redemption.objects.get().status, buns_left(), records_waiting()) == ("void", 10, 0)
    assert SyncRecord.objects.get(pk=undo.hash).decision == "stored"


def test_an_undo_that_took_too_long_is_made_when_the_county_says_so(phone, clerk):
    record = phone.hands_out(at=at(7))
    undo = phone.undoes(record, at=at(7, 5))
    assert phone.sends(now=NINE) == [("guest", ""), ("quarantined", "nothing_to_undo")]
    decide(undo, clerk)
    assert (Redemption.objects.get().status, buns_left()) == ("void", 10)
    decide(undo, clerk)
    assert buns_left() == 10


def test_an_undo_of_a_meal_that_is_not_there_waits_on(phone, clerk):
    undo = phone.undoes(phone.scanner.pk, at=at(7))
    phone.sends(now=NINE)
    assert refused(lambda: decide(undo, clerk)) == "nothing_to_undo"
    assert records_waiting() == 1


def test_an_undo_of_a_day_that_was_reported_is_made_no_more(phone, clerk):
    record = phone.hands_out(at=at(7))
    undo = phone.undoes(record, at=at(7, 5))
    phone.sends(now=NINE)
    late = at(9, day=18)
    assert refused(lambda: decide(undo, clerk, now=late)) == "day_is_reported"
    assert Redemption.objects.get().status == "guest"


def test_another_stations_meal_is_not_undone_by_this_ones_phone(phone, clerk):
    elsewhere = a_phone_at(a_station_with_breakfast("榔梨骑手之家"))
    meal = elsewhere.hands_out(at=at(7))
    elsewhere.sends(now=NINE)
    undo = phone.undoes(meal, at=at(7, 0, 20))
    phone.sends(now=NINE)
    assert refused(lambda: decide(undo, clerk)) == "nothing_to_undo"
    assert Redemption.objects.get(pk=meal.id).status == "guest"


def test_what_a_record_says_is_deleted_thirty_days_after_the_decision(phone, clerk):
    record = a_fast_one(phone)
    waiting = a_fast_one(phone)
    decided = decide(record, clerk).decided_at

    assert forget_quarantined(now=decided + timedelta(days=29)) == 0
    assert SyncRecord.objects.get(pk=record.hash).text == record.text
    assert forget_quarantined(now=decided + timedelta(days=31)) == 1
    assert SyncRecord.objects.get(pk=record.hash).text == ""
    assert SyncRecord.objects.get(pk=waiting.hash).text == waiting.text
    assert Redemption.objects.get(pk=record.id).status == "guest"
