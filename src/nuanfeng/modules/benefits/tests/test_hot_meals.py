"""Hot meals: a quota, and what is left goes to those who come late, first to who missed out last time."""

from datetime import datetime, time, timedelta

import pytest
from django.test import Client

from nuanfeng.kernel.errors import Refused
from nuanfeng.kernel.ids import new_id
from nuanfeng.modules.benefits import invariants
from nuanfeng.modules.benefits.models import (
    MealWatch,
    PeriodClaim,
    PickupPoint,
    Programme,
    Redemption,
    Screening,
)
from nuanfeng.modules.benefits.queries import late_lines_for, personal_record_of, todays_meals
from nuanfeng.modules.benefits.queries.day_sheet import proposed_openings
from nuanfeng.modules.benefits.rules.late import late_begins, late_hours
from nuanfeng.modules.benefits.tests.builders import (
    a_code_of,
    a_county_clerk,
    a_guest_meal,
    a_programme,
    a_rider,
    a_scanner_at,
    a_station_with_breakfast,
    at,
    redeem,
)
from nuanfeng.modules.benefits.usecases import (
    add_pickup_point,
    change_item,
    change_programme,
    change_rule,
    check_pass,
    forget_person,
    forget_watches,
    open_stock,
    unwatch_leftovers,
    watch_leftovers,
)
from nuanfeng.modules.people.tests.builders import signed_in

pytestmark = pytest.mark.django_db
YESTERDAY, TODAY = 9, 10
FROM = time(13, 30)


@pytest.fixture(autouse=True)
def every_promise_holds():
    yield
    assert {name: list(check()) for name, check in invariants.PROMISES.items() if list(check())} == {}


@pytest.fixture
def kitchen():
    """Hot meals from eleven; what is left from half past one. Counted yesterday and today."""
    programme = a_programme(name="热餐", serving_hours="11:00-15:00", late_from=FROM)
    station = a_station_with_breakfast(programme=programme, buns=5, milks=None, day=YESTERDAY)
    open_stock(
        station_id=station.pk,
        programme="breakfast",
        portions={"bun": 6},
        actor=a_county_clerk(),
        now=at(10, day=TODAY),
    )
    return station


def asks_to_be_told(person, *, day=YESTERDAY, hour=12):
    """The person taps “tell me”."""
    return watch_leftovers(point_id=PickupPoint.objects.get().pk, person=person, now=at(hour, day=day))


def look(station, person, hour, minute=0):
    """What the scanner shows for the person today."""
    moment = at(hour, minute, day=TODAY)
    return check_pass(
        id=new_id(),
        station_id=station.pk,
        programme="breakfast",
        code=a_code_of(person, at=moment),
        actor=a_scanner_at(station),
        now=moment,
    )


def told(person, hour, minute=0):
    """The person's line, and whether it is worth going."""
    [line] = late_lines_for(person, now=at(hour, minute, day=TODAY))
    return line.sentence, line.is_good


def test_who_missed_out_yesterday_comes_first_for_twenty_minutes_and_then_everybody(kitchen):
    missed, other = a_rider("小李"), a_rider("小王")
    asks_to_be_told(missed)

    assert look(kitchen, other, 13, 29).outcome == "new"
    assert look(kitchen, missed, 13, 31).outcome == "new"
    held = look(kitchen, other, 13, 31)
    assert (held.outcome, held.at) == ("held_back", at(13, 50, day=TODAY))
    assert look(kitchen, other, 13, 50).outcome == "new"


def test_held_back_is_a_question_and_whoever_stands_there_is_given_it_anyway(kitchen):
    missed, other = a_rider("小李"), a_rider("小王")
    asks_to_be_told(missed)
    moment = at(13, 40, day=TODAY)

    assert redeem(kitchen, other, at=moment).outcome == "held_back"
    assert not Redemption.objects.exists()
    assert redeem(kitchen, other, at=moment, give_anyway=True, reason="hungry").outcome == "counted"
    assert a_guest_meal(kitchen, at=moment).outcome == "guest"
    assert (
        Screening.objects.filter(outcome="held_back").count() == 0
    )  # stored by looking, not by handing over
    look(kitchen, a_rider("小陈"), 13, 41)
    assert Screening.objects.get().outcome == "held_back"


def test_where_nobody_missed_out_what_is_left_is_for_all_at_once(kitchen):
    rider = a_rider()
    assert look(kitchen, rider, 13, 30).outcome == "new"


def test_who_was_served_yesterday_did_not_miss_out(kitchen):
    rider, other = a_rider(), a_rider("小王")
    asks_to_be_told(rider)
    redeem(kitchen, rider, at=at(12, day=YESTERDAY))
    assert look(kitchen, other, 13, 31).outcome == "new"


def test_who_asks_only_today_waits_like_everybody(kitchen):
    missed, late = a_rider("小李"), a_rider("小王")
    asks_to_be_told(missed)
    asks_to_be_told(late, day=TODAY, hour=13)
    assert [look(kitchen, person, 13, 35).outcome for person in (missed, late)] == ["new", "held_back"]


def test_once_the_first_have_eaten_nobody_waits_any_more(kitchen):
    missed, other = a_rider("小李"), a_rider("小王")
    asks_to_be_told(missed)
    redeem(kitchen, missed, at=at(13, 32, day=TODAY))
    assert look(kitchen, other, 13, 33).outcome == "new"


def test_a_second_one_is_green_when_it_is_left_over_and_amber_before(kitchen):
    rider = a_rider()
    redeem(kitchen, rider, at=at(11, 30, day=TODAY))

    assert look(kitchen, rider, 13).outcome == "already"
    assert look(kitchen, rider, 13, 30).outcome == "released"
    more = redeem(kitchen, rider, at=at(13, 31, day=TODAY), give_anyway=True)
    assert more.outcome == "extra"
    assert not Screening.objects.filter(outcome="released").exists()


def test_late_in_the_day_nobody_is_asked_what_they_do():
    programme = a_programme(serving_hours="", late_from=FROM, kinds_of_work=["truck_driver"])
    station, rider = a_station_with_breakfast(programme=programme, day=TODAY), a_rider()
    type(rider).objects.filter(pk=rider.pk).update(kind_of_work="rider")
    assert [look(station, rider, 13).outcome, look(station, rider, 14).outcome] == ["other_work", "new"]


def test_at_night_the_hour_after_midnight_belongs_to_the_evening():
    day = at(12, day=9).date()
    assert late_begins(day, time(0, 30), time(3)).day == 10
    assert late_begins(day, time(22), time(3)).day == 9
    hours = late_hours(at(13, 30), {1})
    assert [hours.is_held_back(2, at(13, minute)) for minute in (29, 30, 49, 50)] == [
        False,
        True,
        True,
        False,
    ]


# What people are told.


def test_a_watcher_reads_on_their_own_pages_when_to_come(kitchen, settings):
    missed, late = a_rider("小李"), a_rider("小王")
    asks_to_be_told(missed)
    asks_to_be_told(late, day=TODAY, hour=11)

    assert told(missed, 12) == ("剩下的 13:30 起给来晚的人。", False)
    assert told(missed, 13, 30) == ("还剩 6 份。上次你没赶上，13:50 前先留给你们。", True)
    assert told(late, 13, 30) == ("还剩 6 份。13:50 起谁都可以领。", False)
    assert told(late, 13, 50) == ("还剩 6 份，谁来都可以领。", True)
    for _time in range(6):
        a_guest_meal(kitchen, at=at(13, 55, day=TODAY))
    assert told(missed, 14) == ("今天没有剩的了。你要是没领到，下次你先领。", False)


def test_whoever_did_not_ask_is_told_nothing_and_reads_it_on_the_stations_page(kitchen):
    assert late_lines_for(a_rider(), now=at(13, 40, day=TODAY)) == []
    said = [
        todays_meals([kitchen.pk], now=at(*hour, day=TODAY))[kitchen.pk][0].late_sentence
        for hour in ((12,), (14,))
    ]
    assert said == ["剩下的 13:30 起给来晚的人。", "剩下的谁来都可以领，领过的也可以。"]


def test_everybody_reads_how_often_and_for_whom_and_nothing_where_it_is_as_usual(kitchen):
    programme = Programme.objects.get()
    assert todays_meals([kitchen.pk], now=at(12, day=TODAY))[kitchen.pk][0].rule_sentence == ""
    kinds = ["truck_driver"]
    change_rule(
        programme_id=programme.pk, period="week", kinds_of_work=kinds, actor=a_county_clerk(), now=at(12)
    )
    [meals] = todays_meals([kitchen.pk], now=at(12, day=TODAY))[kitchen.pk]
    assert meals.rule_sentence == "一周一次 · 货车司机"


def test_the_public_page_does_not_say_who_waits(kitchen):
    asks_to_be_told(a_rider("小李"))
    sentence = todays_meals([kitchen.pk], now=at(13, 35, day=TODAY))[kitchen.pk][0].late_sentence
    assert sentence == "剩下的先留给上次没赶上的人，13:50 起谁都可以领。"
    page = Client().get(f"/stations/{kitchen.pk}/leftovers/").content.decode()
    assert "小李" not in page


def test_when_serving_is_over_nobody_is_told_to_come(kitchen):
    rider = a_rider()
    asks_to_be_told(rider)
    assert late_lines_for(rider, now=at(15, 1, day=TODAY)) == []
    assert todays_meals([kitchen.pk], now=at(15, 1, day=TODAY))[kitchen.pk][0].late_sentence == ""


def test_a_station_that_counted_nothing_today_promises_nothing(kitchen):
    rider = a_rider()
    asks_to_be_told(rider)
    assert late_lines_for(rider, now=at(14, day=11)) == []


# Asking, and being forgotten.


def test_asking_twice_is_one_and_stopping_takes_it_away(kitchen):
    rider, point = a_rider(), PickupPoint.objects.get()
    asks_to_be_told(rider)
    asks_to_be_told(rider, day=TODAY)
    watch = MealWatch.objects.get()
    assert (watch.since, watch.asked_again_at) == (at(12, day=YESTERDAY), at(12, day=TODAY))
    assert [unwatch_leftovers(point_id=point.pk, person=rider, now=at(13)) for _time in (1, 2)] == [
        True,
        False,
    ]


def test_a_table_without_late_hours_cannot_be_asked_about():
    point = PickupPoint.objects.get(station=a_station_with_breakfast())
    for number in (point.pk, point.pk + 99):
        with pytest.raises(Refused) as refused:
            watch_leftovers(point_id=number, person=a_rider(), now=at(12))
        assert refused.value.refusal.code == "no_leftovers"


def test_it_is_forgotten_on_the_30th_day_and_known_the_day_before(kitchen):
    rider = a_rider()
    asks_to_be_told(rider)
    asked = at(12, day=YESTERDAY)

    assert forget_watches(now=asked + timedelta(days=30) - timedelta(minutes=1)) == 0
    assert forget_watches(now=asked + timedelta(days=30)) == 1


def test_the_own_record_says_it_and_leaving_takes_it_away(kitchen):
    rider = a_rider()
    asks_to_be_told(rider)
    PeriodClaim.objects.create(person=rider, programme=Programme.objects.get(), period_start=at(3).date())
    record = personal_record_of(rider)
    asked = datetime.fromisoformat(record[-1]["told_what_is_left_since"])
    assert asked == at(12, day=YESTERDAY)

    forget_person(person=rider, now=at(13))
    assert (MealWatch.objects.count(), PeriodClaim.objects.count()) == (0, 0)


# The quota.


def test_the_quota_is_what_the_morning_page_proposes(kitchen):
    clerk, programme = a_county_clerk(), Programme.objects.get()
    change_item(item_id=programme.items.get(code="soy_milk").pk, is_active=False, actor=clerk, now=at(5))
    add_pickup_point(programme_id=programme.pk, station_id=kitchen.pk, actor=clerk, now=at(5), quota=40)

    bun = programme.items.get(code="bun")
    assert proposed_openings(kitchen.pk, programme.pk, at(5, day=11).date()) == {bun.pk: 40}
    add_pickup_point(programme_id=programme.pk, station_id=kitchen.pk, actor=clerk, now=at(5))
    assert proposed_openings(kitchen.pk, programme.pk, at(5, day=11).date()) == {bun.pk: 6}


# The pages.


@pytest.fixture
def afternoon(kitchen, monkeypatch):
    monkeypatch.setattr("nuanfeng.kernel.clock.now", lambda: at(13, 55, day=TODAY))
    return kitchen


def test_one_tap_on_the_stations_page_and_the_pass_says_what_is_left(afternoon):
    rider = a_rider()
    client = signed_in(rider)
    address = f"/stations/{afternoon.pk}/leftovers/"
    assert address in client.get(f"/stations/{afternoon.pk}/").content.decode()

    point = PickupPoint.objects.get().pk
    assert client.post(address, {"point": point, "step": "tell"}).status_code == 302
    for page in ("/pass/", "/me/", "/me/leftovers/"):
        assert "还剩 6 份，谁来都可以领。" in client.get(page).content.decode()
    client.post(address, {"point": point, "step": "stop"})
    assert "还剩" not in client.get("/pass/").content.decode()


@pytest.mark.parametrize(("sent", "status"), [({"point": 999, "step": "tell"}, 409), ({"point": "x"}, 422)])
def test_what_cannot_be_asked_is_said_in_words(afternoon, sent, status):
    assert signed_in(a_rider()).post(f"/stations/{afternoon.pk}/leftovers/", sent).status_code == status


def test_without_a_sign_in_the_tap_leads_there_and_the_lines_are_empty(afternoon):
    address = f"/stations/{afternoon.pk}/leftovers/"
    answer = Client().post(address, {"point": 1, "step": "tell"})
    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/code/?next={address}")
    assert Client().get("/me/leftovers/").content.strip() == b""


def test_the_office_sets_the_hour_and_the_quota(afternoon):
    desk = signed_in(a_county_clerk(), with_second_factor=True)
    desk.post(
        "/office/programmes/breakfast/points/", {"station": [afternoon.pk], f"quota_{afternoon.pk}": "30"}
    )
    assert PickupPoint.objects.get().quota == 30
    sent = {"name": "热餐", "starts_on": "2026-10-01", "late_from": "14:00", "is_active": "on"}
    assert desk.post("/office/programmes/breakfast/", sent).status_code == 302
    assert Programme.objects.get().late_from == time(14)
    change_programme(
        programme_id=Programme.objects.get().pk, late_from=None, actor=a_county_clerk(), now=at(5)
    )
    [meals] = todays_meals([afternoon.pk], now=at(14, day=TODAY))[afternoon.pk]
    assert (meals.late_sentence, meals.has_late_hours) == ("", False)
