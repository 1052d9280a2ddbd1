"""A list of stations comes in: looked at first, decided where it has to be, applied once."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from nuanfeng.kernel.errors import Refused
from nuanfeng.kernel.models import AuditEntry, Event
from nuanfeng.modules.stations.models import Station, StationImport, StationImportRow
from nuanfeng.modules.stations.queries.importing import counts_by_tab, told
from nuanfeng.modules.stations.tests.builders import (
    NOON,
    a_county,
    a_county_clerk,
    a_master_of,
    a_station,
    a_town,
)
from nuanfeng.modules.stations.tests.sheet_builders import a_county_sheet, a_workbook
from nuanfeng.modules.stations.usecases import (
    apply_import,
    change_station,
    close_station,
    decide_row,
    decide_undecided,
    preview_import,
)

pytestmark = pytest.mark.django_db
SQUARE = {"type": "Polygon", "coordinates": [[[113, 28], [114, 28], [114, 29], [113, 29], [113, 28]]]}
KAIYUAN = (
    1,
    "星沙街道",
    "开元驿站",
    "开元路 1 号",
    113.08,
    28.24,
    "0731-84011111",
    "8:30-20:00",
    "饮水、充电",
)
BANCANG = (2, "星沙街道", "板仓驿站", "板仓路 8 号", None, None, None, "24小时", "休息")


@pytest.fixture
def clerk():
    a_county(boundary=SQUARE)
    a_town("星沙街道")
    return a_county_clerk()


def preview(clerk, content, *, datum="wgs84", **more):
    return preview_import(actor=clerk, now=NOON, content=content, file_name="驿站.xlsx", datum=datum, **more)


def apply_all(clerk, sheet, *, rows_at_once=250):
    rounds = [apply_import(sheet_id=sheet.pk, actor=clerk, now=NOON, rows_at_once=rows_at_once)]
    while rounds[-1].rows_left:
        rounds.append(apply_import(sheet_id=sheet.pk, actor=clerk, now=NOON, rows_at_once=rows_at_once))
    return rounds


def row(sheet, name):
    return sheet.rows.get(values__name=name)


def test_nothing_of_the_list_is_there_before_it_is_applied(clerk):
    sheet = preview(clerk, a_county_sheet(KAIYUAN, BANCANG))
    assert Station.objects.count() == 0
    assert (sheet.rows_total, counts_by_tab(sheet)["ready"], sheet.applied_at) == (2, 2, None)


def test_an_applied_list_is_stations_with_hours_facilities_and_a_town(clerk):
    sheet = preview(clerk, a_county_sheet(KAIYUAN, BANCANG))
    (applied,) = apply_all(clerk, sheet)
    assert (applied.opened, applied.changed, applied.rows_left) == (2, 0, 0)
    station = Station.objects.get(name="开元驿站")
    assert (station.hours, station.phone, station.area.name) == ("08:30-20:00", "0731-84011111", "星沙街道")
    assert (station.latitude, station.longitude) == (28.24, 113.08)
    assert {held.facility_type.code for held in station.facilities.all()} == {"water", "charging"}
    assert "kaiyuanyizhan" in station.name_search
    assert Event.objects.filter(name="stations.station_opened").count() == 2
    assert AuditEntry.objects.get(action="stations.apply_import").details["opened"] == 2


def test_a_long_list_is_applied_in_rounds_and_can_be_taken_up_again(clerk):
    stations = [(n, "", f"驿站 {n}", f"某路 {n} 号") for n in range(7)]
    sheet = preview(clerk, a_county_sheet(*stations))
    first = apply_import(sheet_id=sheet.pk, actor=clerk, now=NOON, rows_at_once=3)
    assert (first.opened, first.rows_left) == (3, 4)
    assert [applied.opened for applied in apply_all(clerk, sheet, rows_at_once=3)] == [3, 1]
    assert Station.objects.count() == 7
    assert apply_import(sheet_id=sheet.pk, actor=clerk, now=NOON).opened == 0


def test_the_same_file_twice_changes_nothing_and_is_the_import_that_it_was(clerk):
    content = a_county_sheet(KAIYUAN, BANCANG)
    sheet = preview(clerk, content)
    apply_all(clerk, sheet)
    before = list(Station.objects.values())
    entries = AuditEntry.objects.count()
    again = preview(clerk, content)
    assert again == sheet
    assert again.applied_at == NOON
    apply_all(clerk, again)
    assert list(Station.objects.values()) == before
    assert AuditEntry.objects.count() == entries


def test_rows_that_came_before_are_known_in_another_file(clerk):
    apply_all(clerk, preview(clerk, a_county_sheet(KAIYUAN)))
    station = Station.objects.get()
    change_station(station_id=station.pk, actor=clerk, now=NOON, changes={"hours": "24/7"})
    sheet = preview(clerk, a_county_sheet(BANCANG, KAIYUAN))
    assert (counts_by_tab(sheet)["known"], counts_by_tab(sheet)["ready"]) == (1, 1)
    apply_all(clerk, sheet)
    station.refresh_from_db()
    assert (station.hours, Station.objects.count()) == ("24/7", 2)


def test_a_preview_that_was_never_applied_is_judged_anew(clerk):
    content = a_county_sheet((1, "㮾梨街道", "梨江驿站", "梨江大道 1 号"))
    first = preview(clerk, content)
    assert row(first, "梨江驿站").values["area"] == ""
    town = a_town("㮾梨街道")
    again = preview(clerk, content)
    assert again.pk == first.pk
    assert row(again, "梨江驿站").values["area"] == town.code
    assert StationImport.objects.count() == 1


def test_points_of_chinese_maps_are_moved(clerk):
    moved = (1, "", "开元驿站", "开元路", 113.0873725, 28.2430287)
    apply_all(clerk, preview(clerk, a_county_sheet(moved), datum="gcj02"))
    station = Station.objects.get()
    assert (station.latitude, station.longitude) == (pytest.approx(28.2462), pytest.approx(113.0815))


def test_a_point_outside_the_county_is_told_and_taken(clerk):
    sheet = preview(clerk, a_county_sheet((1, "", "远方驿站", "路", 116.4, 39.9)))
    (code, _params) = row(sheet, "远方驿站").remarks[0]
    assert code == "outside_county"
    assert apply_all(clerk, sheet)[0].opened == 1


def test_wrong_rows_stay_out_and_say_why_in_the_readers_language(clerk):
    sheet = preview(clerk, a_county_sheet((1, "", "半个驿站", "路", 113.08, None), KAIYUAN))
    wrong = row(sheet, "半个驿站")
    assert wrong.state == "wrong"
    with translation.override("en"):
        assert told(wrong.problems) == ["Only one of longitude and latitude is there."]
    with pytest.raises(Refused, match="put right in the sheet"):
        decide_row(row_id=wrong.pk, decision="new", actor=clerk, now=NOON)
    assert apply_all(clerk, sheet)[0].opened == 1


def test_a_place_under_two_names_waits_for_a_decision(clerk):
    known = a_station("小红象驿站", by=clerk, latitude=28.24, longitude=113.08, hours="", phone="")
    sheet = preview(clerk, a_county_sheet(KAIYUAN))
    waiting = row(sheet, "开元驿站")
    assert (waiting.state, waiting.likenesses[0]["ref"]) == ("undecided", str(known.pk))
    assert apply_all(clerk, sheet)[0].opened == 0

    decide_row(row_id=waiting.pk, decision="same", actor=clerk, now=NOON)
    assert apply_all(clerk, sheet)[0].changed == 1
    known.refresh_from_db()
    assert (known.name, known.aliases) == ("小红象驿站", ["开元驿站"])
    assert (known.hours, known.phone) == ("08:30-20:00", "0731-84011111")
    assert known.facilities.count() == 2


def test_the_same_name_at_the_same_spot_is_the_same_and_only_gaps_are_filled(clerk):
    known = a_station("开元驿站", by=clerk, latitude=28.24, longitude=113.08, phone="", hours="24/7")
    sheet = preview(clerk, a_county_sheet(KAIYUAN))
    assert row(sheet, "开元驿站").decision == "same"
    apply_all(clerk, sheet)
    known.refresh_from_db()
    assert (known.hours, known.phone) == ("24/7", "0731-84011111")


def test_a_newer_list_may_overrule_what_is_there(clerk):
    known = a_station("开元驿站", by=clerk, latitude=28.24, longitude=113.08, facilities=["wifi"])
    sheet = preview(clerk, a_county_sheet(KAIYUAN))
    decide_row(row_id=row(sheet, "开元驿站").pk, decision="update", actor=clerk, now=NOON)
    apply_all(clerk, sheet)
    known.refresh_from_db()
    assert known.address == "开元路 1 号"
    assert {held.facility_type.code for held in known.facilities.all()} == {"water", "charging"}


def test_a_row_that_adds_nothing_changes_nothing(clerk):
    apply_all(clerk, preview(clerk, a_county_sheet(KAIYUAN)))
    sheet = preview(clerk, a_county_sheet((*KAIYUAN[:7], "", "")))
    assert [(applied.changed, applied.unchanged) for applied in apply_all(clerk, sheet)] == [(0, 1)]
    assert Event.objects.filter(name="stations.station_changed").count() == 0


def test_one_place_twice_in_one_list_becomes_one_station(clerk):
    twice = (2, "", "开元驿站", "开元路1号", None, None, None, "", "休息")
    sheet = preview(clerk, a_county_sheet(KAIYUAN, twice))
    second = sheet.rows.get(number=5)
    assert (second.state, second.likenesses[0]["ref"]) == ("undecided", "row:4")
    decide_row(row_id=second.pk, decision="same", same_as="row:4", actor=clerk, now=NOON)
    apply_all(clerk, sheet)
    assert {held.facility_type.code for held in Station.objects.get().facilities.all()} == {
        "water",
        "charging",
        "rest",
    }


def test_neighbours_in_one_list_are_two_places_and_said_to_be_near(clerk):
    near = (2, "", "隔壁小店", "板仓路 8 号", 113.0801, 28.24)
    sheet = preview(clerk, a_county_sheet(KAIYUAN, near))
    assert (row(sheet, "隔壁小店").decision, counts_by_tab(sheet)["alike"]) == ("new", 1)


@pytest.mark.parametrize(("decision", "count"), [("new", 2), ("skip", 1), ("same", 1)])
def test_what_waits_is_decided_in_one_go(clerk, decision, count):
    a_station("小红象驿站", by=clerk, latitude=28.24, longitude=113.08)
    sheet = preview(clerk, a_county_sheet(KAIYUAN))
    assert decide_undecided(sheet_id=sheet.pk, decision=decision, actor=clerk, now=NOON) == 1
    apply_all(clerk, sheet)
    assert Station.objects.count() == count


def test_a_decision_must_make_sense(clerk):
    sheet = preview(clerk, a_county_sheet(KAIYUAN))
    ours = row(sheet, "开元驿站").pk
    for decision, same_as, code in [
        ("burn", "", "decision_unknown"),
        ("same", "", "same_as_what"),
        ("same", "999999", "same_as_what"),
        ("same", "row:4", "same_as_what"),
    ]:
        with pytest.raises(Refused) as no:
            decide_row(row_id=ours, decision=decision, same_as=same_as, actor=clerk, now=NOON)
        assert no.value.refusal.code == code
    apply_all(clerk, sheet)
    with pytest.raises(Refused, match="imported already"):
        decide_row(row_id=ours, decision="skip", actor=clerk, now=NOON)


def test_a_closed_station_is_no_double(clerk):
    gone = a_station("开元驿站", by=clerk, latitude=28.24, longitude=113.08)
    close_station(station_id=gone.pk, reason="搬走了", actor=clerk, now=NOON + timedelta(hours=1))
    assert row(preview(clerk, a_county_sheet(KAIYUAN)), "开元驿站").decision == "new"


def test_only_the_county_imports(clerk):
    master = a_master_of(a_station(by=clerk))
    sheet = preview(clerk, a_county_sheet(KAIYUAN))
    for attempt in (
        lambda: preview(master, a_county_sheet(BANCANG)),
        lambda: apply_import(sheet_id=sheet.pk, actor=master, now=NOON),
        lambda: decide_row(row_id=row(sheet, "开元驿站").pk, decision="new", actor=master, now=NOON),
        lambda: decide_undecided(sheet_id=sheet.pk, decision="new", actor=master, now=NOON),
    ):
        with pytest.raises(Refused, match="Only county staff"):
            attempt()


def test_an_unreadable_file_leaves_no_trace(clerk):
    for content, more, code in [
        (b"%PDF-1.7", {}, "sheet_wrong_type"),
        (a_county_sheet(KAIYUAN), {"datum": "bd09"}, "datum_unknown"),
        (a_county_sheet(KAIYUAN), {"kind": "palace"}, "kind_unknown"),
    ]:
        with pytest.raises(Refused) as no:
            preview(clerk, content, **more)
        assert no.value.refusal.code == code
    assert StationImport.objects.count() == 0


def test_names_of_people_are_not_kept(clerk):
    sheet = preview(clerk, a_workbook([("名称", "负责人", "手机"), ("开元驿站", "王五", "13800001111")]))
    assert sheet.personal_columns == ["负责人", "手机"]
    kept = json.dumps(list(StationImportRow.objects.values("cells", "values")), ensure_ascii=False)
    assert "王五" not in kept
    assert "13800001111" not in kept


def on_the_command_line(path, *options):
    out = StringIO()
    call_command("import", "stations", str(path), "--datum", "wgs84", "--json", *options, stdout=out)
    return json.loads(out.getvalue())


def test_the_command_line_looks_without_writing_then_imports_then_says_it_was_there(clerk, tmp_path):
    path = tmp_path / "驿站.xlsx"
    path.write_bytes(a_county_sheet(KAIYUAN, (2, "", "半个驿站", "路", 113.08, None)))
    looked = on_the_command_line(path, "--dry-run")
    assert (looked["rows"], StationImport.objects.count()) == ({"total": 2, "ready": 1, "wrong": 1}, 0)
    assert [problem["row"] for problem in looked["problems"]] == [5]
    done = on_the_command_line(path)
    assert (done["rows"]["opened"], done["rows"]["wrong"], done["already"]) == (1, 1, False)
    again = on_the_command_line(path)
    assert (again["rows"]["opened"], again["already"], again["import"]) == (0, True, done["import"])
    assert Station.objects.count() == 1


def test_the_command_line_names_what_it_cannot_read(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        on_the_command_line(tmp_path / "missing.csv")
    (tmp_path / "photo.csv").write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(CommandError, match="sheet_wrong_type"):
        on_the_command_line(tmp_path / "photo.csv")


def test_4087_rows_of_seoul_come_in_one_go_and_a_second_time_nothing_happens(shared_files):
    path = shared_files / "data/stations/kr_seoul_heat_shelters_2026_raw.csv"
    done = on_the_command_line(path)["rows"]
    assert done["total"] == 4087
    assert done["opened"] + done["undecided"] == 4087
    assert done["undecided"] < 10
    assert on_the_command_line(path, "--undecided", "new")["rows"]["opened"] == done["undecided"]
    assert Station.objects.count() == 4087
    assert on_the_command_line(path)["already"]
    assert Station.objects.count() == 4087


def test_the_five_named_stations_of_the_county_come_in(shared_files, clerk):
    a_town("㮾梨街道", aliases=["榔梨街道"])
    done = on_the_command_line(shared_files / "data/stations/cn_changsha_county_named_stations.csv")
    assert done["rows"]["opened"] == 5
    assert Station.objects.filter(kind="driver_home").count() == 3
    assert Station.objects.get(name__startswith="晟象").aliases == ["小红象驿站"]
