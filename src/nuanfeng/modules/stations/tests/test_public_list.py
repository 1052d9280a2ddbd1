"""What everybody sees of the stations."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from nuanfeng.modules.stations.api import (
    COMMAND_LINE,
    StationFilter,
    close_station,
    opening_of,
    pause_station,
    public_stations,
    station_details,
    stations_open_by_hour,
)
from nuanfeng.modules.stations.queries.index import facilities_in_use
from nuanfeng.modules.stations.tests.builders import NOON, a_station, a_town, a_volunteer_at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def names(**wanted):
    return [card.station.name for card in public_stations(StationFilter(**wanted), now=NOON).cards]


def test_open_places_come_first_then_those_that_open_soonest_then_those_nobody_knows():
    a_station("一", hours="off")
    a_station("二", hours="")
    a_station("三", hours="20:00-22:00")
    a_station("四", hours="18:00-22:00")
    a_station("丙")
    assert names() == ["丙", "四", "三", "二", "一"]
    assert names(open_now=True) == ["丙"]


def test_a_person_looks_for_what_they_need():
    town = a_town("黄花镇")
    a_station("有水有电", facilities=["water", "charging"], kind="driver_home", area=town)
    a_station("只有水", facilities=["water"])
    assert set(names(facilities=["water"])) == {"有水有电", "只有水"}
    assert names(facilities=["water", "charging"]) == ["有水有电"]
    assert names(kinds=["driver_home"]) == ["有水有电"]
    assert names(area=town.code) == ["有水有电"]
    assert names(q="zhiyoushui") == ["只有水"]
    assert names(q="ZYS") == ["只有水"]
    assert names(q="开元路 只有") == ["只有水"]


def test_what_only_a_closed_place_had_is_no_choice():
    shut = a_station("关了", facilities=["shower", "water"])
    a_station("开着", facilities=["water", "charging"])
    close_station(station_id=shut.pk, reason="搬走了", actor=COMMAND_LINE, now=NOON)
    assert {held.code for held in facilities_in_use()} == {"water", "charging"}


def test_a_page_across_two_ranks_goes_on_where_the_last_one_ended():
    for number in range(4):
        a_station(f"开 {number}", by=None)
        a_station(f"晚 {number}", hours="20:00-22:00", by=None)
        a_station(f"关 {number}", hours="off", by=None)
    pages = [public_stations(StationFilter(), now=NOON, page=page, page_size=5) for page in (1, 2, 3)]
    listed = [card.station.name for page in pages for card in page.cards]
    assert listed == [f"{kind} {number}" for kind in "开晚关" for number in range(4)]


def test_a_paused_place_says_so_and_a_closed_one_is_gone():
    paused, closed = a_station("停了"), a_station("关了")
    pause_station(station_id=paused.pk, reason="停电", actor=COMMAND_LINE, now=NOON)
    close_station(station_id=closed.pk, reason="搬走了", actor=COMMAND_LINE, now=NOON)
    (card,) = public_stations(StationFilter(), now=NOON).cards
    assert (card.opening.word, card.opening.sentence) == ("paused", "Closed for the time being")
    details = station_details(closed.pk, now=NOON)
    assert (details.opening.word, details.opening.is_open) == ("gone", False)
    assert station_details(10**9, now=NOON) is None


def test_the_list_comes_in_pages_that_hold_everything_once():
    for number in range(7):
        a_station(f"站 {number}", by=None)
    pages = [public_stations(StationFilter(), now=NOON, page=page, page_size=3) for page in (1, 2, 3, 9)]
    assert [len(page.cards) for page in pages] == [3, 3, 1, 1]
    assert (pages[0].total, pages[0].open_total, pages[0].pages, pages[3].page) == (7, 7, 3, 3)
    listed = [card.station.name for page in pages[:3] for card in page.cards]
    assert listed == sorted(listed)


def test_a_stations_page_says_week_and_way():
    hours = "Mo-Fr 08:30-12:00,13:30-17:30; Sa 09:00-12:00; PH off"
    station = a_station(hours=hours, latitude=28.2, longitude=113.1)
    details = station_details(station.pk, now=NOON)
    assert [(line.days, line.hours) for line in details.hours_lines] == [
        ("Mon to Fri", "8:30–12:00, 13:30–17:30"),
        ("Sat", "9:00–12:00"),
        ("Sun", "closed"),
        ("Public holidays", "closed"),
    ]
    assert set(details.map_links) == {"amap", "amap_directions", "tencent"}
    assert station_details(a_station("没坐标").pk, now=NOON).map_links == {}
    always = station_details(a_station("通宵", hours="24/7").pk, now=NOON)
    assert [(line.days, line.hours) for line in always.hours_lines] == [("Every day", "24 hours")]


def test_nothing_public_names_the_people_of_a_station():
    station = a_station()
    volunteer = a_volunteer_at(station)
    assert volunteer.nickname not in repr(station_details(station.pk, now=NOON))


def test_the_worked_saturday_comes_from_the_countys_calendar():
    office = a_station(hours="Mo-Fr 08:30-17:30; PH off")
    assert opening_of(office, now=NOON + timedelta(days=2)).sentence == "Closes today at 17:30"
    assert opening_of(office, now=NOON + timedelta(days=9)).sentence == "Opens Monday at 8:30"


def test_the_county_sees_how_many_are_open_each_hour():
    a_station("白天")
    a_station("通宵", hours="24/7")
    a_station("不知道", hours="")
    counts = stations_open_by_hour(date(2026, 10, 8))
    assert counts[:8] == [1] * 8
    assert counts[8:20] == [2] * 12
    assert counts[20:] == [1] * 4


def test_two_stations_cost_as_many_queries_as_twenty(django_assert_max_num_queries):
    for number in range(20):
        a_station(f"站 {number}", facilities=["water"])
    with django_assert_max_num_queries(12):
        public_stations(StationFilter(), now=NOON)


@pytest.mark.parametrize("typed", ["㮾梨", "㮾梨街道", "榔梨", "榔梨街道", "郎梨", "郎梨街道"])
def test_every_spelling_of_a_town_finds_the_same_stations(typed):
    town = a_town("㮾梨街道", aliases=["榔梨街道", "郎梨"])
    a_station("老街驿站", area=town)
    a_station("榔梨菜场旁")
    a_station("别处", area=a_town("安沙镇"))
    assert set(names(q=typed)) == {"老街驿站", "榔梨菜场旁"}


@pytest.mark.parametrize("typed", ["热水", "洗澡", "24小时"])
def test_an_everyday_word_for_what_a_place_has_finds_it(typed):
    a_station("有的", facilities=["hot_water", "shower"], hours="24/7")
    a_station("没有的", facilities=["wifi"], hours="08:00-20:00")
    assert names(q=typed) == ["有的"]
