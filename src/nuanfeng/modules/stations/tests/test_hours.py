"""When a place is open: the words of the string, the county's calendar, the sentence at the door."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from nuanfeng.modules.stations.rules.hours import (
    WorkCalendar,
    opening_state,
    opens_by_hour,
    refusal_to_keep_hours,
)
from nuanfeng.modules.stations.rules.hours_sentence import opening_sentence
from nuanfeng.modules.stations.rules.hours_week import rests_on_holidays, week_ahead, week_lines

SHANGHAI = ZoneInfo("Asia/Shanghai")
# The National Day of 2026: 1 to 7 October off, Saturday the 10th and Sunday 20 September worked.
# The 4th is a Sunday, which no list of holidays names.
OCTOBER = WorkCalendar.of(
    {
        **{date(2026, 10, day): "holiday" for day in (1, 2, 3, 5, 6, 7)},
        date(2026, 10, 10): "workday",
        date(2026, 9, 20): "workday",
    }
)
OFFICE = "Mo-Fr 08:30-17:30; PH off"


def at(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


def says(hours: str, text: str, calendar: WorkCalendar = OCTOBER) -> str:
    moment = at(text)
    sentence = opening_sentence(opening_state(hours, moment, calendar), moment)
    return sentence.msgid % sentence.params


@pytest.mark.parametrize(
    ("hours", "moment", "is_open"),
    [
        (OFFICE, "2026-09-30 10:00", True),
        (OFFICE, "2026-10-01 10:00", False),
        (OFFICE, "2026-10-10 10:00", True),  # a worked Saturday
        (OFFICE, "2026-10-17 10:00", False),  # an ordinary one
        (OFFICE, "2026-09-20 17:00", True),  # a worked Sunday
        ("09:00-17:00; Sa-Su off", "2026-10-10 10:00", True),
        ("Mo-Fr 08:30-17:30; Sa 09:00-12:00", "2026-10-10 15:00", False),  # it has hours of its own
        ("Mo-Su 09:00-17:00; PH off", "2026-10-04 10:00", False),  # the Sunday inside the holiday
        ("Mo-Fr,PH 10:00-12:00", "2026-10-03 11:00", True),
        ("Mo-Fr 10:00-12:00, PH 14:00-16:00", "2026-10-01 15:00", True),
        ("PH 10:00-12:00", "2026-10-10 11:00", False),
        ("Jul-Aug PH 10:00-12:00", "2026-10-01 11:00", False),
        ("Mo-Fr 22:00-06:00", "2026-10-11 02:00", True),  # the night after the worked Saturday
        ("24/7", "2026-10-01 03:00", True),
        ('Mo-Fr 08:00-10:00 "ring; PH too"', "2026-10-08 09:00", True),
    ],
)
def test_the_door_is_open_when_the_county_says_it_is_a_working_day(hours, moment, is_open):
    assert opening_state(hours, at(moment), OCTOBER).is_open is is_open


def test_without_the_countys_calendar_the_worked_saturday_would_be_missed():
    assert opening_state(OFFICE, at("2026-10-10 10:00"), WorkCalendar()).is_open is False


@pytest.mark.parametrize("hours", ["", "whenever", "SH off", "PH +1 day off", "easter off", "25:00-26:00"])
def test_hours_that_cannot_be_read_are_unknown_and_never_a_guess(hours):
    assert opening_state(hours, at("2026-10-08 10:00"), OCTOBER).is_open is None


@pytest.mark.parametrize(
    ("hours", "moment", "sentence"),
    [
        ("08:30-20:00", "2026-10-08 10:00", "Closes today at 20:00"),
        ("06:00-20:00", "2026-10-08 21:00", "Opens tomorrow morning at 6:00"),
        ("14:00-20:00", "2026-10-08 21:00", "Opens tomorrow at 14:00"),
        ("06:00-20:00", "2026-10-08 05:00", "Opens today at 6:00"),
        (OFFICE, "2026-10-02 10:00", "Opens Thursday at 8:30"),
        ("Mo 08:30-17:30", "2026-10-12 18:00", "Opens on 2026-10-19 at 8:30"),
        ("24/7", "2026-10-02 10:00", "Open 24 hours"),
        ("18:00-02:00", "2026-10-08 23:00", "Closes at 2:00 in the night"),
        ("18:00-09:00", "2026-10-08 23:00", "Closes tomorrow morning at 9:00"),
        ("08:00-24:00", "2026-10-08 23:00", "Open until midnight"),
        ("Mo-Sa", "2026-10-14 12:00", "Closes Saturday at 24:00"),
        ("Jan-Nov", "2026-10-08 12:00", "Open until 2026-11-30"),
        ("off", "2026-10-08 12:00", "Not open at present"),
        ("", "2026-10-08 12:00", "Ask before you go"),
    ],
)
def test_the_sentence_says_a_time_and_a_day_as_people_do(hours, moment, sentence):
    assert says(hours, moment) == sentence


def test_an_hour_counts_as_open_when_half_of_it_is():
    by_hour = opens_by_hour("08:30-12:00,13:45-17:30", date(2026, 10, 8), OCTOBER)
    assert by_hour is not None
    assert [hour for hour, is_open in enumerate(by_hour) if is_open] == [8, 9, 10, 11, 14, 15, 16, 17]
    assert opens_by_hour("", date(2026, 10, 8), OCTOBER) is None


def test_the_week_is_told_in_lines():
    lines = week_lines("Mo-Fr 08:30-12:00,13:30-17:30; Sa 09:00-12:00; PH off", date(2026, 10, 1))
    assert [(line.first, line.last, line.spans) for line in lines] == [
        (0, 4, (("8:30", "12:00"), ("13:30", "17:30"))),
        (5, 5, (("9:00", "12:00"),)),
        (6, 6, ()),
    ]
    assert week_lines("22:00-02:00", date(2026, 10, 1))[0].spans == (("22:00", "2:00"),)
    assert week_lines("24/7", date(2026, 10, 1))[0].is_whole_day
    assert week_lines("", date(2026, 10, 1)) == []


def test_the_coming_week_knows_the_holiday_and_the_worked_saturday():
    days = week_ahead(OFFICE, date(2026, 10, 7), OCTOBER)
    assert (days[0].spans, days[0].is_holiday) == ((), True)
    assert (days[3].spans, days[3].is_worked_weekend) == ((("8:30", "17:30"),), True)
    assert rests_on_holidays(OFFICE)
    assert not rests_on_holidays("24/7")


def test_hours_are_refused_when_unreadable_or_endless_and_may_be_empty():
    assert refusal_to_keep_hours("") is None
    assert refusal_to_keep_hours(OFFICE) is None
    assert refusal_to_keep_hours("nonsense").code == "hours_not_understood"
    assert refusal_to_keep_hours("08:00-09:00," * 40).code == "hours_too_long"
