"""A long list comes in while nobody looks, and a wrong one goes again as a whole."""

from datetime import timedelta

import pytest

from nuanfeng.kernel.errors import Refused
from nuanfeng.kernel.ids import new_id
from nuanfeng.modules.organisations.api import COMMAND_LINE
from nuanfeng.modules.organisations.models import Appointment
from nuanfeng.modules.organisations.usecases import end_appointment
from nuanfeng.modules.stations import usecases
from nuanfeng.modules.stations.models import Station, StationImport, StationImportRow
from nuanfeng.modules.stations.tests.builders import (
    NOON,
    a_county,
    a_county_clerk,
    a_master_of,
    a_person,
    a_station,
)
from nuanfeng.modules.stations.tests.sheet_builders import a_county_sheet

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)
THREE = [(n, "", f"驿站 {n}", f"某路 {n} 号", "", "", "", "8:30-20:00", "饮水") for n in (1, 2, 3)]


@pytest.fixture
def clerk():
    a_county()
    return a_county_clerk()


def a_list(clerk, *rows, now=NOON):
    return usecases.preview_import(
        actor=clerk, now=now, content=a_county_sheet(*rows), file_name="驿站.xlsx", datum="wgs84"
    )


def start(clerk, sheet, *, now=NOON):
    return usecases.start_import(sheet_id=sheet.pk, actor=clerk, now=now)


def go_on(*, now=NOON):
    return usecases.continue_imports(now=now, rows_at_once=1)


def take_back(clerk, sheet, *, now=LATER):
    return usecases.take_back_import(sheet_id=sheet.pk, actor=clerk, now=now)


def imported(clerk, *rows):
    sheet = a_list(clerk, *rows)
    start(clerk, sheet)
    go_on()
    return sheet


def test_what_was_started_comes_in_piece_by_piece_without_anybody_looking(clerk):
    sheet = a_list(clerk, *THREE)
    assert go_on() == 0
    start(clerk, sheet)
    assert go_on() == 3
    assert Station.objects.count() == 3
    sheet.refresh_from_db()
    assert (sheet.applied_at, go_on()) == (NOON, 0)


def test_a_worker_that_died_between_two_pieces_goes_on_where_it_was(clerk):
    sheet = a_list(clerk, *THREE)
    start(clerk, sheet)
    usecases.apply_import(sheet_id=sheet.pk, actor=clerk, now=NOON, rows_at_once=1)
    assert Station.objects.count() == 1
    assert go_on(now=LATER) == 2
    assert Station.objects.count() == 3


def test_starting_twice_changes_nothing(clerk):
    sheet = a_list(clerk, *THREE)
    start(clerk, sheet)
    assert start(clerk, sheet, now=LATER).started_at == NOON


def test_somebody_who_left_the_county_stops_the_import_and_another_goes_on(clerk):
    sheet = a_list(clerk, *THREE)
    start(clerk, sheet)
    a_county_clerk()
    role = Appointment.objects.get(person=clerk)
    end_appointment(appointment_id=role.pk, actor=COMMAND_LINE, now=LATER)
    assert go_on() == 0
    sheet.refresh_from_db()
    assert (sheet.stopped_at, sheet.stop_code.startswith("only_")) == (NOON, True)
    start(a_county_clerk(), sheet, now=LATER)
    assert go_on(now=LATER) == 3


def test_only_the_county_starts_and_takes_back(clerk):
    sheet = a_list(clerk, *THREE)
    for use_case in (usecases.start_import, usecases.take_back_import):
        with pytest.raises(Refused):
            use_case(sheet_id=sheet.pk, actor=a_person(), now=NOON)


def test_a_whole_list_is_taken_back_and_can_come_in_again(clerk):
    sheet = imported(clerk, *THREE)
    done = take_back(clerk, sheet)
    assert (done.removed, done.restored, done.kept, Station.objects.count()) == (3, 0, 0, 0)
    assert set(StationImportRow.objects.values_list("state", flat=True)) == {"ready"}
    assert take_back(clerk, sheet).removed == 0
    start(clerk, sheet, now=LATER)
    go_on(now=LATER)
    assert Station.objects.count() == 3


def test_a_running_import_is_not_taken_back(clerk):
    sheet = a_list(clerk, *THREE)
    start(clerk, sheet)
    with pytest.raises(Refused) as no:
        take_back(clerk, sheet)
    assert no.value.refusal.code == "import_running"


def test_a_station_that_somebody_built_on_stays_and_says_why(clerk):
    sheet = imported(clerk, *THREE, (4, "", "驿站 4", "某路 4 号"), (5, "", "驿站 5", "某路 5 号"))
    by_name = {station.name: station for station in Station.objects.all()}
    a_master_of(by_name["驿站 1"])
    usecases.confirm_station(station_id=by_name["驿站 2"].pk, actor=clerk, now=LATER)
    usecases.change_station(
        station_id=by_name["驿站 3"].pk, actor=clerk, now=LATER, changes={"phone": "0731-84010000"}
    )
    usecases.tap_opening(
        id=new_id(),
        station_id=by_name["驿站 1"].pk,
        is_open=True,
        actor=a_master_of(by_name["驿站 1"]),
        now=LATER,
    )
    done = take_back(clerk, sheet)
    assert (done.removed, done.kept) == (2, 3)
    kept = StationImportRow.objects.filter(state="done").order_by("number")
    assert list(kept.values_list("outcome", flat=True)) == ["kept_used", "kept_edit", "kept_edit"]


def test_what_the_list_added_to_a_known_station_is_put_back(clerk):
    known = a_station("小红象驿站", by=clerk, address="某路 1 号", phone="", facilities=["charging"])
    sheet = a_list(clerk, (1, "", "小红象驿站", "某路 1 号", 113.08, 28.24, "0731-84011111", "", "饮水"))
    usecases.decide_undecided(sheet_id=sheet.pk, decision="same", actor=clerk, now=NOON)
    start(clerk, sheet)
    go_on()
    known.refresh_from_db()
    assert (known.phone, known.latitude) == ("0731-84011111", 28.24)
    assert take_back(clerk, sheet).restored == 1
    known.refresh_from_db()
    assert (known.phone, known.latitude) == ("", None)
    assert [one.facility_type.code for one in known.facilities.all()] == ["charging"]


def test_what_somebody_changed_after_the_list_is_not_put_back(clerk):
    known = a_station("小红象驿站", by=clerk, address="某路 1 号", phone="")
    sheet = a_list(clerk, (1, "", "小红象驿站", "某路 1 号", "", "", "0731-84011111"))
    usecases.decide_undecided(sheet_id=sheet.pk, decision="same", actor=clerk, now=NOON)
    start(clerk, sheet)
    go_on()
    usecases.change_station(station_id=known.pk, actor=clerk, now=LATER, changes={"phone": "0731-2"})
    assert (take_back(clerk, sheet).restored, take_back(clerk, sheet).kept) == (0, 0)
    known.refresh_from_db()
    assert known.phone == "0731-2"
    assert StationImport.objects.get().applied_at is not None
