"""Setting up an empty county from files."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from nuanfeng.kernel.models import AuditEntry
from nuanfeng.modules.organisations import rules
from nuanfeng.modules.organisations.models import Area, County
from nuanfeng.modules.organisations.queries import area_named

pytestmark = pytest.mark.django_db
SQUARE = {"type": "Polygon", "coordinates": [[[113, 28], [114, 28], [114, 29], [113, 28]]]}


def _run(*words):
    out = StringIO()
    call_command("county", *map(str, words), stdout=out)
    return out.getvalue()


def _file(folder, name, text):
    path = folder / name
    path.write_text(text, encoding="utf-8-sig")
    return path


def test_a_county_is_set_up_from_three_files(tmp_path):
    outline = _file(tmp_path, "county.geojson", json.dumps({"type": "Feature", "geometry": SQUARE}))
    towns = _file(tmp_path, "towns.csv", "code,name,aliases\n430121004,㮾梨街道,榔梨街道|榔梨\n")
    villages = _file(tmp_path, "villages.csv", "code,name,town_code\n430121004001,土岭社区,430121004\n")

    said = _run("set", "430121", "长沙县", "--boundary", outline, "--towns", towns, "--villages", villages)

    county = County.objects.get()
    assert (county.latitude, county.longitude) == (28.5, 113.5)
    assert county.boundary["type"] == "MultiPolygon"
    assert area_named("榔梨").code == "430121004"
    assert Area.objects.get(kind="village").parent.name == "㮾梨街道"
    assert "1 towns, 1 villages" in said
    assert "nuanfeng staff add" in said


def test_the_same_files_twice_change_nothing(tmp_path):
    towns = _file(tmp_path, "towns.csv", "code,name\n430121001,星沙街道\n")
    _run("set", "430121", "长沙县", "--towns", towns)
    entries = AuditEntry.objects.filter(action="organisations.load_areas").count()

    said = _run("set", "430121", "长沙县", "--towns", towns)

    assert "changed: 0" in said
    assert AuditEntry.objects.filter(action="organisations.load_areas").count() == entries


def test_what_is_left_out_stays_as_it_is():
    _run("set", "430121", "长沙县", "--hotline", "12345")

    _run("set", "430121", "长沙县", "--name-en", "Changsha County")

    county = County.objects.get()
    assert (county.hotline, county.name_en) == ("12345", "Changsha County")


def test_a_village_of_an_unknown_town_is_refused_and_nothing_is_loaded(tmp_path):
    villages = _file(tmp_path, "villages.csv", "code,name,town_code\n1,远村,999\n")

    with pytest.raises(CommandError, match="远村"):
        _run("set", "430121", "长沙县", "--villages", villages)
    assert not Area.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "{", "{}", '{"type": "Point", "coordinates": [1, 2]}', "[]", '{"type": "Polygon", "coordinates": []}',
    ],
)  # fmt: skip
def test_a_file_without_an_outline_is_said_so_before_anything_is_written(tmp_path, text):
    with pytest.raises(CommandError):
        _run("set", "430121", "长沙县", "--boundary", _file(tmp_path, "county.geojson", text))
    assert not County.objects.exists()


def test_a_file_that_is_not_there_or_not_text_is_said_so(tmp_path):
    (tmp_path / "towns.csv").write_bytes("代码,名称\n1,星沙".encode("gb18030"))
    for file in (tmp_path / "none.csv", tmp_path / "towns.csv"):
        with pytest.raises(CommandError):
            _run("set", "430121", "长沙县", "--towns", file)


def test_an_empty_installation_says_what_to_do():
    assert "nuanfeng county set" in _run("show")


def test_the_published_lists_of_the_county_are_read_as_they_are(shared_files):
    folder = shared_files / "data" / "geography"
    said = _run(
        "set",
        "430121",
        "长沙县",
        "--towns",
        folder / "changsha_county_430121_streets.csv",
        "--villages",
        folder / "changsha_county_430121_villages.csv",
        "--boundary",
        folder / "changsha_county_430121_boundary_tianditu_cgcs2000.geojson",
    )
    assert "18 towns, 225 villages, with an outline" in said


def test_an_outline_is_numbers_on_earth():
    assert rules.outline_of(SQUARE)["coordinates"] == [SQUARE["coordinates"]]
    assert rules.outline_of(
        {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": SQUARE}]}
    )
    for wrong in (None, 7, {"type": "Polygon"}, {"type": "Polygon", "coordinates": [[[200, 0]] * 4]}):
        assert rules.outline_of(wrong) is None


def test_an_error_page_names_the_countys_hotline_and_the_ways_on(client):
    before = client.get("/nothing-here/").text
    _run("set", "430121", "长沙县", "--hotline", "0731 8401 0000")
    page = client.get("/nothing-here/").text
    assert "tel:" not in before
    assert 'href="tel:073184010000"' in page
    assert 'href="/ask/"' in page
    assert 'href="/"' in page
