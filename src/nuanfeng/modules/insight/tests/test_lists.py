"""The lists behind the figures: on the page, narrowed, and as a workbook."""

from datetime import date, datetime, time
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from nuanfeng.modules.benefits.tests.builders import a_guest_meal, a_scanner_at
from nuanfeng.modules.insight.desk.stations import in_words
from nuanfeng.modules.insight.models import StationDay
from nuanfeng.modules.insight.rules import EXPORT_ROWS_MAX
from nuanfeng.modules.insight.tests.builders import a_morning, a_quiet_station, at, at_the_office
from nuanfeng.modules.organisations.tests.builders import a_county
from nuanfeng.modules.people.models import Person
from nuanfeng.modules.stations.tests.builders import a_station

pytestmark = pytest.mark.django_db
HAND_OUTS = reverse("insight:hand_outs")
FRIDAY = {"first": "2026-10-09", "last": "2026-10-09"}
NAMES = ("hand_outs", "screens", "stock", "days", "table", "people", "stations")


def sheet_of(answer):
    """The first sheet of a downloaded workbook."""
    return load_workbook(BytesIO(answer.content)).worksheets[0]


def cells(sheet) -> list[tuple[object, ...]]:
    """Every row of a sheet as plain values."""
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows()]


def test_a_row_says_when_where_what_and_in_which_state():
    station = a_morning()

    rows = list(at_the_office().get(HAND_OUTS, FRIDAY).context["rows"])

    first = [cell.shown for cell in rows[-1]]
    assert first[:3] == ["2026-10-09 06:40", "2026-10-09", station.name]
    assert "1" in first[3]


@pytest.mark.parametrize(
    ("status", "count"),
    [("", 5), ("counted", 2), ("extra", 1), ("guest", 1), ("void", 1), ("gave_anyway", 1), ("nonsense", 5)],
)
def test_a_tab_says_how_many_rows_it_leaves(status, count):
    a_morning()

    page = at_the_office().get(HAND_OUTS, {**FRIDAY, "status": status})

    assert len(list(page.context["rows"])) == count
    [here] = [tab for tab in page.context["listing"].tabs if tab.is_here]
    assert here.count == count


def test_a_list_of_one_station_leaves_the_others_out():
    a_morning()
    other = a_quiet_station()
    a_guest_meal(other, by=a_scanner_at(other))

    page = at_the_office().get(HAND_OUTS, {**FRIDAY, "station": other.pk})

    assert len(list(page.context["rows"])) == 1


@pytest.mark.parametrize("name", NAMES)
def test_no_list_names_a_person_or_a_number(name):
    a_morning()
    office = at_the_office()

    for kind in ({}, {"as": "xlsx"}):
        answer = office.get(reverse(f"insight:{name}"), {**FRIDAY, "day": "2026-10-09", **kind})
        text = str(cells(sheet_of(answer))) if kind else answer.content.decode()
        for person in Person.objects.filter(is_staff=False):
            assert person.nickname not in text
            assert person.phone.removeprefix("+86") not in text


@pytest.mark.parametrize("name", NAMES)
def test_every_list_exports_as_it_stands(name):
    a_morning()
    office, address = at_the_office(), reverse(f"insight:{name}")
    asked = {**FRIDAY, "day": "2026-10-09"}

    page, answer = office.get(address, asked), office.get(address, {**asked, "as": "xlsx"})

    assert answer["Content-Type"].startswith("application/vnd.openxmlformats")
    rows = cells(sheet_of(answer))
    listing = page.context["listing"]
    assert rows[0][0].startswith(f"长沙县 {listing.title}")
    head = next(place for place, row in enumerate(rows) if row[0] == listing.columns[0].title)
    shown = [[cell.value for cell in row] for row in page.context["rows"]]
    body = rows[head + 1 : head + 1 + len(shown)]
    assert [plain(row) for row in body] == [plain(row) for row in shown]


def plain(row) -> list[str]:
    """Values without what only one of page and workbook knows: zones, nothing, midnight."""
    shown = []
    for value in row:
        if isinstance(value, datetime) and value.tzinfo:
            value = value.astimezone(at(7).tzinfo).replace(tzinfo=None)
        if isinstance(value, datetime) and value.time() == time():
            value = value.date()
        shown.append("" if value is None else str(value).partition(".")[0])
    return shown


def test_a_station_called_like_a_formula_stays_text():
    a_morning('=HYPERLINK("http://example.org")')

    sheet = sheet_of(at_the_office().get(HAND_OUTS, {**FRIDAY, "as": "xlsx"}))

    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert "f" not in kinds
    assert any(cell.value == '=HYPERLINK("http://example.org")' for cell in sheet["C"])


def test_a_table_that_would_be_too_long_is_refused_beside_the_list_and_not_cut_off():
    station = a_morning()
    office = at_the_office()
    StationDay.objects.filter(station=station).update(counted=EXPORT_ROWS_MAX)

    answer = office.get(HAND_OUTS, {**FRIDAY, "as": "xlsx"})

    assert answer.status_code == 409
    assert answer.context["refusal"].code == "too_many_rows"
    assert len(list(answer.context["rows"])) == 5


@pytest.mark.parametrize(
    "asked",
    [
        {"first": "2026-10-09", "last": "2026-10-01"},
        {"first": "2020-01-01", "last": "2026-10-09"},
    ],
)
def test_days_that_make_no_sense_are_said_and_something_is_shown(asked):
    a_county()

    page = at_the_office().get(HAND_OUTS, asked)

    assert page.status_code == 422
    assert page.context["refusal"].code in ("first_after_last", "period_too_long")
    assert at_the_office().get(HAND_OUTS, {**asked, "as": "xlsx"}).status_code == 422


@pytest.mark.parametrize(
    "asked",
    [
        {"first": "tomorrow", "last": "2026-99-99"},
        {"station": "0"},
        {"station": "abc"},
        {"page": "999999"},
        {"page": "-1"},
        {"as": "pdf"},
        {"first": "\x00", "status": "%00"},
    ],
)
@pytest.mark.parametrize("name", NAMES)
def test_nonsense_in_an_address_is_no_failure(name, asked):
    a_county()

    assert at_the_office().get(reverse(f"insight:{name}"), asked).status_code in (200, 422)


@pytest.mark.parametrize("asked", [{"day": "x"}, {"hour": "25"}, {"hour": "-1"}, {"hour": "noon"}])
def test_an_hour_that_is_none_shows_every_station(asked):
    a_station()

    page = at_the_office().get(reverse("insight:stations"), asked)

    assert len(list(page.context["rows"])) == 1


def test_stations_that_are_open_in_an_hour():
    a_station("早站", hours="06:00-09:00")
    a_station("夜站", hours="18:00-24:00")
    a_station("不知道", hours="")

    page = at_the_office().get(reverse("insight:stations"), {"day": "2026-10-09", "hour": "19"})

    assert [row[0].value for row in page.context["rows"]] == ["夜站"]


def test_hours_in_words():
    def at(day, hour, minute=0):
        return datetime.combine(date(2026, 10, day), time(hour, minute))

    evening = [(at(8, 0), at(8, 2)), (at(8, 17, 30), at(9, 0))]
    assert in_words(evening).replace("、", ", ") == "0:00–2:00, 17:30–24:00"
    assert in_words([(at(8, 8), at(8, 21, 30))]) == "8:00–21:30"
    whole = [(at(8, 0), at(9, 0))]
    assert len({in_words(None), in_words([]), in_words(whole)}) == 3
