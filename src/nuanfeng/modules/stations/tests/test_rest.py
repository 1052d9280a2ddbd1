"""What programs learn of stations."""

import json

import pytest

from nuanfeng.modules.stations.api import COMMAND_LINE, close_station, pause_station
from nuanfeng.modules.stations.tests.builders import NOON, a_station, a_town, a_volunteer_at

pytestmark = pytest.mark.django_db
API = "/api/v1"


def ask(client, address, **options):
    response = client.get(f"{API}{address}", headers={"Accept-Language": "en"}, **options)
    return response.status_code, json.loads(response.content)


def test_facilities_have_codes_and_names_in_the_readers_language(client):
    status, found = ask(client, "/facilities")
    assert status == 200
    assert {"code": "shower", "name": "Shower", "is_driver_basic": True} in found
    chinese = client.get(f"{API}/facilities", headers={"Accept-Language": "zh-CN"})
    assert "淋浴" in chinese.content.decode()


def test_the_list_is_filtered_and_comes_in_pages(client):
    town = a_town("黄花镇")
    both = a_station("两样都有", facilities=["water", "wifi"], hours="24/7", area=town, kind="driver_home")
    a_station("只有水", facilities=["water"], hours="")
    status, found = ask(client, "/stations?facility=water&facility=wifi")
    assert (status, [one["id"] for one in found["stations"]]) == (200, [both.pk])
    assert found["stations"][0]["opening"] == {
        "state": "open",
        "sentence": "Open 24 hours",
        "changes_at": None,
        "is_doubtful": False,
    }
    for query in ("open_now=true", "kind=driver_home", f"area={town.code}", "q=liangyang"):
        assert [one["id"] for one in ask(client, f"/stations?{query}")[1]["stations"]] == [both.pk], query
    page = ask(client, "/stations?page=2&page_size=1")[1]
    assert [page["page"], page["pages"], page["total"], page["open_total"]] == [2, 2, 2, 1]
    assert [one["name"] for one in page["stations"]] == ["只有水"]


@pytest.mark.parametrize(
    "query", ["page=0", "page_size=201", "kind=palace", "facility=%27", "area=%25", "q=" + "x" * 61]
)
def test_what_cannot_be_asked_is_a_problem_with_a_code(client, query):
    status, problem = ask(client, f"/stations?{query}")
    assert (status, problem["code"]) == (422, "invalid_input")


def test_points_on_a_map_are_geojson(client):
    known = a_station("有坐标", latitude=28.2, longitude=113.1, hours="24/7")
    a_station("没坐标")
    response = client.get(f"{API}/stations.geojson?open_now=true")
    assert response["Content-Type"] == "application/geo+json"
    (feature,) = json.loads(response.content)["features"]
    assert (feature["id"], feature["geometry"]) == (known.pk, {"type": "Point", "coordinates": [113.1, 28.2]})


def test_one_station_says_everything_but_who_works_there(client):
    station = a_station(facilities=["water"], spaces=[("hall", "大厅")], latitude=28.2, longitude=113.1)
    volunteer = a_volunteer_at(station)
    status, found = ask(client, f"/stations/{station.pk}")
    assert status == 200
    assert found["hours_lines"] == [{"days": "Every day", "hours": "8:30–20:00"}]
    assert found["spaces"] == [{"kind": "hall", "name": "大厅", "note": ""}]
    assert set(found["maps"]) == {"amap", "amap_directions", "tencent"}
    assert volunteer.nickname not in json.dumps(found, ensure_ascii=False)


def test_a_paused_station_says_so_and_a_closed_one_is_gone(client):
    paused, closed = a_station("停了"), a_station("关了")
    pause_station(station_id=paused.pk, reason="停电", actor=COMMAND_LINE, now=NOON)
    close_station(station_id=closed.pk, reason="搬走了", actor=COMMAND_LINE, now=NOON)
    assert [one["opening"]["state"] for one in ask(client, "/stations")[1]["stations"]] == ["paused"]
    assert ask(client, f"/stations/{closed.pk}")[1]["opening"]["state"] == "gone"
    status, problem = ask(client, "/stations/999999")
    assert (status, problem["code"]) == (404, "not_found")


def test_whoever_asks_again_within_a_minute_need_not_be_told_again(client):
    a_station(hours="24/7")
    first = client.get(f"{API}/stations", headers={"Accept-Language": "en"})
    assert first["Cache-Control"] == "public, max-age=60"
    assert "Accept-Language" in first["Vary"]
    again = client.get(f"{API}/stations", headers={"Accept-Language": "en", "If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
