"""What people find at a door, what its people say, and what the next one reads."""

from datetime import timedelta

import pytest
from django.utils import translation

from nuanfeng.kernel.callers import Caller
from nuanfeng.kernel.errors import Refused
from nuanfeng.kernel.ids import new_id
from nuanfeng.kernel.models import Event
from nuanfeng.modules.stations import usecases
from nuanfeng.modules.stations.invariants import doors_that_say_other_than_their_reports
from nuanfeng.modules.stations.models import DoorEvidence, DoorReport, FacilityType, Visit
from nuanfeng.modules.stations.queries import StationFilter, opening_of, public_stations, station_details
from nuanfeng.modules.stations.tests.builders import (
    NOON,
    a_master_of,
    a_person,
    a_station,
    a_volunteer_at,
)

pytestmark = pytest.mark.django_db

PHONES = [Caller(f"sender{number:010d}", f"address{number:09d}") for number in range(1000)]


def at(**later):
    return NOON + timedelta(**later)


def report(station, kind="locked", *, phone=0, now=NOON, facility="", id=None):
    return usecases.report_door(
        id=id or new_id(),
        station_id=station.pk,
        kind=kind,
        facility=facility,
        caller=PHONES[phone],
        now=now,
    )


def tap(station, master, *, is_open=True, now=NOON, note="", id=None):
    return usecases.tap_opening(
        id=id or new_id(), station_id=station.pk, is_open=is_open, actor=master, now=now, note=note
    )


def visit(station, *, phone=0, now=NOON, id=None):
    return usecases.count_visit(id=id or new_id(), station_id=station.pk, caller=PHONES[phone], now=now)


def door(station, now=NOON):
    return opening_of(station, now=now).door


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def station():
    return a_station(facilities={"water": "", "medicine": ""})


def test_the_master_opens_and_everybody_reads_that_it_is_open(station):
    tap(station, a_master_of(station))
    known = door(station, at(minutes=12))
    assert (known.word, known.ground) == ("open", "the station opened it 12 minutes ago")


def test_a_volunteer_of_the_station_may_open_and_nobody_else(station):
    tap(station, a_volunteer_at(station))
    with pytest.raises(Refused):
        tap(station, a_person())


def test_the_same_tap_sent_twice_is_one(station):
    master, number = a_master_of(station), new_id()
    first = tap(station, master, id=number)
    assert tap(station, master, id=number, now=at(minutes=5)).at == first.at
    assert DoorEvidence.objects.get().said_open_at == NOON


def test_shut_today_is_read_by_everybody_and_leaves_the_open_list(station):
    tap(station, a_master_of(station), is_open=False, note="停电")
    view = opening_of(station, now=at(minutes=1))
    assert (view.word, view.sentence, view.door.word) == ("closed", "Shut today", "closed")
    listed = public_stations(StationFilter(open_now=True), now=at(minutes=1))
    assert (listed.total, listed.open_total) == (0, 0)


def test_a_station_that_opens_at_night_is_on_the_open_list(station):
    night = NOON.replace(hour=23)
    assert public_stations(StationFilter(open_now=True), now=night).total == 0
    tap(station, a_master_of(station), now=night)
    listed = public_stations(StationFilter(open_now=True), now=night + timedelta(minutes=5))
    assert [card.opening.word for card in listed.cards] == ["open"]
    assert listed.cards[0].opening.sentence == "Open outside its usual hours"


def test_one_who_stands_before_a_locked_door_makes_it_unsure(station):
    report(station)
    known = door(station, at(minutes=20))
    assert (known.word, known.ground) == ("unsure", "one person found it locked 20 minutes ago")


def test_two_who_do_change_the_list_and_tell_the_people_there(station):
    report(station, phone=1)
    second = report(station, phone=2, now=at(minutes=30))
    assert second.state == "believed"
    view = opening_of(station, now=at(minutes=31))
    assert (view.word, view.door.state.because) == ("unknown", "locked")
    assert public_stations(StationFilter(open_now=True), now=at(minutes=31)).total == 0
    assert Event.objects.filter(name="stations.door_report_believed").count() == 1
    assert set(DoorReport.objects.values_list("state", flat=True)) == {"believed"}


def test_the_same_person_twice_is_one_report(station):
    report(station)
    assert report(station, now=at(minutes=10)) is None
    assert DoorReport.objects.count() == 1


def test_two_people_an_hour_and_a_minute_apart_are_not_believed_together(station):
    report(station, phone=1)
    report(station, phone=2, now=at(minutes=61))
    assert set(DoorReport.objects.values_list("state", flat=True)) == {"heard"}


def test_the_same_form_sent_twice_is_one_report(station):
    number = new_id()
    assert report(station, id=number).pk == report(station, id=number, now=at(seconds=3)).pk


def test_a_thousand_reports_from_one_address_keep_three_rows_and_refuse_nobody(station):
    for number in range(1000):
        caller = Caller(f"sender{number:010d}", "the same address")
        usecases.report_door(id=new_id(), station_id=station.pk, kind="full", caller=caller, now=NOON)
    assert DoorReport.objects.count() == 3


def test_a_report_stays_until_somebody_was_there(station):
    report(station, phone=1)
    report(station, phone=2)
    assert door(station, at(hours=3)).state.because == "locked"
    visit(station, phone=3, now=at(hours=3))
    assert door(station, at(hours=3)).word == "open"
    assert set(DoorReport.objects.values_list("state", "settled_by")) == {("settled", "visit")}


def test_the_masters_tap_answers_what_people_said(station):
    report(station, phone=1)
    report(station, phone=2)
    tap(station, a_master_of(station), now=at(minutes=2))
    assert door(station, at(minutes=2)).word == "open"
    assert not DoorReport.objects.exclude(state="settled").exists()


def test_a_hand_out_after_the_reports_answers_them_and_one_before_does_not(station):
    report(station, phone=1, now=at(minutes=10))
    report(station, phone=2, now=at(minutes=20))
    usecases.note_activity(served_at={station.pk: at(minutes=5)}, now=at(minutes=21))
    assert door(station, at(minutes=21)).state.because == "locked"
    usecases.note_activity(served_at={station.pk: at(minutes=22)}, now=at(minutes=23))
    assert door(station, at(minutes=23)).ground == "somebody was served here 1 minute ago"


def test_signs_of_life_that_arrive_late_never_move_it_backwards(station):
    visit(station, now=at(minutes=10))
    usecases.note_activity(served_at={station.pk: at(minutes=5)}, now=at(minutes=11))
    assert DoorEvidence.objects.get().active_at == at(minutes=10)


def test_two_who_find_no_water_take_it_off_the_list_until_it_is_mended(station):
    assert report(station, "no_water", phone=1).state == "heard"
    assert [card.facilities for card in public_stations(StationFilter(facilities=["water"]), now=NOON).cards]
    report(station, "no_water", phone=2, now=at(minutes=9))
    assert public_stations(StationFilter(facilities=["water"]), now=at(minutes=9)).total == 0
    [water] = [one for one in station_details(station.pk, now=at(minutes=9)).held if one.state != "working"]
    assert (water.facility_type.code, water.state, water.state_since) == ("water", "empty", at(minutes=9))
    settled = usecases.settle_report(
        station_id=station.pk, kind="no_water", by="fix", actor=a_master_of(station), now=at(hours=1)
    )
    assert settled == 2
    assert public_stations(StationFilter(facilities=["water"]), now=at(hours=1)).total == 1


def test_something_that_is_broken_is_named_and_something_it_never_had_is_not(station):
    report(station, "expired", facility="medicine", phone=1)
    report(station, "expired", facility="medicine", phone=2)
    [down] = [one for one in station_details(station.pk, now=NOON).held if one.state != "working"]
    assert down.facility_type == FacilityType.objects.get(code="medicine")
    with pytest.raises(Refused) as no:
        report(station, "broken", facility="shower")
    assert no.value.refusal.code == "report_thing_unknown"


@pytest.mark.parametrize("kind", ["dirty", "broken", ""])
def test_a_word_that_is_not_on_the_buttons_is_refused(station, kind):
    with pytest.raises(Refused) as no:
        report(station, kind)
    assert no.value.refusal.code == "report_kind_unknown"


def test_only_the_people_there_and_the_county_settle_a_report(station):
    report(station)
    with pytest.raises(Refused):
        usecases.settle_report(station_id=station.pk, kind="locked", by="mistake", actor=a_person(), now=NOON)
    assert DoorReport.objects.get().state == "heard"


def test_a_visit_by_the_poster_counts_once_in_half_an_hour(station):
    assert visit(station)
    assert visit(station, now=at(minutes=29)) is None
    assert visit(station, now=at(minutes=31))
    assert Visit.objects.count() == 2


def test_a_poster_that_was_photographed_and_shared_counts_sixty_an_hour(station):
    for number in range(70):
        visit(station, phone=number)
    assert Visit.objects.count() == 60


def test_a_poster_tapped_at_a_closed_door_is_counted_and_is_no_evidence(station):
    night = NOON.replace(hour=23)
    assert visit(station, now=night)
    assert door(station, night).word == "closed"
    assert DoorEvidence.objects.get().active_at is None


def test_what_tells_two_senders_apart_is_cut_the_day_after(station):
    report(station)
    visit(station)
    assert usecases.forget_callers(now=NOON.replace(hour=23)) == 0
    assert usecases.forget_callers(now=at(days=1)) == 2
    assert set(DoorReport.objects.values_list("sender_digest", flat=True)) == {""}
    assert (DoorReport.objects.count(), Visit.objects.count()) == (1, 1)


def test_a_counter_at_the_door_counts_for_its_own_station_only(station):
    counter, _key = usecases.make_door_counter(
        station_id=station.pk, name="前门", actor=a_master_of(station), now=NOON
    )
    known = {"people": 12, "at": NOON, "actor": counter, "now": at(minutes=1)}
    usecases.count_people(id=new_id(), station_id=station.pk, **known)
    assert door(station, at(minutes=1)).word == "open"
    with pytest.raises(Refused):
        usecases.count_people(id=new_id(), station_id=a_station("别处").pk, **known)
    usecases.revoke_door_counter(counter_id=counter.pk, actor=a_master_of(station), now=NOON)
    counter.refresh_from_db()
    with pytest.raises(Refused):
        usecases.count_people(id=new_id(), station_id=station.pk, **known)


def test_the_same_count_sent_twice_is_one_and_another_under_its_id_is_refused(station):
    master, number = a_master_of(station), new_id()
    known = {"id": number, "station_id": station.pk, "at": NOON, "actor": master, "now": NOON}
    usecases.count_people(people=3, **known)
    usecases.count_people(people=3, **known)
    assert Visit.objects.get().people == 3
    with pytest.raises(Refused) as no:
        usecases.count_people(people=4, **known)
    assert no.value.refusal.code == "other_content"


def test_evidence_that_says_other_than_the_reports_is_found(station):
    report(station)
    assert not list(doors_that_say_other_than_their_reports())
    DoorEvidence.objects.update(heard_locked_at=None)
    assert list(doors_that_say_other_than_their_reports()) == [f"station {station.pk}"]
