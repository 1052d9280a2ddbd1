"""The county's day on one page."""

import pytest
from django.test import Client
from django.urls import reverse

from nuanfeng.modules.benefits.tests.builders import a_rider
from nuanfeng.modules.insight.tests.builders import a_clerk, a_morning, at, at_the_office, redeem
from nuanfeng.modules.organisations.tests.builders import a_county
from nuanfeng.modules.people.tests.builders import a_worker, signed_in

pytestmark = pytest.mark.django_db
COUNTY = reverse("insight:county")
DAY = {"day": "2026-10-09"}
PAGES = [
    reverse(f"insight:{name}")
    for name in ("county", "hand_outs", "screens", "stock", "days", "table", "people", "stations")
]


@pytest.mark.parametrize("page", PAGES)
def test_nobody_but_county_staff_with_a_second_step_sees_figures(page):
    a_county()
    assert Client().get(page).status_code == 302
    assert signed_in(a_worker()).get(page).status_code == 403
    half_way = signed_in(a_clerk()).get(page)
    assert (half_way.status_code, "2fa" in half_way.url) == (302, True)
    assert at_the_office().get(page).status_code == 200


def test_the_day_stands_first_and_failures_stand_beside_successes():
    a_morning()

    context = at_the_office().get(COUNTY, DAY).context

    figures = context["figures"]
    assert (figures.of_day.meals, figures.people_of_day, figures.of_day.already) == (4, 2, 2)
    lines = {line.word: line.of_day for line in context["lines"]}
    assert list(lines.values()) == [2, 1, 1, 2, 0, 1, 1, 0, 0]
    assert [line.is_failure for line in context["lines"]] == [False] * 3 + [True] * 6


def test_every_figure_of_the_day_leads_to_as_many_rows():
    a_morning()
    office = at_the_office()

    lines = office.get(COUNTY, DAY).context["lines"]

    for line in lines:
        rows = list(office.get(line.day_address).context["rows"])
        if "stock" in line.day_address:
            continue
        assert len(rows) == line.of_day, line.word
        assert len(list(office.get(line.period_address).context["rows"])) == line.of_period, line.word


def test_a_person_who_came_on_two_days_counts_once_in_thirty():
    station = a_morning()
    rider = a_rider("小周")
    redeem(station, rider, at=at(8, 20))
    redeem(station, rider, at=at(8, 20, day=10))

    figures = at_the_office().get(COUNTY, {"day": "2026-10-10"}).context["figures"]

    assert (figures.people_of_day, figures.people_of_period) == (1, 3)


def test_stations_stand_by_name_and_not_by_how_much_they_gave():
    a_morning("乙站")
    a_morning("甲站", day=10)
    a_morning("丙站", day=8)

    rows = at_the_office().get(COUNTY, {"day": "2026-10-10"}).context["table"]

    names = [row.station.name for row in rows]
    assert names == sorted(names)


@pytest.mark.parametrize("day", ["yesterday", "2026-13-45", "99999999999", "", "2126-01-01"])
def test_a_day_that_is_none_shows_today(day):
    a_county()
    page = at_the_office().get(COUNTY, {"day": day})

    assert page.status_code == 200
    assert page.context["figures"].is_today


def test_an_empty_county_says_what_to_do_next():
    a_county()

    page = at_the_office().get(COUNTY)

    ways = [way for _words, way in page.context["next_steps"]]
    assert ways == [reverse("stations:desk_imports"), reverse("benefits:desk_programmes")]


def test_a_page_asks_the_database_as_often_for_thirty_days_as_for_one(django_assert_max_num_queries):
    for day in (2, 5, 8, 9):
        a_morning(f"第{day}站", day=day)
    office = at_the_office()

    with django_assert_max_num_queries(40):
        office.get(COUNTY, DAY)
