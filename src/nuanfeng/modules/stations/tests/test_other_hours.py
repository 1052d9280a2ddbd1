"""Other hours for some days stand above the week, wherever hours are read."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from nuanfeng.kernel.errors import Refused
from nuanfeng.modules.people.tests.builders import signed_in
from nuanfeng.modules.stations import queries
from nuanfeng.modules.stations.models import HoursException
from nuanfeng.modules.stations.rules.exceptions import OtherHours, hours_on, hours_with, refusal_to_except
from nuanfeng.modules.stations.rules.hours import WorkCalendar, open_spans, opening_state
from nuanfeng.modules.stations.tests.builders import (
    NOON,
    a_county_clerk,
    a_master_of,
    a_person,
    a_station,
    a_volunteer_at,
)
from nuanfeng.modules.stations.usecases import add_hours_exception, end_hours_exception

TODAY = NOON.date()
NO_CALENDAR = WorkCalendar()


def at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo("Asia/Shanghai"))


def is_open(hours: str, day: date, hour: int) -> bool | None:
    return opening_state(hours, at(day, hour), NO_CALENDAR).is_open


FEBRUARY = OtherHours(date(2026, 2, 15), date(2026, 2, 19))


@pytest.mark.parametrize(
    "week", ["08:30-20:00", "24/7", "Mo-Su 08:30-20:00; PH off", "Mo-Fr 08:30-20:00, Sa,Su 09:00-18:00"]
)
def test_a_place_rests_on_these_days_and_on_no_other(week):
    hours = hours_with(week, [FEBRUARY])
    assert [is_open(hours, date(2026, 2, day), 12) for day in (14, 15, 19, 20)] == [True, False, False, True]


def test_other_hours_replace_the_weeks_and_do_not_add_to_them():
    hours = hours_with("08:30-20:00", [OtherHours(FEBRUARY.first, FEBRUARY.last, "10:00-12:00,14:00-15:00")])
    assert [is_open(hours, date(2026, 2, 16), hour) for hour in (9, 11, 13, 14, 18)] == [
        False, True, False, True, False,
    ]  # fmt: skip
    assert is_open(hours, date(2026, 2, 20), 18)


def test_other_hours_may_name_days_of_the_week():
    summer = OtherHours(date(2026, 7, 1), date(2026, 8, 31), "Mo-Fr 07:00-22:00")
    hours = hours_with("08:30-20:00", [summer])
    assert is_open(hours, date(2026, 7, 3), 21)
    assert not is_open(hours, date(2026, 7, 4), 12)


def test_where_two_overlap_the_later_holds():
    one_day = OtherHours(date(2026, 2, 17), date(2026, 2, 17), "10:00-12:00")
    assert is_open(hours_with("08:30-20:00", [FEBRUARY, one_day]), date(2026, 2, 17), 11)
    assert not is_open(hours_with("08:30-20:00", [one_day, FEBRUARY]), date(2026, 2, 17), 11)


def test_a_worked_saturday_inside_the_rest_is_rest():
    calendar = WorkCalendar(worked_weekends=(date(2026, 2, 28),))
    rest = OtherHours(date(2026, 2, 27), date(2026, 3, 1))
    week = "Mo-Fr 08:30-17:30"
    assert open_spans(week, date(2026, 2, 28), calendar)
    assert not open_spans(hours_with(week, [rest]), date(2026, 2, 28), calendar)


def test_unknown_hours_stay_unknown_on_the_other_days():
    hours = hours_with("", [FEBRUARY])
    assert [is_open(hours, date(2026, 2, day), 12) for day in (14, 15, 20)] == [None, False, None]
    assert hours_on("", [FEBRUARY], date(2026, 2, 20)) == ""


@pytest.mark.parametrize(
    ("other", "code"),
    [
        (OtherHours(TODAY, TODAY - timedelta(days=1)), "exception_ends_before_it_begins"),
        (OtherHours(TODAY - timedelta(days=2), TODAY - timedelta(days=1)), "exception_is_over"),
        (OtherHours(TODAY, TODAY + timedelta(days=200)), "exception_too_long"),
        (OtherHours(TODAY + timedelta(days=401), TODAY + timedelta(days=401)), "exception_too_far"),
        (OtherHours(TODAY, TODAY, "Jul-Aug 08:00-21:00"), "exception_names_months"),
        (OtherHours(TODAY, TODAY, "看情况"), "hours_not_understood"),
    ],
)
def test_what_cannot_stand_is_refused(other, code):
    refusal = refusal_to_except(other, today=TODAY, running=0)
    assert getattr(refusal, "code", "") == code
    assert refusal_to_except(OtherHours(TODAY, TODAY, "9:00-12:00"), today=TODAY, running=0) is None
    assert refusal_to_except(OtherHours(TODAY, TODAY), today=TODAY, running=30) is not None


def shut(station, first=TODAY, last=TODAY, hours="", reason="", now=NOON, by=None):
    return add_hours_exception(
        station_id=station.pk, first_day=first, last_day=last, hours=hours, reason=reason,
        actor=by or a_county_clerk(), now=now,
    )  # fmt: skip


@pytest.mark.django_db
def test_everything_that_reads_hours_knows_that_it_is_shut_today():
    station, other = a_station(), a_station("隔壁驿站")
    before = queries.stations_open_by_hour(TODAY)
    shut(station, last=TODAY + timedelta(days=1), reason="盘点")
    view, beside = queries.opening_of(station, now=NOON), queries.opening_of(other, now=NOON)
    assert (view.word, beside.word) == ("closed", "open")
    assert view.changes_at == at(TODAY + timedelta(days=2), 8).replace(minute=30)
    found = queries.public_stations(queries.StationFilter(open_now=True), now=NOON)
    assert [card.station.pk for card in found.cards] == [other.pk]
    after = queries.stations_open_by_hour(TODAY)
    assert (before[12], after[12]) == (2, 1)
    assert not any(queries.hours_open_on([station], TODAY)[station.pk] or ())
    assert queries.open_spans_of([station, other], TODAY)[station.pk] == ()
    lines = queries.station_details(station.pk, now=NOON).hours_lines
    assert "盘点" in lines[-1].hours


@pytest.mark.django_db
def test_a_place_that_opens_on_a_day_of_rest_is_among_the_open_ones():
    station = a_station(hours="Mo-Fr 18:00-20:00")
    assert queries.public_stations(queries.StationFilter(open_now=True), now=NOON).total == 0
    shut(station, hours="08:00-20:00")
    assert queries.public_stations(queries.StationFilter(open_now=True), now=NOON).total == 1


@pytest.mark.django_db
def test_the_page_says_those_of_the_next_thirty_days():
    station, clerk = a_station(), a_county_clerk()
    for ahead, reason in ((30, "近"), (31, "远")):
        day = TODAY + timedelta(days=ahead)
        shut(station, day, day, reason=reason, by=clerk)
    assert [line.reason for line in queries.station_details(station.pk, now=NOON).other_hours] == ["近"]


@pytest.mark.django_db
def test_said_again_for_the_same_days_it_replaces_what_was_said():
    station, clerk = a_station(), a_county_clerk()
    shut(station, by=clerk)
    shut(station, hours="08:00-12:00", now=NOON + timedelta(minutes=1), by=clerk)
    shut(station, hours="08:00-12:00", now=NOON + timedelta(minutes=2), by=clerk)
    kept = HoursException.objects.get()
    assert (kept.hours, kept.made_at) == ("08:00-12:00", NOON + timedelta(minutes=1))


@pytest.mark.django_db
def test_taken_off_in_the_middle_the_days_that_are_over_stay_said():
    station, clerk = a_station(), a_county_clerk()
    running = shut(station, last=TODAY + timedelta(days=4), by=clerk)
    later = shut(station, TODAY + timedelta(days=9), TODAY + timedelta(days=9), by=clerk)
    in_two_days = NOON + timedelta(days=2)
    for kept in (running, later, later):
        end_hours_exception(station_id=station.pk, exception_id=kept.pk, actor=clerk, now=in_two_days)
    assert list(HoursException.objects.values_list("first_day", "last_day")) == [
        (TODAY, TODAY + timedelta(days=1))
    ]


@pytest.mark.django_db
def test_only_the_stations_people_and_the_county_say_it():
    station = a_station()
    for person in (a_master_of(station), a_volunteer_at(station), a_county_clerk()):
        shut(station, by=person)
    for person in (a_person(), a_master_of(a_station("隔壁驿站"))):
        with pytest.raises(Refused):
            shut(station, TODAY + timedelta(days=1), TODAY + timedelta(days=1), by=person)


@pytest.mark.django_db
def test_a_volunteer_shuts_today_with_one_tap_and_takes_it_off_with_another():
    station = a_station(hours="24/7")
    browser, page = signed_in(a_volunteer_at(station)), f"/stations/{station.pk}/other-hours/"
    quick = browser.get(page).context["quick"][0]
    sent = {"first_day": quick["first"].isoformat(), "last_day": quick["last"].isoformat()}
    assert browser.post(page, sent).status_code == 302
    assert Client().get(f"/stations/{station.pk}/").context["details"].opening.word == "closed"
    kept = HoursException.objects.get()
    assert browser.post(page, {"step": "end", "exception": kept.pk}).status_code == 302
    assert Client().get(f"/stations/{station.pk}/").context["details"].opening.word == "open"


@pytest.mark.django_db
def test_days_and_hours_are_read_in_plain_words_and_slips_are_answered():
    station = a_station()
    browser, page = signed_in(a_master_of(station)), f"/stations/{station.pk}/other-hours/"
    first = browser.get(page).context["quick"][1]["first"].isoformat()
    assert browser.post(page, {"first_day": first, "hours_typed": "上午9点到12点"}).status_code == 302
    assert HoursException.objects.get().hours == "09:00-12:00"
    assert browser.post(page, {"first_day": first, "hours_typed": "看情况"}).status_code == 422
    assert browser.post(page, {"first_day": first, "last_day": "2020-01-01"}).status_code == 409
    assert signed_in(a_person()).get(page).status_code == 403
