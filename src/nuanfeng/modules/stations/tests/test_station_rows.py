"""A row of a sheet, read as a station; and which stations may be the same place."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuanfeng.modules.stations.rules.datum import Point, metres_between
from nuanfeng.modules.stations.rules.duplicates import NEAR_METRES, Directory, KnownPlace
from nuanfeng.modules.stations.rules.naming import same_address_key, same_name_key, search_text
from nuanfeng.modules.stations.rules.station_rows import Surroundings, Town, date_in, read_row

TOWNS = [
    Town("430121004", "㮾梨街道", ("榔梨街道", "榔梨镇", "郎梨")),
    Town("430121001", "星沙街道"),
    Town("430121001001", "开元路社区居委会", (), "430121001"),
]
SQUARE = {"type": "Polygon", "coordinates": [[[113, 28], [114, 28], [114, 29], [113, 29], [113, 28]]]}
AROUND = Surroundings(towns=TOWNS, facility_names={"充电宝柜": "charging"}, boundary=SQUARE)


def read(around=AROUND, **cells):
    return read_row(4, {"name": "开元驿站", **cells}, around)


def said(row):
    return [code for code, _params in row.problems + row.remarks]


def test_a_row_says_all_that_it_knows():
    row = read(
        longitude="113.0815",
        latitude="28.2462",
        area="榔梨镇",
        hours="周一至周五 8:30-17:30",
        phone="0731-84011111",
        facilities="饮水机、手机充电；无空调",
        checked_on="2024.1.3",
        **{"facility:wifi": "√", "facility:umbrella": "8 个", "facility:bed": "无"},
    )
    assert said(row) == []
    assert row.values == {
        "name": "开元驿站",
        "name_en": "",
        "aliases": [],
        "kind": "partner",
        "address": "",
        "source": "",
        "area": "430121004",
        "latitude": 28.2462,
        "longitude": 113.0815,
        "phone": "0731-84011111",
        "hours": "Mo-Fr 08:30-17:30",
        "hours_text": "周一至周五 8:30-17:30",
        "hours_doubtful": False,
        "facilities": {"charging": "", "umbrella": "8 个", "water": "", "wifi": ""},
        "checked_on": "2024-01-03",
    }


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"name": ""}, "name_missing"),
        ({"name": "长" * 81}, "name_too_long"),
        ({"longitude": "113.08"}, "point_half"),
        ({"longitude": "东边", "latitude": "28.2"}, "point_unreadable"),
        ({"longitude": "213.08", "latitude": "128.2"}, "point_not_on_earth"),
        ({"longitude": "28.2462", "latitude": "113.0815"}, "point_swapped"),
        ({"longitude": "112.5", "latitude": "28.2"}, "outside_county"),
        ({"area": "天上镇"}, "area_unknown"),
        ({"hours": "以现场为准"}, "hours_unread"),
        ({"hours": "8:30-5:30"}, "hours_doubtful"),
        ({"phone": "13800001111"}, "phone_is_mobile"),
        ({"phone": "找老王"}, "phone_unreadable"),
        ({"facilities": "直升机坪"}, "facility_unknown"),
        ({"facility:wifi": "在建"}, "facility_unknown"),
        ({"checked_on": "去年"}, "date_unreadable"),
        ({"checked_on": "2024.13.3"}, "date_unreadable"),
        ({"kind": "宫殿"}, "kind_unknown"),
    ],
)
def test_what_is_wrong_or_odd_is_said_beside_the_row(cells, code):
    assert code in said(read(**cells))


def test_a_point_may_be_missing_or_nought():
    assert read().point is None
    assert read(longitude="0", latitude="0").problems == []


def test_points_of_chinese_maps_are_moved_and_pairs_and_degrees_are_read():
    moved = read(Surroundings(datum="gcj02"), longitude="113.0873725", latitude="28.2430287").point
    assert metres_between(moved, Point(28.2462, 113.0815)) < 0.1
    known = read(Surroundings(datum="gcj02"), latitude_wgs84="28.2462", longitude_wgs84="113.0815").point
    assert known == Point(28.2462, 113.0815)
    assert read(point="113.0815，28.2462").point == Point(28.2462, 113.0815)
    degrees = read(longitude="东113°04′53.4″", latitude="北28°14′46.3″").point
    assert metres_between(degrees, Point(28.2462, 113.0815)) < 5


def test_a_town_is_known_by_its_aliases_its_address_and_its_villages():
    assert read(area="榔梨").values["area"] == "430121004"
    assert read(address="长沙县㮾梨街道梨江物流园").values["area"] == "430121004"
    assert read(area="星沙街道", village="开元路社区").values["area"] == "430121001001"


def test_the_kind_is_read_from_what_the_county_calls_it():
    assert read(kind="driver_home").values["kind"] == "driver_home"
    assert read(name="梨江物流园货车司机“红色之家”").values["kind"] == "driver_home"
    assert read(kind="快递小哥红色之家").values["kind"] == "rider_home"
    assert read(Surroundings(kind="rider_home"), kind="户外劳动者服务站").values["kind"] == "partner"
    assert read(Surroundings(kind="rider_home")).values["kind"] == "rider_home"


def test_a_remark_gives_hours_only_where_no_column_does():
    assert read(remarks="24시간 상시 운영").values["hours"] == "24/7"
    assert said(read(remarks="1층 로비")) == []
    assert read(hours="8:30-17:00", remarks="24小时").values["hours"] == "08:30-17:00"
    assert read(hours="", hours_osm="Mo-Fr 08:00-12:00").values["hours"] == "Mo-Fr 08:00-12:00"


def test_another_name_in_brackets_is_an_alias_and_a_town_in_brackets_is_not():
    assert read(name="晟象物流园红色之家（小红象驿站）").values["aliases"] == ["小红象驿站"]
    assert read(name="开元驿站（星沙街道）").values["aliases"] == []


def test_the_fingerprint_is_of_what_is_said_and_not_of_where():
    assert read_row(4, {"name": "甲"}, AROUND).fingerprint == read_row(9, {"name": "甲"}, AROUND).fingerprint
    assert read_row(4, {"name": "甲"}, AROUND).fingerprint != read_row(4, {"name": "乙"}, AROUND).fingerprint


def test_dates_as_offices_write_them():
    told = ("2024.1.3", "2024年1月3日", "2024-01-03 08:30", "2024/1/3", "45294")
    assert [date_in(text) for text in told] == [date(2024, 1, 3)] * 5
    assert [date_in(text) for text in ("", "1月3日", "2024.2.30", "12345")] == [None] * 4


CELLS = st.dictionaries(
    st.sampled_from(
        ["name", "area", "village", "latitude", "longitude", "point", "phone", "hours", "facilities",
         "aliases", "kind", "checked_on", "remarks", "address", "facility:wifi"]
    ),
    st.text(max_size=30) | st.floats().map(str) | st.integers().map(str),
)  # fmt: skip


@given(CELLS, st.sampled_from(["wgs84", "gcj02"]))
def test_whatever_stands_in_a_row_it_is_read_or_said_why_not(cells, datum):
    row = read_row(1, cells, Surroundings(datum=datum, towns=TOWNS, boundary=SQUARE))
    assert row.problems or row.values["name"]
    assert len(row.fingerprint) == 64


def directory(*places):
    known = Directory(spellings=[("榔梨", "㮾梨")])
    for place in places:
        known.add(place)
    return known


def test_the_same_place_under_two_names_is_found_by_its_spot():
    known = directory(KnownPlace("1", ["小红象驿站"], point=Point(28.2, 113.1)))
    (found,) = known.like(KnownPlace("2", ["晟象红色之家"], point=Point(28.20020, 113.1)))
    assert (found.ref, found.whys, found.metres) == ("1", ("near",), 22)


def test_the_same_name_in_other_letters_is_found_and_another_town_is_told_apart():
    known = directory(KnownPlace("1", ["榔梨 驿站(一期)"], "㮾梨街道梨江大道 1 号"))
    assert [one.whys for one in known.like(KnownPlace("2", ["㮾梨驿站"], "梨江大道 9 号"))] == []
    (found,) = known.like(KnownPlace("2", ["㮾梨驿站"]))
    assert found.whys == ("name",)
    (found,) = known.like(KnownPlace("3", ["㮾梨驿站"], "湖南省长沙市㮾梨街道梨江大道1号"))
    assert found.is_strong


def test_branches_with_one_name_in_two_towns_are_two_places():
    known = directory(KnownPlace("1", ["工会驿站"], point=Point(28.2, 113.1)))
    assert known.like(KnownPlace("2", ["工会驿站"], point=Point(28.3, 113.1))) == []


@given(st.floats(18, 53), st.floats(74, 134), st.floats(-0.0004, 0.0004), st.floats(-0.0006, 0.0006))
def test_nobody_within_thirty_metres_is_overlooked(north, east, up, right):
    here, there = Point(north, east), Point(north + up, east + right)
    found = directory(KnownPlace("1", ["甲"], point=here)).like(KnownPlace("2", ["乙"], point=there))
    assert bool(found) == (metres_between(here, there) <= NEAR_METRES)


def test_names_and_addresses_lose_what_lists_write_differently():
    assert same_name_key("“小哥歇歇脚” 驿站（星沙）") == same_name_key("小哥歇歇脚驿站")
    assert same_name_key("（）") == ""
    assert same_address_key("湖南省长沙市长沙县 开元路1号(一楼)") == same_address_key("长沙县开元路1号")
    assert search_text("开元驿站").split() == ["开元驿站", "kaiyuanyizhan", "kyyz"]
    assert len(search_text("长" * 200, "沙" * 200)) == 400
