"""A hand-out forgets its place after 30 days and its person after 90; the count stays."""

from datetime import timedelta

import pytest

from nuanfeng.kernel.models import AuditEntry
from nuanfeng.modules.benefits import invariants
from nuanfeng.modules.benefits.models import Redemption, RedemptionVoid, SyncRecord
from nuanfeng.modules.benefits.queries import hand_outs_of
from nuanfeng.modules.benefits.tests.builders import (
    a_code_of,
    a_guest_meal,
    a_hand_out,
    a_rider,
    a_scanner_at,
    a_station_with_breakfast,
    a_volunteer_at,
    at,
    redeem,
)
from nuanfeng.modules.benefits.tests.phones import a_phone_at
from nuanfeng.modules.benefits.usecases import cut_hand_outs, redeem_pass, void_redemption

pytestmark = pytest.mark.django_db
# The morning of the 9th; kept on its 30th day, cut on the 31st.
LAST_DAY_OF_THE_PLACE = at(4) + timedelta(days=30)
DAY_AFTER = LAST_DAY_OF_THE_PLACE + timedelta(days=1)
LAST_DAY_OF_THE_PERSON = at(4) + timedelta(days=90)


@pytest.fixture
def station():
    return a_station_with_breakfast()


@pytest.fixture(autouse=True)
def every_promise_holds():
    yield
    assert {name: list(check()) for name, check in invariants.PROMISES.items() if list(check())} == {}


def test_on_the_30th_day_a_hand_out_knows_its_station_and_on_the_31st_no_more(station):
    rider = a_rider()
    redeem(station, rider)

    assert cut_hand_outs(now=LAST_DAY_OF_THE_PLACE) == 0
    assert hand_outs_of(rider)[0].station == str(station)

    assert cut_hand_outs(now=DAY_AFTER) == 1
    kept = Redemption.objects.get()
    assert (kept.station, kept.scanner, kept.staff, kept.person) == (None, None, None, rider)
    assert hand_outs_of(rider)[0].station == ""


def test_on_the_90th_day_a_hand_out_knows_its_person_and_on_the_91st_no_more(station):
    rider = a_rider()
    redeem(station, rider)

    cut_hand_outs(now=LAST_DAY_OF_THE_PERSON)
    assert Redemption.objects.get().person == rider

    assert cut_hand_outs(now=LAST_DAY_OF_THE_PERSON + timedelta(days=1)) == 1
    kept = Redemption.objects.get()
    assert (kept.person, kept.status, kept.lines.get().quantity) == (None, "counted", 1)
    assert hand_outs_of(rider) == []


def test_the_day_before_is_cut_and_the_day_itself_is_not(station):
    early, late = a_rider("小周"), a_rider("小吴")
    redeem(station, early, at=at(8, 50))
    redeem(station, late, at=at(6, 40, day=10), give_anyway=True)

    cut_hand_outs(now=DAY_AFTER)

    assert Redemption.objects.get(person=early).station is None
    assert Redemption.objects.get(person=late).station == station


def test_a_guest_meal_is_stock_and_keeps_its_station(station):
    volunteer = a_volunteer_at(station)
    a_guest_meal(station, by=volunteer)

    cut_hand_outs(now=DAY_AFTER)

    kept = Redemption.objects.get()
    assert (kept.station, kept.staff) == (station, None)


def test_nothing_beside_the_row_leads_back_to_the_station(station):
    scanner, phone = a_scanner_at(station), a_phone_at(station)
    mistake = redeem(station, a_rider(), by=scanner)
    void_redemption(redemption_id=mistake.id, actor=scanner, now=at(7, 0, 30))
    phone.hands_out(a_code_of(a_rider("小周")), at=at(7, 1))
    phone.sends()

    cut_hand_outs(now=DAY_AFTER)

    assert RedemptionVoid.objects.get().scanner is None
    assert SyncRecord.objects.get().redemption_id is None
    told = AuditEntry.objects.filter(subject__startswith="benefits.redemption:")
    assert set(told.values_list("actor", flat=True)) == {"passes.scanner"}


def test_an_entry_a_day_younger_still_says_which_phone_it_was(station):
    scanner = a_scanner_at(station)
    redeem(station, a_rider(), by=scanner)
    redeem(station, a_rider("小周"), by=scanner, at=at(7, day=10), give_anyway=True)

    cut_hand_outs(now=DAY_AFTER)

    told = AuditEntry.objects.filter(action="benefits.redeem_pass").order_by("at")
    assert list(told.values_list("actor", flat=True)) == ["passes.scanner", f"passes.scanner:{scanner.pk}"]


def test_statuses_stay_as_they_were(station):
    rider = a_rider()
    redeem(station, rider)
    redeem(station, rider, at=at(7, 30), give_anyway=True, reason="hungry")
    before = list(Redemption.objects.order_by("pk").values_list("status", "changed_at"))

    cut_hand_outs(now=at(4) + timedelta(days=400))

    assert list(Redemption.objects.order_by("pk").values_list("status", "changed_at")) == before


def test_cutting_again_changes_nothing(station):
    redeem(station, a_rider())
    cut_hand_outs(now=DAY_AFTER)
    entries = AuditEntry.objects.count()

    assert cut_hand_outs(now=DAY_AFTER) == 0
    assert AuditEntry.objects.count() == entries


def test_a_phone_that_asks_again_is_still_answered(station):
    scanner = a_scanner_at(station)
    hand_out = a_hand_out(station, a_code_of(a_rider()))
    first = redeem_pass(hand_out=hand_out, actor=scanner, now=at(7))
    cut_hand_outs(now=at(4) + timedelta(days=100))

    again = redeem_pass(hand_out=hand_out, actor=scanner, now=at(4) + timedelta(days=100))

    assert (again.outcome, again.at) == (first.outcome, first.at)


def test_a_record_that_came_late_is_left_alone_for_a_week(station):
    redeem(station, a_rider())
    Redemption.objects.update(received_at=DAY_AFTER - timedelta(days=1))

    assert cut_hand_outs(now=DAY_AFTER) == 0
    assert cut_hand_outs(now=DAY_AFTER + timedelta(days=6)) == 0
    assert cut_hand_outs(now=DAY_AFTER + timedelta(days=7)) == 1
