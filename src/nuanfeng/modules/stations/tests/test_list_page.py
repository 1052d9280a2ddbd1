"""What everybody sees of the stations: no account, no cookie, no place given away."""

import html
import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nuanfeng.modules.stations.models import Station
from nuanfeng.modules.stations.tests.builders import NOON, a_county_clerk, a_station, a_town
from nuanfeng.modules.stations.usecases import pause_station

pytestmark = pytest.mark.django_db


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_a_stranger_sees_the_stations_and_gets_no_cookie(client):
    a_station("星沙骑手之家", hours="24/7", facilities=["water"])

    page = client.get("/")

    assert page.status_code == 200
    assert not page.cookies
    assert "星沙骑手之家" in page.text
    assert "public" in page["Cache-Control"]
    assert {"Cookie", "HX-Request"} <= {name.strip() for name in page["Vary"].split(",")}


def test_more_stations_do_not_mean_more_queries(client):
    clerk, town = a_county_clerk(), a_town()
    for number in range(3):
        a_station(f"驿站{number}", by=clerk, area=town, facilities=["water", "wifi"])
    few = queries_of(client, "/")
    for number in range(3, 40):
        a_station(f"驿站{number}", by=clerk, area=town, facilities=["water", "wifi"])

    assert queries_of(client, "/") == few
    assert few <= 14


def test_a_list_comes_thirty_at_a_time_and_leads_on(client):
    clerk = a_county_clerk()
    for number in range(31):
        a_station(f"驿站{number:02d}", by=clerk)

    assert client.get("/").text.count('class="card place"') == 30 + 1  # one is the pattern for scripts
    assert 'href="/?page=2"' in client.get("/").text
    assert "驿站30" in client.get("/?page=2").text
    assert client.get("/?page=99999").status_code == 200


def test_a_driver_finds_a_shower_and_only_that(client):
    clerk = a_county_clerk()
    a_station("有淋浴的家", by=clerk, facilities=["shower"])
    a_station("没淋浴的家", by=clerk, facilities=["water"])

    page = client.get("/?f=shower", headers={"HX-Request": "true"}).text

    assert "有淋浴的家" in page
    assert "没淋浴的家" not in page
    assert "<html" not in page


@pytest.mark.parametrize(
    "address",
    ["/?kind=palace", "/?page=-1", "/?page=x", "/?f=", "/?q=%00", "/?q=" + "x" * 5000, "/?view=space"],
)
def test_nonsense_in_the_address_is_no_failure(client, address):
    assert client.get(address).status_code == 200


def test_open_now_leaves_out_what_is_paused(client):
    clerk = a_county_clerk()
    a_station("一直开", by=clerk, hours="24/7")
    paused = a_station("在修", by=clerk, hours="24/7")
    pause_station(actor=clerk, station_id=paused.pk, reason="空调在修", now=NOON)

    page = client.get("/?open=1").text

    assert "一直开" in page
    assert "在修" not in page


def test_what_somebody_types_is_shown_as_text(client):
    assert "<script>alert" not in client.get("/?q=<script>alert(1)</script>").text


def test_the_index_takes_no_parameters_and_holds_every_station(client):
    a_station("星沙骑手之家", hours="24/7", facilities=["water"], latitude=28.2468, longitude=113.0806)

    answer = client.get("/stations/index.json")
    body = answer.json()
    row = dict(zip(body["columns"], body["stations"][0], strict=True))

    assert not answer.cookies
    assert row["name"] == "星沙骑手之家"
    assert (row["latitude"], row["longitude"]) == (28.2468, 113.0806)
    assert 3000 < row["gcj02_east_micro"] < 7000
    assert body["openings"][row["opening"]][0] == "open"
    assert [body["facilities"][place][0] for place in row["facilities"]] == ["water"]
    assert client.get("/stations/index.json?lat=28.2&lon=113").json()["stations"] == body["stations"]


def test_a_page_of_a_station_says_all_that_is_known(client):
    station = a_station(
        "星沙骑手之家",
        hours="24/7",
        facilities=["water"],
        phone="0731-84010001",
        latitude=28.2468,
        longitude=113.0806,
        spaces=[("hall", "一站式大厅")],
    )

    page = client.get(f"/stations/{station.pk}/").text

    for part in (
        "星沙骑手之家",
        station.address,
        "tel:0731-84010001",
        "uri.amap.com",
        "apis.map.qq.com",
        "一站式大厅",
    ):
        assert part in page


def test_a_station_of_which_little_is_known_says_so(client):
    station = a_station("不知道的驿站", hours="", address="", is_demo=True)

    page = client.get(f"/stations/{station.pk}/", headers={"Cookie": "django_language=en"}).text

    assert "Nobody has entered the address yet." in page
    assert "They are not real." in page
    assert "uri.amap.com" not in page


def test_a_station_that_is_not_there_is_a_plain_404(client):
    page = client.get("/stations/4711/")
    assert page.status_code == 404
    assert "matches" not in page.text


def test_who_asks_again_gets_no_second_copy(client):
    a_station("星沙骑手之家", hours="24/7")
    first = client.get("/")

    assert client.get("/", headers={"If-None-Match": first["ETag"]}).status_code == 304


def _chips(page: str) -> list[str]:
    return re.findall(r'data-key="((?:open|kind-|f-)[^"]*)"', page)


def test_filters_that_are_on_come_first_whatever_they_are(client):
    clerk = a_county_clerk()
    a_station("司机之家", by=clerk, kind="driver_home", hours="24/7", facilities=["water", "shower"])

    assert _chips(client.get("/").text)[0] == "open"
    asked = _chips(client.get("/?kind=driver_home&f=shower").text)
    assert asked[:2] == ["kind-driver_home", "f-shower"]
    assert "open" in asked[2:]


def test_nothing_found_names_the_filters_and_offers_the_search_without_them(client):
    a_station("星沙骑手之家", hours="24/7", facilities=["water"])

    page = client.get("/?q=星沙&kind=driver_home&f=water").text

    empty = page.split('class="empty"')[1].split("</li>")[0]
    assert "司机" in empty
    assert "水" in empty
    [way] = re.findall(r'href="([^"]*)" data-key="unfiltered"', empty)
    assert "星沙骑手之家" in client.get(html.unescape(way)).text


def test_a_search_without_filters_has_none_to_leave_out(client):
    a_station("星沙骑手之家")

    page = client.get("/?q=没有这个").text

    assert 'data-key="all"' in page
    assert 'data-key="unfiltered"' not in page


def test_a_room_called_after_its_kind_is_named_once(client):
    rooms = [("activity_room", "共享活动室"), ("hall", "红色大厅")]
    station = a_station("星沙骑手之家", spaces=rooms)

    page = client.get(f"/stations/{station.pk}/").text

    assert page.count("共享活动室") == 1
    assert "红色大厅" in page
    assert "一站式服务大厅" in page


def test_a_check_of_a_place_has_a_day_and_no_hour(client):
    station = a_station("星沙骑手之家")
    Station.objects.filter(pk=station.pk).update(verified_at=datetime(2026, 3, 2, 18, 25, tzinfo=UTC))

    page = client.get(f"/stations/{station.pk}/").text

    assert "3月3日" in page  # where the county is, it was the next day
    assert "3月3日 2:25" not in page
    assert "3月3日 02:25" not in page


def test_without_scripts_no_button_copies_nothing(client):
    station = a_station("星沙骑手之家", address="开元路 2 号")

    [button] = re.findall(r"<button[^>]*data-copy[^>]*>", client.get(f"/stations/{station.pk}/").text)

    assert re.search(r"\shidden[\s>]", button)
