"""Once a week, a month, a year: the second is a question, at every station, with and without a network."""

from datetime import date, timedelta

import pytest

from nuanfeng.kernel.errors import Refused
from nuanfeng.kernel.ids import new_id
from nuanfeng.modules.benefits import invariants
from nuanfeng.modules.benefits.models import PeriodClaim, Programme, Redemption
from nuanfeng.modules.benefits.queries import personal_record_of
from nuanfeng.modules.benefits.tests.builders import (
    a_code_of,
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
from nuanfeng.modules.benefits.tests.phones import a_phone_at
from nuanfeng.modules.benefits.usecases import (
    change_programme,
    change_rule,
    check_pass,
    cut_hand_outs,
    fill_periods,
    join_hand_outs,
    open_stock,
    void_redemption,
    withdraw_rule,
)
from nuanfeng.modules.people.usecases import change_profile

pytestmark = pytest.mark.django_db
FRIDAY, SATURDAY, MONDAY = 9, 10, 12


@pytest.fixture(autouse=True)
def every_promise_holds():
    yield
    assert {name: list(check()) for name, check in invariants.PROMISES.items() if list(check())} == {}


def a_table(period: str = "week", **known):
    """A station that hands out something of this rule, counted on each of the days."""
    station = a_station_with_breakfast(programme=a_programme(period=period, **known), day=FRIDAY)
    for day in (SATURDAY, 11, MONDAY):
        open_stock(
            station_id=station.pk,
            programme="breakfast",
            portions={"bun": 100, "soy_milk": 100},
            actor=a_county_clerk(),
            now=at(6, day=day),
        )
    return station


def look(station, person, *, day, by=None):
    """What a scanner shows for the person on a morning."""
    moment = at(7, 30, day=day)
    return check_pass(
        id=new_id(),
        station_id=station.pk,
        programme="breakfast",
        code=a_code_of(person, at=moment),
        actor=by or a_scanner_at(station),
        now=moment,
    )


def statuses(person):
    """The person's hand-outs by time."""
    return list(Redemption.objects.filter(person=person).order_by("at").values_list("status", flat=True))


def test_once_a_week_is_green_on_friday_amber_on_saturday_and_green_on_monday():
    station, rider = a_table("week"), a_rider()

    assert redeem(station, rider, at=at(7, day=FRIDAY)).outcome == "counted"
    saturday = look(station, rider, day=SATURDAY)
    assert (saturday.outcome, saturday.at) == ("already", at(7, day=FRIDAY))
    assert redeem(station, rider, at=at(7, day=SATURDAY)).outcome == "already"
    assert redeem(station, rider, at=at(7, day=MONDAY)).outcome == "counted"


def test_who_is_hungry_on_saturday_is_given_anyway_and_it_is_one_more():
    station, rider = a_table("week"), a_rider()
    redeem(station, rider, at=at(7, day=FRIDAY))

    again = redeem(station, rider, at=at(7, day=SATURDAY), give_anyway=True, reason="hungry")

    assert (again.outcome, statuses(rider)) == ("extra", ["counted", "extra"])


def test_friday_undone_makes_saturdays_the_one_that_counts():
    station, rider = a_table("week"), a_rider()
    volunteer = a_volunteer_at(station)
    first = redeem(station, rider, by=volunteer, at=at(2, 59, 30, day=SATURDAY))
    redeem(station, rider, by=volunteer, at=at(3, 0, 10, day=SATURDAY), give_anyway=True)

    void_redemption(redemption_id=first.id, actor=volunteer, now=at(3, 0, 20, day=SATURDAY))

    assert statuses(rider) == ["void", "counted"]


def test_two_phones_without_a_network_on_two_days_of_a_week_count_one():
    station, rider = a_table("week"), a_rider()
    north, south = a_phone_at(station, name="北"), a_phone_at(station, name="南")
    north.hands_out(a_code_of(rider, at=at(7, day=SATURDAY)), at=at(7, day=SATURDAY))
    south.hands_out(a_code_of(rider, at=at(7, day=FRIDAY)), at=at(7, day=FRIDAY))

    assert north.sends(now=at(9, day=SATURDAY)) == [("counted", "")]
    assert south.sends(now=at(10, day=SATURDAY)) == [("counted", "")]

    assert statuses(rider) == ["counted", "extra"]
    assert (
        list(Redemption.objects.order_by("at").values_list("period_start", flat=True))
        == [date(2026, 10, 5)] * 2
    )


def test_a_day_that_was_reported_stays_when_an_earlier_one_of_the_month_comes_late():
    station, rider = a_table("month"), a_rider()
    phone = a_phone_at(station)
    phone.hands_out(a_code_of(rider, at=at(7, day=FRIDAY)), at=at(7, day=FRIDAY))
    redeem(station, rider, at=at(7, day=SATURDAY))

    assert phone.sends(now=at(9, day=16)) == [("counted", "")]
    assert statuses(rider) == ["counted", "extra"]


def test_a_phone_hears_on_saturday_who_was_served_on_friday():
    station, rider = a_table("week"), a_rider()
    redeem(station, rider, at=at(7, day=FRIDAY))
    phone = a_phone_at(station, since=at(6, day=SATURDAY))

    said = phone.asks(now=at(7, day=SATURDAY))
    assert (said.period_start, said.period_ends) == (date(2026, 10, 5), at(3, day=MONDAY))
    assert len(said.served.served) == 2  # the handle and its number
    monday = phone.asks(now=at(7, day=MONDAY), since=said.served.cursor)
    assert (monday.served.is_whole, monday.served.served) == (True, [])


def test_a_change_waits_for_monday_and_until_then_everything_stays():
    station, rider = a_table("week"), a_rider()
    programme, clerk = Programme.objects.get(), a_county_clerk()

    made = change_rule(
        programme_id=programme.pk, period="day", kinds_of_work=[], actor=clerk, now=at(12, day=FRIDAY)
    )

    assert made.starts_on == date(2026, 10, 12)
    redeem(station, rider, at=at(13, day=FRIDAY))
    assert redeem(station, rider, at=at(7, day=SATURDAY)).outcome == "already"
    assert redeem(station, rider, at=at(7, day=MONDAY)).outcome == "counted"


def test_a_change_that_has_not_begun_is_replaced_and_taken_back_and_one_that_has_is_neither():
    programme, clerk = a_programme(), a_county_clerk()
    said = {"programme_id": programme.pk, "actor": clerk, "kinds_of_work": []}
    change_rule(**said, period="week", now=at(12))
    change_rule(**said, period="month", starts_on=date(2026, 10, 12), now=at(13))
    assert [rule.period for rule in programme.rules.all()] == ["day", "month"]

    assert withdraw_rule(programme_id=programme.pk, actor=clerk, now=at(14)) is True
    assert withdraw_rule(programme_id=programme.pk, actor=clerk, now=at(14)) is False
    change_rule(**said, period="week", now=at(15))
    assert withdraw_rule(programme_id=programme.pk, actor=clerk, now=at(8, day=SATURDAY)) is False
    assert [rule.period for rule in programme.rules.all()] == ["day", "week"]


def test_before_the_first_day_the_rule_itself_is_changed():
    programme, clerk = a_programme(), a_county_clerk()
    change_programme(programme_id=programme.pk, starts_on=date(2026, 11, 1), actor=clerk, now=at(8))

    change_rule(programme_id=programme.pk, period="month", kinds_of_work=["rider"], actor=clerk, now=at(9))

    assert [(rule.period, rule.kinds_of_work) for rule in programme.rules.all()] == [("month", "rider")]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"period": "fortnight"}, "period_unknown"),
        ({"kinds_of_work": ["member"]}, "work_unknown"),
        ({"period": "once"}, "once_needs_an_end"),
        ({"starts_on": date(2026, 10, 9)}, "rule_begins_with_a_period"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_and_nothing_changes(wrong, code):
    programme = a_programme()
    said = {"period": "week", "kinds_of_work": [], "programme_id": programme.pk, **wrong}
    with pytest.raises(Refused) as refused:
        change_rule(**said, actor=a_county_clerk(), now=at(12))
    assert (refused.value.refusal.code, programme.rules.count()) == (code, 1)


def test_what_is_given_once_keeps_its_end_and_its_rule():
    programme, clerk = a_programme(period="once", ends_on=date(2026, 12, 31)), a_county_clerk()
    with pytest.raises(Refused) as endless:
        change_programme(programme_id=programme.pk, ends_on=None, actor=clerk, now=at(12))
    with pytest.raises(Refused) as other:
        change_rule(programme_id=programme.pk, period="day", kinds_of_work=[], actor=clerk, now=at(12))
    codes = endless.value.refusal.code, other.value.refusal.code
    assert codes == ("once_needs_an_end", "rule_stays")


def test_only_county_staff_change_a_rule():
    programme, station = a_programme(), a_station_with_breakfast()
    for nobody in (a_rider(), a_volunteer_at(station)):
        with pytest.raises(Refused):
            change_rule(programme_id=programme.pk, period="week", kinds_of_work=[], actor=nobody, now=at(9))
        with pytest.raises(Refused):
            withdraw_rule(programme_id=programme.pk, actor=nobody, now=at(9))


# Whom it is meant for.


def a_person_who(work: str):
    """A person who has said what they do."""
    return change_profile(person=a_rider(), nickname="小陈", kind_of_work=work, now=at(5))


def test_meant_for_truck_drivers_asks_about_a_rider_and_feeds_whoever_said_nothing():
    station = a_table("day", kinds_of_work=["truck_driver"])
    driver, rider, nobody_knows = a_person_who("truck_driver"), a_person_who("rider"), a_person_who("")

    outcomes = [look(station, person, day=FRIDAY).outcome for person in (driver, rider, nobody_knows)]
    assert outcomes == ["new", "other_work", "new"]
    assert redeem(station, driver).outcome == "counted"
    assert redeem(station, nobody_knows).outcome == "counted"


def test_a_rider_is_given_it_anyway_and_that_is_their_one():
    station, rider = a_table("day", kinds_of_work=["truck_driver"]), a_person_who("rider")

    assert redeem(station, rider).outcome == "other_work"
    assert not Redemption.objects.exists()
    assert redeem(station, rider, give_anyway=True, reason="on_the_table").outcome == "counted"
    assert look(station, rider, day=FRIDAY).outcome == "already"


def test_without_a_network_nobody_is_asked_what_they_do():
    station, rider = a_table("day", kinds_of_work=["truck_driver"]), a_person_who("rider")
    phone = a_phone_at(station)
    phone.hands_out(a_code_of(rider, at=at(7)), at=at(7))
    assert phone.sends() == [("counted", "")]


def test_a_guest_is_never_asked():
    station = a_table("week", kinds_of_work=["truck_driver"])
    assert [a_guest_meal(station).outcome for _time in range(2)] == ["guest", "guest"]


# Longer than a hand-out knows its person.

LATER = at(4) + timedelta(days=100)


def test_what_is_given_once_is_known_after_a_hundred_days_though_the_hand_out_has_forgotten():
    station, rider = a_table("once", ends_on=date(2027, 12, 31)), a_rider()
    redeem(station, rider, at=at(7, day=FRIDAY))
    for days in (31, 100):
        cut_hand_outs(now=at(4, day=FRIDAY) + timedelta(days=days))
    assert Redemption.objects.get().person is None
    claim = PeriodClaim.objects.get()
    assert (claim.person, [field.name for field in claim._meta.fields]) == (
        rider,
        ["id", "person", "programme", "period_start"],
    )

    moment = LATER + timedelta(hours=4)
    hand_out = redeem(station, rider, at=moment)
    assert (hand_out.outcome, hand_out.at) == ("already", None)
    assert redeem(station, rider, at=moment, give_anyway=True).outcome == "extra"
    phone = a_phone_at(station, since=moment)
    assert phone.asks(now=moment).served.served
    phone.hands_out(a_code_of(rider, at=moment), at=moment)
    assert phone.sends(now=moment + timedelta(hours=1)) == [("extra", "")]
    assert {"programme": "暖心早餐", "collected_in_the_period_from": "2000-01-01"} in personal_record_of(
        rider
    )


def test_a_claim_goes_seven_days_after_the_programme_and_not_before():
    station, rider = a_table("once", ends_on=date(2027, 1, 31)), a_rider()
    redeem(station, rider, at=at(7, day=FRIDAY))
    for days in (31, 91):
        cut_hand_outs(now=at(4, day=FRIDAY) + timedelta(days=days))
    assert PeriodClaim.objects.count() == 1

    last = at(4) + (date(2027, 1, 31) - date(2026, 10, 9)) + timedelta(days=7)
    cut_hand_outs(now=last)
    assert PeriodClaim.objects.count() == 1
    cut_hand_outs(now=last + timedelta(days=1))
    assert PeriodClaim.objects.count() == 0


def test_once_a_day_leaves_no_claim():
    station, rider = a_table("day"), a_rider()
    redeem(station, rider, at=at(7, day=FRIDAY))
    cut_hand_outs(now=LATER)
    assert (Redemption.objects.get().person, PeriodClaim.objects.count()) == (None, 0)


def test_what_a_cards_bearer_had_long_ago_joins_the_person():
    station = a_table("once", ends_on=date(2027, 12, 31))
    bearer, person = a_rider("没名字"), a_rider("小陈")
    redeem(station, bearer, at=at(7, day=FRIDAY))
    cut_hand_outs(now=LATER)

    join_hand_outs(bearer_id=bearer.pk, person=person, now=LATER)

    assert PeriodClaim.objects.get().person == person
    assert redeem(station, person, at=LATER + timedelta(hours=4)).outcome == "already"


def test_where_both_had_theirs_the_later_one_stays_as_it_was_counted():
    station = a_table("once", ends_on=date(2027, 12, 31))
    bearer, person = a_rider("没名字"), a_rider("小陈")
    redeem(station, bearer, at=at(7, day=FRIDAY))
    cut_hand_outs(now=LATER)
    redeem(station, person, at=LATER + timedelta(hours=4))

    join_hand_outs(bearer_id=bearer.pk, person=person, now=LATER + timedelta(hours=5))

    assert (statuses(person), PeriodClaim.objects.count()) == (["counted"], 0)


def test_what_the_release_before_wrote_counts_on_its_day_after_the_next_start():
    station, rider = a_table("day"), a_rider()
    redeem(station, rider, at=at(7, day=FRIDAY))
    Redemption.objects.update(period_start=None)  # as the release before stores it

    assert (fill_periods(now=at(8)), fill_periods(now=at(8))) == (1, 0)
    assert look(station, rider, day=FRIDAY).outcome == "already"


def test_the_control_a_hand_out_in_a_wrong_period_is_found():
    station, rider = a_table("week"), a_rider()
    redeem(station, rider, at=at(7, day=FRIDAY))
    Redemption.objects.update(period_start=date(2026, 10, 9))
    assert [name for name, check in invariants.PROMISES.items() if list(check())] == ["I10"]
    Redemption.objects.update(period_start=date(2026, 10, 5))


def test_the_control_a_hand_out_counted_beside_a_claim_is_found():
    station, rider = a_table("week"), a_rider()
    redeem(station, rider, at=at(7, day=FRIDAY))
    claim = PeriodClaim.objects.create(
        person=rider, programme=Programme.objects.get(), period_start=date(2026, 10, 5)
    )
    assert [name for name, check in invariants.PROMISES.items() if list(check())] == ["I1"]
    claim.delete()
