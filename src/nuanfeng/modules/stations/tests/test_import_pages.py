"""A list of stations on the office's pages: sent, looked at, decided, applied, sent back."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from nuanfeng.kernel import clock
from nuanfeng.modules.people.tests.builders import signed_in
from nuanfeng.modules.stations.models import Station, StationImport
from nuanfeng.modules.stations.rules.sheets import BYTES_MAX
from nuanfeng.modules.stations.tests.builders import a_county, a_county_clerk, a_station
from nuanfeng.modules.stations.tests.sheet_builders import a_county_sheet
from nuanfeng.modules.stations.usecases import continue_imports

pytestmark = pytest.mark.django_db
IMPORTS = "/office/imports/"
KAIYUAN = (1, "", "开元驿站", "开元路 1 号", 113.08, 28.24, "", "8:30-20:00", "饮水")
HALF = (2, "", "半个驿站", "路", 113.08, None)


@pytest.fixture
def office():
    a_county()
    return signed_in(a_county_clerk(), with_second_factor=True)


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


def send(office, content, **more):
    file = SimpleUploadedFile("驿站.xlsx", content)
    return office.post(IMPORTS, {"sheet": file, "datum": "wgs84", "kind": "partner", **more})


def text_of(response):
    return response.content.decode()


def test_a_list_is_sent_looked_at_and_applied(office):
    # One file: a workbook written a second later holds another time and is another file.
    file = a_county_sheet(KAIYUAN, HALF)
    response = send(office, file)
    sheet = StationImport.objects.get()
    page = f"{IMPORTS}{sheet.pk}/"
    assert response["Location"] == page
    assert Station.objects.count() == 0
    shown = text_of(office.get(page))
    assert "Only one of longitude and latitude is there." in shown
    assert "Import 1 row" in shown
    assert office.post(f"{page}apply/").status_code == 302
    assert Station.objects.count() == 1
    assert "The same file again changes nothing" in text_of(office.get(page))
    assert send(office, file)["Location"] == page
    assert "was imported before" in text_of(office.get(page))
    assert "驿站.xlsx" in text_of(office.get(IMPORTS))


def test_what_stays_out_comes_back_with_reasons_and_can_be_sent_again(office):
    send(office, a_county_sheet(KAIYUAN, HALF))
    sheet = StationImport.objects.get()
    content = office.get(f"{IMPORTS}{sheet.pk}/returned/").content
    rows = [[cell.value for cell in row] for row in load_workbook(BytesIO(content)).active.iter_rows()]
    assert rows[0][:3] == ["Row", "镇街", "站点名称"]
    assert (rows[1][0], rows[1][2]) == (5, "半个驿站")
    assert rows[1][-1] == "Only one of longitude and latitude is there."
    assert len(rows) == 2
    assert send(office, content).status_code == 302
    assert StationImport.objects.first().rows_total == 1


def test_a_likely_double_is_decided_beside_its_row(office):
    known = a_station("小红象驿站", latitude=28.24, longitude=113.08)
    send(office, a_county_sheet(KAIYUAN))
    sheet = StationImport.objects.get()
    page = f"{IMPORTS}{sheet.pk}/"
    shown = text_of(office.get(page))
    assert "小红象驿站" in shown
    assert "within 30 metres" in shown
    row = sheet.rows.get()
    decision = {"decision": "same", "same_as": str(known.pk), "tab": "undecided", "page": "1"}
    response = office.post(f"{page}rows/{row.pk}/", decision)
    assert response["Location"] == f"{page}?tab=undecided&page=1#row-4"
    office.post(f"{page}apply/")
    known.refresh_from_db()
    assert known.aliases == ["开元驿站"]


def test_all_that_waits_is_decided_at_once(office):
    a_station("小红象驿站", latitude=28.24, longitude=113.08)
    send(office, a_county_sheet(KAIYUAN))
    sheet = StationImport.objects.get()
    office.post(f"{IMPORTS}{sheet.pk}/decide/", {"decision": "new"})
    assert sheet.rows.get().state == "ready"
    office.post(f"{IMPORTS}{sheet.pk}/decide/", {"decision": "nonsense"})
    assert sheet.rows.get().decision == "new"


def a_long_list(office):
    rows = [(n, "", f"驿站 {n}", f"某路 {n} 号") for n in range(600)]
    send(office, a_county_sheet(*rows))
    return f"{IMPORTS}{StationImport.objects.get().pk}/"


def test_a_long_list_goes_on_in_the_background_and_its_page_says_how_far_it_is(office):
    page = a_long_list(office)
    assert office.post(f"{page}apply/")["Location"] == page
    assert Station.objects.count() == 250
    shown = text_of(office.get(page))
    assert "250 of 600 rows are in." in shown
    assert "<progress" in shown
    part = text_of(office.get(f"{page}progress/", headers={"HX-Request": "true"}))
    assert "<html" not in part
    continue_imports(now=clock.now())
    assert Station.objects.count() == 600
    assert office.get(f"{page}progress/", headers={"HX-Request": "true"})["HX-Redirect"] == page
    assert "The same file again changes nothing" in text_of(office.get(page))


def test_where_no_worker_runs_the_page_says_which_command_starts_one(office):
    page = a_long_list(office)
    office.post(f"{page}apply/")
    assert "nuanfeng worker" not in text_of(office.get(page))
    StationImport.objects.update(started_at=clock.now() - timedelta(minutes=3))
    assert "nuanfeng worker" in text_of(office.get(page))


def test_a_whole_import_is_taken_back_after_one_more_look(office):
    page = a_long_list(office)
    office.post(f"{page}apply/")
    assert office.post(f"{page}take-back/").status_code == 409
    continue_imports(now=clock.now())
    assert "600 rows came in." in text_of(office.get(f"{page}take-back/"))
    assert office.post(f"{page}take-back/")["Location"] == page
    assert Station.objects.count() == 0
    shown = text_of(office.get(page))
    assert "600 stations removed" in shown
    assert "Import 600 rows" in shown


def test_an_empty_file_is_called_empty(office):
    response = send(office, b"")
    assert response.status_code == 422
    assert "There is nothing in this file." in text_of(response)


def test_points_come_back_as_numbers(office):
    send(office, a_county_sheet((1, "", "", "路 1 号", 113.08, "28,24")))
    content = office.get(f"{IMPORTS}{StationImport.objects.get().pk}/returned/").content
    [_header, row] = [
        [cell.value for cell in row] for row in load_workbook(BytesIO(content)).active.iter_rows()
    ]
    assert (row[4], row[5]) == (113.08, "28,24")


def test_what_cannot_be_read_is_said_on_the_page(office):
    for content, words in [
        (b"%PDF-1.7", "This is not a table."),
        (b"x" * (BYTES_MAX + 1), "larger than 10 MB"),
        (a_county_sheet(), "no rows under them"),
    ]:
        response = send(office, content)
        assert response.status_code == 422
        assert words in text_of(response)
    assert office.post(IMPORTS, {"datum": "wgs84", "kind": "partner"}).status_code == 422
    assert send(office, a_county_sheet(KAIYUAN), datum="").status_code == 422
    assert StationImport.objects.count() == 0


def test_a_page_that_is_not_there_is_not_there(office):
    assert office.get(f"{IMPORTS}999/").status_code == 404
    assert office.post(f"{IMPORTS}999/apply/").status_code == 404
    send(office, a_county_sheet(KAIYUAN))
    sheet = StationImport.objects.get()
    assert office.post(f"{IMPORTS}{sheet.pk}/rows/999/", {"decision": "new"}).status_code == 404
    assert office.get(f"{IMPORTS}{sheet.pk}/?tab=nonsense&page=nonsense").status_code == 200
