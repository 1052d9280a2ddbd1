"""The office keeps stations on its pages, with and without a script."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from nuanfeng.kernel import clock
from nuanfeng.modules.people.tests.builders import signed_in
from nuanfeng.modules.stations.models import Station, StationStaff
from nuanfeng.modules.stations.tests.builders import (
    a_county,
    a_county_clerk,
    a_master_of,
    a_person,
    a_station,
    a_town,
)
from nuanfeng.modules.stations.usecases import pause_station

pytestmark = pytest.mark.django_db
LIST = "/office/stations/"


@pytest.fixture
def office():
    a_county()
    return signed_in(a_county_clerk(), with_second_factor=True)


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


def a_form(**typed):
    spaces = {"spaces-TOTAL_FORMS": "6", "spaces-INITIAL_FORMS": "0"}
    first = {"name": "开元驿站", "kind": "rider_home", "datum": "wgs84", "hours_typed": "8:30-20:00"}
    return {**spaces, **first, **typed}


def text_of(response):
    return response.content.decode()


def test_only_the_county_sees_these_pages(client):
    station = a_station()
    addresses = [
        reverse(f"stations:desk_{name}", args=[station.pk] if needs else [])
        for name, needs in [
            ("list", 0), ("export", 0), ("new", 0), ("imports", 0), ("station", 1), ("change", 1),
            ("pause", 1), ("close", 1), ("appoint", 1),
        ]
    ]  # fmt: skip
    master = signed_in(a_master_of(station), with_second_factor=True)
    for address in addresses:
        assert client.get(address).status_code == 302, address
        assert master.get(address).status_code == 403, address


def test_the_list_counts_its_tabs_and_finds_by_name_town_and_facility(office):
    town = a_town("黄花镇")
    a_station("有水", facilities=["water"], area=town)
    paused = a_station("停了", hours="")
    pause_station(station_id=paused.pk, reason="停电", actor=a_county_clerk(), now=clock.now())
    page = office.get(LIST)
    assert {tab: count for tab, _word, count in page.context["tabs"]} == {
        "all": 2,
        "open": page.context["tabs"][1][2],
        "unknown": 0,
        "doubtful": 0,
        "stale": 1,
        "nowhere": 1,
        "paused": 1,
        "closed": 0,
    }
    for query, names in [
        ("q=youshui", ["有水"]),
        ("area=" + town.code, ["有水"]),
        ("facility=water", ["有水"]),
        ("tab=paused", ["停了"]),
        ("kind=driver_home", []),
        ("kind=nonsense&tab=nonsense", ["停了", "有水"]),
    ]:
        found = office.get(f"{LIST}?{query}").context["cards"]
        assert sorted(card.station.name for card in found) == sorted(names), query


def test_a_row_opens_beside_the_list(office):
    station = a_station(phone="0731-84011111")
    assert "0731-84011111" in text_of(office.get(f"{LIST}?beside={station.pk}"))
    for odd in ("x", "9" * 30, "²", "0"):
        assert office.get(LIST, {"beside": odd}).status_code == 200


def test_the_list_goes_out_as_it_stands(office):
    a_station("有水", facilities=["water"])
    a_station("没水")
    response = office.get(f"{LIST}export/?facility=water")
    page = load_workbook(BytesIO(response.content)).active
    cells = [[cell.value for cell in row] for row in page.iter_rows(values_only=False)]
    assert cells[0][0] == "List of stations"
    assert cells[1][0] == "Reporting unit: 长沙县"
    assert [cells[3][1], cells[3][9]] == ["有水", "Drinking water"]
    assert cells[4][0] is None


def test_a_clerk_opens_a_station_from_plain_words(office):
    town = a_town()
    sent = a_form(
        longitude="113.0873725",
        latitude="28.2430287",
        datum="gcj02",
        area=town.code,
        facilities=["water", "wifi"],
        aliases="老驿站\n\n小驿站",
        hours_typed="周一至周五 8:30-17:30，节假日休息",
        **{"spaces-0-kind": "hall", "spaces-0-name": "大厅"},
    )
    response = office.post(f"{LIST}new/", sent)
    station = Station.objects.get()
    assert response["Location"] == f"{LIST}{station.pk}/"
    assert (station.hours, station.hours_doubtful) == ("Mo-Fr 08:30-17:30; PH off", False)
    assert station.hours_text == "周一至周五 8:30-17:30，节假日休息"
    assert (station.latitude, station.longitude) == (pytest.approx(28.2462), pytest.approx(113.0815))
    assert (station.aliases, station.area) == (["老驿站", "小驿站"], town)
    assert station.spaces.get().name == "大厅"
    assert station.facilities.count() == 2


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"),
        ({"longitude": "113"}, "latitude"),
        ({"latitude": "128", "longitude": "113"}, "latitude"),
        ({"hours_typed": "看心情"}, "hours_typed"),
        ({"kind": "palace"}, "kind"),
        ({"facilities": ["helipad"]}, "facilities"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(office, typed, field):
    response = office.post(f"{LIST}new/", a_form(**typed))
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert Station.objects.count() == 0


def test_words_that_are_no_hours_are_kept_when_the_clerk_says_so(office):
    office.post(f"{LIST}new/", a_form(hours_typed="以现场公告为准", is_unread_kept="on"))
    station = Station.objects.get()
    assert (station.hours, station.hours_text) == ("", "以现场公告为准")


def test_hours_may_be_typed_as_osm_and_are_shown_as_a_week(office):
    checked = office.post(f"{LIST}new/", a_form(hours_typed="Mo-Fr 08:00-12:00", check="1"))
    assert (checked.status_code, Station.objects.count()) == (200, 0)
    assert checked.context["preview"]["osm"] == "Mo-Fr 08:00-12:00"
    assert "Mon to Fri" in text_of(checked)
    part = office.post("/stations/hours/", {"hours_typed": "8:30-5:30"}, headers={"HX-Request": "true"})
    assert "08:30-17:30" in text_of(part)
    assert "<html" not in text_of(part)
    office.post(f"{LIST}new/", a_form(hours_typed="Mo-Fr 08:00-12:00"))
    assert (Station.objects.get().hours, Station.objects.get().hours_text) == ("Mo-Fr 08:00-12:00", "")


def test_a_station_saved_as_it_was_shown_does_not_change(office):
    station = a_station(
        facilities=["water"],
        latitude=28.2462,
        longitude=113.0815,
        hours_text="8:30-20:00",
        area=a_town(),
        spaces=[("hall", "大厅")],
    )
    before = Station.objects.values().get()
    address = f"{LIST}{station.pk}/change/"
    shown = office.get(address).context
    sent = {name: shown["form"][name].value() for name in shown["form"].fields}
    sent |= {field.html_name: field.value() for form in shown["rooms"] for field in form}
    sent |= {"spaces-TOTAL_FORMS": "7", "spaces-INITIAL_FORMS": "1"}
    sent = {name: value for name, value in sent.items() if value not in (None, False)}
    assert office.post(address, sent).status_code == 302
    assert Station.objects.values().get() == before
    assert station.spaces.count() == 1


def test_a_station_is_paused_reopened_checked_and_closed(office):
    station = a_station()
    page = f"{LIST}{station.pk}/"
    assert office.post(f"{page}pause/", {"reason": ""}).status_code == 422
    assert office.post(f"{page}pause/", {"reason": "水管坏了"}).status_code == 302
    assert "水管坏了" in text_of(office.get(page))
    assert office.post(f"{page}reopen/").status_code == 302
    assert office.post(f"{page}confirm/").status_code == 302
    station.refresh_from_db()
    assert (station.status, station.verified_at.date()) == ("active", clock.now().date())
    assert office.post(f"{page}close/", {"reason": "搬走了"}).status_code == 302
    assert office.post(f"{page}pause/", {"reason": "停电"}).status_code == 409
    assert office.get(page).status_code == 200
    assert office.get(f"{LIST}999999/").status_code == 404
    assert [line.words for line in office.get(page).context["history"]][:2] == ["closed for good", "checked"]


def test_the_office_appoints_who_joined_and_who_did_not_and_ends_it(office):
    station, person = a_station(), a_person("老陈")
    page = f"{LIST}{station.pk}/staff/"
    known = person.phone.removeprefix("+86")
    assert office.post(page, {"phone": known, "role": "master"}).status_code == 302
    stranger = {"phone": "13912345678", "role": "volunteer"}
    assert office.post(page, stranger).status_code == 422
    assert office.post(page, {**stranger, "nickname": "小周"}).status_code == 302
    assert office.post(page, {"phone": "12", "role": "master"}).status_code == 422
    assert [held.role for held in StationStaff.objects.order_by("role")] == ["master", "volunteer"]
    shown = text_of(office.get(f"{LIST}{station.pk}/"))
    assert "老陈" in shown
    assert known not in shown
    held = StationStaff.objects.get(person=person)
    assert office.get(f"{page}{held.pk}/end/").status_code == 200
    StationStaff.objects.filter(pk=held.pk).update(since=clock.now() - timedelta(days=1))
    assert office.post(f"{page}{held.pk}/end/").status_code == 302
    assert office.get(f"{page}{held.pk}/end/").status_code == 404
