"""What everybody sees of the stations: no account, no cookie, no place given away."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

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
    assert few <= 9


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
