"""Two minutes a day: what is due, what broke, what runs out, who comes next."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from nuanfeng.kernel import clock
from nuanfeng.kernel.errors import Refused
from nuanfeng.kernel.ids import new_id
from nuanfeng.modules.stations.models import DutyDone, DutyTurn, HandOverNote, Supply
from nuanfeng.modules.stations.queries import (
    StationFilter,
    personal_record_of,
    public_stations,
    station_details,
)
from nuanfeng.modules.stations.queries.upkeep import upkeep_of
from nuanfeng.modules.stations.rules import upkeep as rules
from nuanfeng.modules.stations.tests.builders import NOON, a_master_of, a_person, a_station, a_volunteer_at
from nuanfeng.modules.stations.usecases import (
    add_supply,
    do_duty,
    end_supply,
    forget_person,
    leave_note,
    mark_facility,
    plan_turn,
    read_note,
    replace_supply,
    tap_opening,
)

TODAY = date(2026, 10, 8)


def test_what_is_overdue_comes_first_then_by_rank_and_never_more_than_eight():
    rounds = [rules.Round(f"daily-{place}", 1, place, TODAY - timedelta(days=1)) for place in range(9)]
    overdue = rules.Round("extinguisher", 30, 99, TODAY - timedelta(days=31))
    done = rules.Round("done", 1, 0, TODAY)

    due = rules.duties_due([*rounds, overdue, done], today=TODAY)

    assert [each.code for each in due] == ["extinguisher", *(f"daily-{place}" for place in range(7))]


@pytest.mark.parametrize(("days", "is_due"), [(6, False), (7, True)])
def test_a_weekly_duty_is_due_after_a_week_and_not_a_day_before(days, is_due):
    rounds = [rules.Round("medicine", 7, 1, TODAY - timedelta(days=days))]
    assert bool(rules.duties_due(rounds, today=TODAY)) is is_due


@pytest.mark.parametrize(("days", "is_gone"), [(-1, True), (0, False), (1, False)])
def test_a_box_with_nothing_but_what_is_out_of_date_is_gone_the_day_after_its_last_day(days, is_gone):
    shelf = [
        rules.Shelved(1, TODAY + timedelta(days=days)),
        rules.Shelved(1, TODAY - timedelta(days=5)),
    ]
    assert (rules.facilities_gone_stale(shelf, today=TODAY) == {1}) is is_gone


def test_the_more_people_stand_before_a_shut_door_the_sooner_it_is_helped():
    fine = rules.Needs()
    assert rules.help_score(fine) == 0
    assert rules.help_score(rules.Needs(closed=2)) > rules.help_score(rules.Needs(down=1, expired=1))
    assert rules.help_score(rules.Needs(untapped_days=None)) > 0


def a_place_with_people():
    station = a_station(facilities=["hot_water", "medicine", "charging"])
    return station, a_master_of(station)


@pytest.mark.django_db
def test_a_tick_is_made_once_and_the_duty_comes_back_when_it_is_due_again():
    station, master = a_place_with_people()
    assert "hot_water" in [duty.code for duty in upkeep_of(station.pk, now=NOON).duties]

    for _tap in range(2):
        do_duty(station_id=station.pk, duty="hot_water", actor=master, now=NOON)

    assert DutyDone.objects.count() == 1
    assert "hot_water" not in [duty.code for duty in upkeep_of(station.pk, now=NOON).duties]
    tomorrow = NOON + timedelta(days=1)
    assert "hot_water" in [duty.code for duty in upkeep_of(station.pk, now=tomorrow).duties]


@pytest.mark.django_db
def test_a_kettle_found_broken_is_out_of_order_for_everybody_until_it_is_put_right():
    station, master = a_place_with_people()

    do_duty(station_id=station.pk, duty="hot_water", problem="broken", actor=master, now=NOON)

    [down] = upkeep_of(station.pk, now=NOON).down
    assert (down.facility_type.code, down.state, down.state_since) == ("hot_water", "broken", NOON)
    assert not public_stations(StationFilter(facilities=["hot_water"]), now=NOON).total
    assert mark_facility(station_id=station.pk, facility="hot_water", state="working", actor=master, now=NOON)
    assert not mark_facility(
        station_id=station.pk, facility="hot_water", state="working", actor=master, now=NOON
    )
    assert public_stations(StationFilter(facilities=["hot_water"]), now=NOON).total == 1


@pytest.mark.django_db
def test_nobody_from_elsewhere_ticks_marks_shelves_plans_or_leaves_notes():
    station, master = a_place_with_people()
    known = {"station_id": station.pk, "actor": a_person("路人"), "now": NOON}
    later = NOON + timedelta(hours=4)
    attempts = [
        lambda: do_duty(duty="hot_water", **known),
        lambda: mark_facility(facility="hot_water", state="broken", **known),
        lambda: add_supply(kind="consumable", name="纸杯", **known),
        lambda: end_supply(supply_id=1, because="used_up", **known),
        lambda: plan_turn(person_id=master.pk, starts_at=NOON, ends_at=later, **known),
        lambda: leave_note(id=new_id(), text="水壶在漏", **known),
        lambda: read_note(note_id=new_id(), **known),
    ]
    for attempt in attempts:
        with pytest.raises(Refused):
            attempt()


@pytest.mark.django_db
def test_medicine_that_is_out_of_date_leaves_the_public_page_by_itself_and_a_new_one_brings_it_back():
    station, master = a_place_with_people()
    plasters = add_supply(
        station_id=station.pk, kind="medicine", name="创可贴", expires_on=TODAY, actor=master, now=NOON
    )
    tomorrow = NOON + timedelta(days=1)
    wanted = StationFilter(facilities=["medicine"])
    assert _shows_medicine(station, NOON)
    assert public_stations(wanted, now=NOON).total == 1
    assert not _shows_medicine(station, tomorrow)
    assert not public_stations(wanted, now=tomorrow).total

    replace_supply(
        station_id=station.pk,
        supply_id=plasters.pk,
        expires_on=TODAY + timedelta(days=400),
        actor=master,
        now=tomorrow,
    )

    assert _shows_medicine(station, tomorrow)
    assert Supply.objects.get(pk=plasters.pk).ended_because == "expired"


def _shows_medicine(station, now):
    details = station_details(station.pk, now=now)
    [card] = public_stations(StationFilter(), now=now).cards
    on_page = "medicine" in [held.facility_type.code for held in details.held]
    assert on_page == ("medicine" in [held.code for held in card.facilities])
    return on_page


@pytest.mark.django_db
def test_the_last_one_used_up_leaves_the_box_empty_until_something_stands_there_again():
    station, master = a_place_with_people()
    known = {"station_id": station.pk, "actor": master, "now": NOON}
    until = TODAY + timedelta(days=10)
    held = add_supply(kind="medicine", name="碘伏", expires_on=until, **known)
    assert [line.supply for line in upkeep_of(station.pk, now=NOON).running_out] == [held]

    for _tap in range(2):
        end_supply(supply_id=held.pk, because="used_up", **known)

    assert station.facilities.get(facility_type__code="medicine").state == "empty"
    add_supply(kind="medicine", name="碘伏", expires_on=until, **known)
    assert station.facilities.get(facility_type__code="medicine").state == "working"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "food", "name": "面包"},
        {"kind": "medicine", "name": "创可贴"},
        {"kind": "consumable", "name": " "},
        {"kind": "consumable", "name": "纸杯", "expires_on": TODAY - timedelta(days=1)},
    ],
)
def test_what_cannot_stand_on_a_shelf_is_refused(wrong):
    station, master = a_place_with_people()
    with pytest.raises(Refused):
        add_supply(station_id=station.pk, actor=master, now=NOON, **wrong)


@pytest.mark.django_db
def test_a_turn_and_a_word_wait_for_whoever_comes_next_and_go_with_the_person():
    station, master = a_place_with_people()
    helper = a_volunteer_at(station)
    begins = NOON + timedelta(hours=3)
    known = {"station_id": station.pk, "actor": master, "now": NOON}
    for _time in range(2):
        plan_turn(person_id=helper.pk, starts_at=begins, ends_at=begins + timedelta(hours=4), **known)
    note = leave_note(id=new_id(), text="水壶在漏", **known)

    upkeep = upkeep_of(station.pk, now=NOON)
    assert upkeep.turn.person == helper
    assert list(upkeep.notes) == [note]
    read_note(station_id=station.pk, note_id=note.pk, actor=helper, now=begins)
    assert not upkeep_of(station.pk, now=begins).notes

    forget_person(person=helper, now=begins)
    forget_person(person=master, now=begins)
    assert not DutyTurn.objects.exists()
    assert not HandOverNote.objects.exists()


@pytest.mark.django_db
def test_a_note_says_something_and_a_turn_belongs_to_the_people_here():
    station, master = a_place_with_people()
    known = {"station_id": station.pk, "actor": master, "now": NOON}
    for text in (" ", "长" * 301):
        with pytest.raises(Refused):
            leave_note(id=new_id(), text=text, **known)
    with pytest.raises(Refused):
        plan_turn(person_id=a_person("路人").pk, starts_at=NOON, ends_at=NOON + timedelta(hours=1), **known)
    with pytest.raises(Refused):
        plan_turn(person_id=master.pk, starts_at=NOON, ends_at=NOON, **known)


@pytest.mark.django_db
def test_the_page_says_that_nothing_is_left_only_when_nothing_is():
    station, master = a_place_with_people()
    browser, now = Client(), clock.now()
    browser.force_login(master)
    page = reverse("portal:station_work")
    assert "今天没别的事了" not in browser.get(page).content.decode()

    tap_opening(id=new_id(), station_id=station.pk, is_open=True, actor=master, now=now)
    for duty in upkeep_of(station.pk, now=now).duties:
        browser.post(reverse("stations:upkeep", args=[station.pk]), {"tap": f"fine:{duty.code}"})

    assert upkeep_of(station.pk, now=clock.now()).is_done
    assert "今天没别的事了" in browser.get(page).content.decode()


@pytest.mark.django_db
def test_the_shelf_and_the_plan_are_filled_in_on_their_pages():
    station, master = a_place_with_people()
    browser = Client()
    browser.force_login(master)
    shelf, plan = (reverse(f"stations:{name}", args=[station.pk]) for name in ("supplies", "turns"))
    far = clock.now() + timedelta(days=400)

    wrong = browser.post(shelf, {"kind": "medicine", "name": "创可贴", "expires_on": "2026-99-99"})
    assert wrong.status_code == 409
    browser.post(shelf, {"kind": "medicine", "name": "创可贴", "expires_on": f"{far:%Y-%m-%d}"})
    assert "创可贴" in browser.get(shelf).content.decode()
    sent = {
        "person": master.pk,
        "starts_at": f"{far:%Y-%m-%dT%H:%M}",
        "ends_at": f"{far + timedelta(hours=2):%Y-%m-%dT%H:%M}",
    }
    browser.post(plan, sent)
    assert DutyTurn.objects.count() == 1
    assert browser.post(plan, {"person": "x"}).status_code == 409
    stranger = Client()
    stranger.force_login(a_person("路人"))
    assert stranger.get(shelf).status_code == 403


@pytest.mark.django_db
def test_a_persons_record_lists_what_they_did_at_a_station():
    station = a_station("开元驿站")
    master = a_master_of(station)
    tap_opening(id=new_id(), station_id=station.pk, is_open=True, actor=master, now=NOON)
    leave_note(id=new_id(), station_id=station.pk, text="壶盖松了", actor=master, now=NOON)
    begins = NOON + timedelta(hours=2)
    plan_turn(
        station_id=station.pk, person_id=master.pk, starts_at=begins, ends_at=begins + timedelta(hours=2),
        actor=master, now=NOON,
    )  # fmt: skip
    record = personal_record_of(master)
    assert [len(record[part]) for part in ("taps", "notes", "turns")] == [1, 1, 1]
    assert record["notes"][0]["text"] == "壶盖松了"
    forget_person(person=master, now=NOON + timedelta(minutes=1))
    assert [personal_record_of(master)[part] for part in ("notes", "turns", "ticks")] == [[], [], []]
