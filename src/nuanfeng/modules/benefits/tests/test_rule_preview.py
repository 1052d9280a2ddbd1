"""What a rule would have meant for last month: numbers from what was handed out, before anybody saves it."""

import pytest
from django.test import Client

from nuanfeng.modules.benefits.models import Programme, ProgrammeRule
from nuanfeng.modules.benefits.queries import preview as preview_query
from nuanfeng.modules.benefits.queries.preview import rule_preview
from nuanfeng.modules.benefits.rules.periods import FROM_THE_BEGINNING, Rule
from nuanfeng.modules.benefits.tests.builders import (
    a_county_clerk,
    a_guest_meal,
    a_programme,
    a_rider,
    a_scanner_at,
    a_station_with_breakfast,
    a_volunteer_at,
    at,
    redeem,
)
from nuanfeng.modules.benefits.usecases import void_redemption
from nuanfeng.modules.people.tests.builders import signed_in
from nuanfeng.modules.people.usecases import change_profile

pytestmark = pytest.mark.django_db
IN_NOVEMBER = at(12, day=31).replace(month=11, day=2)


@pytest.fixture
def october() -> Programme:
    """A rider on three days of two weeks, a driver on one, a guest, an extra, and a mis-scan."""
    station = a_station_with_breakfast()
    scanner, volunteer = a_scanner_at(station), a_volunteer_at(station)
    rider = change_profile(person=a_rider(), nickname="小李", kind_of_work="rider", now=at(5))
    driver = change_profile(person=a_rider(), nickname="老王", kind_of_work="truck_driver", now=at(5))
    for day in (6, 8, 14):
        redeem(station, rider, by=scanner, at=at(7, day=day))
    redeem(station, rider, by=scanner, at=at(7, 30, day=14), give_anyway=True)
    redeem(station, driver, by=scanner, at=at(7, day=8))
    a_guest_meal(station, by=scanner, at=at(7, day=8))
    wrong = redeem(station, driver, by=volunteer, at=at(7, day=20))
    void_redemption(redemption_id=wrong.id, actor=volunteer, now=at(7, 0, 20, day=20))
    return Programme.objects.get()


def seen(programme: Programme, period: str, *kinds: str) -> tuple[int, ...]:
    """Green, amber for a second one and for how many people, amber for others and for how many people."""
    rule = Rule(FROM_THE_BEGINNING, period, kinds)
    said = rule_preview(programme=programme, rule=rule, now=IN_NOVEMBER)
    assert said.handed_out == said.counted + said.already + said.other_work + said.unnamed
    return said.counted, said.already, said.already_people, said.other_work, said.other_work_people


def test_as_it_was_the_preview_says_what_was(october):
    said = rule_preview(programme=october, rule=Rule(FROM_THE_BEGINNING, "day"), now=IN_NOVEMBER)
    assert (said.first.isoformat(), said.last.isoformat()) == ("2026-10-01", "2026-10-31")
    assert (said.handed_out, said.counted_then, said.unnamed) == (6, 4, 1)
    assert seen(october, "day") == (4, 1, 1, 0, 0)


def test_once_a_week_a_month_or_once_asks_more_often(october):
    assert seen(october, "week") == (3, 2, 1, 0, 0)
    for period in ("month", "year", "once"):
        assert seen(october, period) == (2, 3, 1, 0, 0)


def test_meant_for_drivers_asks_about_the_rider_only(october):
    assert seen(october, "day", "truck_driver") == (1, 0, 0, 4, 1)


def test_the_next_month_knows_nothing_of_october(october):
    said = rule_preview(
        programme=october, rule=Rule(FROM_THE_BEGINNING, "day"), now=IN_NOVEMBER.replace(month=12)
    )
    assert said.handed_out == 0


def test_the_control_a_preview_that_forgets_the_weeks_says_something_else(october, monkeypatch):
    monkeypatch.setattr(preview_query, "period_start", lambda _rules, day: day)
    assert seen(october, "week") != (3, 2, 1, 0, 0)


# The page.


@pytest.fixture
def desk(october, monkeypatch) -> Client:
    client = signed_in(a_county_clerk(), with_second_factor=True)
    monkeypatch.setattr("nuanfeng.kernel.clock.now", lambda: IN_NOVEMBER)
    return client


RULE = "/office/programmes/breakfast/rule/"


def test_looking_changes_nothing_and_names_nobody(desk):
    page = desk.post(RULE, {"step": "preview", "period": "week", "kinds_of_work": []}).content.decode()
    assert "2026-10-01" in page
    assert page.count("<meter") == 5
    assert "小李" not in page
    assert ProgrammeRule.objects.count() == 1


def test_saved_it_begins_with_the_next_period_and_is_taken_back_by_a_button(desk):
    answer = desk.post(RULE, {"step": "save", "period": "week", "kinds_of_work": ["rider"]}, follow=True)
    page = answer.content.decode()
    assert "从 2026-11-03 起：一周一次 · " in page
    assert [str(rule.starts_on) for rule in ProgrammeRule.objects.all()] == ["2000-01-01", "2026-11-03"]

    desk.post(RULE, {"step": "withdraw"})
    assert ProgrammeRule.objects.count() == 1


def test_a_day_that_cannot_be_is_said_with_the_one_that_can(desk):
    sent = {"step": "save", "period": "week", "kinds_of_work": [], "starts_on": "2026-11-02"}
    answer = desk.post(RULE, sent)
    assert answer.status_code == 409
    assert "2026-11-03" in answer.content.decode()
    assert desk.post(RULE, {**sent, "period": "never"}).status_code == 422


def test_before_anything_was_handed_out_there_is_nothing_to_compare_with(monkeypatch):
    a_programme()
    client = signed_in(a_county_clerk(), with_second_factor=True)
    page = client.post(RULE, {"step": "preview", "period": "week"}).content.decode()
    assert "<meter" not in page
