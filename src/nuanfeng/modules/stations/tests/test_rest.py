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
    opening = found["stations"][0]["opening"]
    assert set(opening.pop("door")) == {"state", "worth", "because", "sentence", "since"}
    assert opening == {
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
    "query",
    [
        "page=0",
        "page_size=201",
        "kind=palace",
        "facility=%27",
        "facility=nonsense",
        "area=%25",
        "q=" + "x" * 61,
    ],
)
def test_what_cannot_be_asked_is_a_problem_with_a_code(client, query):
    status, problem = ask(client, f"/stations?{query}")
    assert (status, problem["code"]) == (422, "invalid_input")


def test_a_facility_that_nobody_knows_is_named_by_its_place(client):
    a_station("有水", facilities=["water"])
    status, problem = ask(client, "/stations?facility=water&facility=nonsense")
    assert (status, problem["errors"]) == (422, [{"where": "query.facility.1", "code": "unknown_facility"}])
    assert ask(client, "/stations?kind=palace")[1]["errors"][0]["where"].startswith("query.kind")
    assert ask(client, "/stations?facility=water")[0] == 200


def test_a_parameter_that_nobody_knows_changes_nothing(client):
    a_station("一站")
    assert ask(client, "/stations?opennow=1")[1]["total"] == 1


def test_the_root_names_the_description_and_every_collection(client):
    status, index = ask(client, "/")
    assert (status, index["stations"], index["openapi"]) == (200, f"{API}/stations", f"{API}/openapi.json")
    assert {client.get(address).status_code for address in index.values()} == {200}


@pytest.mark.parametrize(("language", "words"), [("en", "does not take"), ("zh-CN", "不接受")])
def test_what_an_address_does_not_take_is_a_problem_in_the_readers_language(client, language, words):
    answer = client.delete(f"{API}/stations", headers={"Accept-Language": language})
    problem = json.loads(answer.content)
    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")
    assert problem["code"] == "method_not_allowed"
    assert words in problem["title"]
    assert answer["Allow"] == "GET"


@pytest.mark.parametrize("address", ["/api/v1/nothing", "/api/v2/stations", "/api/"])
def test_an_unknown_address_is_a_problem_too(client, address):
    answer = client.get(address, headers={"Accept-Language": "en"})
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert json.loads(answer.content)["title"] == "There is nothing at this address."


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
