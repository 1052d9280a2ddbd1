"""Points, distances and map links. Figures of another implementation: npm gcoord 1.0.7."""

import csv
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuanfeng.modules.stations.rules.datum import (
    Point,
    amap_directions,
    amap_marker,
    is_inside,
    is_on_earth,
    metres_between,
    tencent_marker,
    to_gcj02,
    to_wgs84,
)

# longitude, latitude: WGS-84, then the same numbers seen as WGS-84 and turned into GCJ-02, then
# seen as GCJ-02 and turned into WGS-84.
GCOORD = [
    ((113.0815, 28.2462), (113.08737249992825, 28.243028683923313), (113.07563461567099, 28.249376419114824)),
    ((113.2205, 28.1892), (113.2262135713858, 28.185867748253873), (113.21477962129568, 28.192525893052817)),
    ((112.9388, 28.2282), (112.94424977544385, 28.224692417302222), (112.93336099813592, 28.231715847357453)),
    ((116.397428, 39.90923), (116.40367162595768, 39.91063350638631), (116.3911868376321, 39.90782876528027)),
    ((121.4737, 31.2304), (121.47822305927693, 31.22845773757727), (121.46916230821292, 31.23232927151486)),
    ((87.6168, 43.8256), (87.61964994946926, 43.82680539311119), (87.61395282190983, 43.824396040570285)),
    ((113.9146, 28.4021), (113.91987449081945, 28.398596130125437), (113.90932401884852, 28.405605497880384)),
    ((126.9258, 37.4844), (126.93071463809883, 37.48517742986264), (126.92089349324027, 37.483627551499254)),
    ((104.0665, 30.5723), (104.06900490567072, 30.569845540719605), (104.0639997346399, 30.574757245765802)),
    ((110.3312, 20.0311), (110.33557084396945, 20.029053664963516), (110.3268387974118, 20.033156366047518)),
    ((139.7671, 35.6812), (139.7671, 35.6812), (139.7671, 35.6812)),
    ((-0.1276, 51.5072), (-0.1276, 51.5072), (-0.1276, 51.5072)),
]


def point(pair):
    return Point(latitude=pair[1], longitude=pair[0])


@pytest.mark.parametrize(("here", "shifted", "back"), GCOORD)
def test_a_point_moves_as_far_as_gcoord_moves_it(here, shifted, back):
    assert metres_between(to_gcj02(point(here)), point(shifted)) < 0.001
    assert metres_between(to_wgs84(point(here)), point(back)) < 0.01


@given(st.floats(18, 53), st.floats(74, 134))
def test_there_and_back_is_where_it_was(latitude, longitude):
    here = Point(latitude, longitude)
    assert metres_between(to_wgs84(to_gcj02(here)), here) < 0.01


@given(st.floats(18, 53), st.floats(74, 134))
def test_the_shift_is_some_hundred_metres_everywhere_in_the_country(latitude, longitude):
    here = Point(latitude, longitude)
    assert 20 < metres_between(here, to_gcj02(here)) < 1200


def test_a_degree_of_latitude_is_about_111_kilometres():
    assert metres_between(Point(28, 113), Point(29, 113)) == pytest.approx(111195, abs=1)
    assert metres_between(Point(28, 113), Point(28, 113)) == 0


@pytest.mark.parametrize("pair", [(91, 0), (0, 181), (float("nan"), 0), (0, float("inf"))])
def test_figures_that_are_no_point_are_told(pair):
    assert not is_on_earth(*pair)


def test_links_say_which_datum_they_use():
    here = Point(28.2462, 113.0815)
    assert "position=113.081500,28.246200" in amap_marker(here, "小哥驿站")
    assert "coordinate=wgs84" in amap_marker(here, "小哥驿站")
    assert "to=113.087372,28.243029," in amap_directions(here, "小哥,驿站&x=1")
    assert "coord:28.246200,113.081500;" in tencent_marker(here, "a;b:c", "星沙街道")
    assert "title:a%20b%20c;" in tencent_marker(here, "a;b:c", "星沙街道")
    assert tencent_marker(here, "a", "").count("&coord_type=1") == 1


def test_129_metro_stations_move_and_fall_where_they_are_known_to_be(shared_files):
    geography = shared_files / "data/geography"
    outline = geography / "changsha_county_430121_boundary_tianditu_cgcs2000.geojson"
    county = json.loads(outline.read_text())
    with (shared_files / "data/demand/changsha_metro_stations.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 129
    for row in rows:
        published = Point(float(row["lat_wgs84"]), float(row["lon_wgs84"]))
        found = to_wgs84(Point(float(row["lat_gcj02"]), float(row["lon_gcj02"])))
        assert metres_between(found, published) < 0.1
        assert is_inside(published, county) == (row["adcode"] == "430121")


def test_a_hole_in_a_boundary_is_outside():
    ring = [[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]
    hole = [[4, 4], [6, 4], [6, 6], [4, 6], [4, 4]]
    boundary = {"type": "Polygon", "coordinates": [ring, hole]}
    assert is_inside(Point(2, 2), boundary)
    assert not is_inside(Point(5, 5), boundary)
    assert not is_inside(Point(20, 20), boundary)
    assert not is_inside(Point(5, 5), None)
