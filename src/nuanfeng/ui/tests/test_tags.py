"""Times, ways and charts as people read them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from nuanfeng.kernel.errors import Refusal
from nuanfeng.ui.charts import bars, sparkline
from nuanfeng.ui.navigation import WORKER_WAYS, Way, shown_ways
from nuanfeng.ui.templatetags.ui import day_words, sentence, when

NOON = datetime(2026, 10, 8, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 10, 8, 6, 12, tzinfo=ZoneInfo("Asia/Shanghai")), "today 6:12"),
        (datetime(2026, 10, 7, 16, 30, tzinfo=ZoneInfo("UTC")), "today 0:30"),
        (datetime(2026, 10, 7, 20, 0, tzinfo=ZoneInfo("Asia/Shanghai")), "yesterday 20:00"),
        (datetime(2026, 3, 2, 6, 12, tzinfo=ZoneInfo("Asia/Shanghai")), "2 March 6:12"),
        (datetime(2025, 3, 2, 6, 12, tzinfo=ZoneInfo("Asia/Shanghai")), "2 March 2025 6:12"),
    ],
)
def test_a_moment_reads_as_people_say_it(moment, words):
    with translation.override("en"):
        assert when(moment, NOON) == words


def test_a_day_in_chinese_is_written_in_chinese():
    with translation.override("zh-hans"):
        assert day_words(date(2026, 3, 2), date(2026, 10, 8)) == "3月2日"


def test_a_refusal_is_said_with_what_it_is_about():
    with translation.override("en"):
        assert sentence(Refusal("x", "Wait %(n)s minutes.", {"n": 3})) == "Wait 3 minutes."


def test_the_bar_marks_the_place_one_is_at():
    here = {way.word: way.is_here for way in shown_ways(WORKER_WAYS, "/stations/7/")}

    assert here["Stations"] is True
    assert sum(here.values()) == 1


def test_a_way_that_leads_nowhere_is_left_out():
    assert shown_ways((Way("Nowhere", "info", ("nowhere:at_all",)),), "/") == []


def test_the_highest_bar_fills_the_height_and_nothing_divides_by_nought():
    drawn = bars([("Mo", 2), ("Tu", 4, "/day/")], "Meals")["bars"]

    assert [bar["height"] for bar in drawn] == [48.0, 96.0]
    assert drawn[1]["address"] == "/day/"
    assert bars([], "Meals")["bars"] == []
    assert bars([("Mo", 0)], "Meals")["bars"][0]["height"] == 0
    assert sparkline([], "Meals")["points"] == ""


def test_a_chart_is_drawn_with_points_whatever_the_language():
    with translation.override("zh-hans"):
        page = Template('{% load ui %}{% bars points "M" %}').render(
            Context({"points": [("一", 1), ("二", 1234)]})
        )

    assert 'x="22.4"' in page
    assert "二: 1234" in page


def test_a_link_to_the_same_page_changes_one_thing():
    request = RequestFactory().get("/office/", {"q": "a b", "page": "3"})
    template = Template("{% load ui %}{% same_page_with page=4 %}|{% same_page_with page=None q='' %}")

    assert template.render(Context({"request": request})) == "?q=a+b&amp;page=4|/office/"
