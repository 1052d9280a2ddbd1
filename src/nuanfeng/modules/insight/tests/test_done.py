"""The county reads who did what, by nickname and in plain words."""

import re
from pathlib import Path

import pytest

from nuanfeng.modules.insight.desk.done_words import ALL_WORDS, LEFT_OUT
from nuanfeng.modules.people.tests.builders import signed_in
from nuanfeng.modules.people.usecases import change_profile
from nuanfeng.modules.stations.tests.builders import (
    NOON,
    a_county,
    a_county_clerk,
    a_master_of,
    a_person,
    a_station,
)
from nuanfeng.modules.stations.usecases import confirm_station

pytestmark = pytest.mark.django_db
SOURCE = Path(__file__).resolve().parents[3]
RECORDED = re.compile(r'action="([a-z]+\.[a-z_]+)"')


@pytest.fixture
def clerk():
    a_county()
    return a_county_clerk()


def test_who_did_what_is_read_by_nickname(clerk):
    station = a_station("星沙驿站", by=clerk)
    confirm_station(station_id=station.pk, actor=clerk, now=NOON)
    office = signed_in(clerk, with_second_factor=True)
    for address in ("/office/audit/", f"/office/stations/{station.pk}/"):
        page = office.get(address).content.decode()
        assert clerk.nickname in page, address
        assert "星沙驿站" in page
    assert "核实" in office.get("/office/audit/?about=stations").content.decode()
    assert "星沙驿站" not in office.get("/office/audit/?about=phones").content.decode()
    assert office.get("/office/audit/?as=xlsx").status_code == 200


def test_what_riders_do_for_themselves_is_no_business_of_the_county(clerk):
    rider = a_person("小李的新名字")
    change_profile(person=rider, nickname="小李改名", kind_of_work="", now=NOON)
    page = signed_in(clerk, with_second_factor=True).get("/office/audit/").content.decode()
    assert "小李改名" not in page


def test_only_the_county_with_its_second_step_reads_it(clerk):
    assert signed_in(clerk).get("/office/audit/").status_code in (302, 403)
    master = a_master_of(a_station(by=clerk))
    assert signed_in(master, with_second_factor=True).get("/office/audit/").status_code == 403


def unspoken(text, known):
    """Actions that this text records and that no list knows."""
    return sorted(set(RECORDED.findall(text)) - known)


def test_every_recorded_action_has_its_words_or_a_reason_to_be_left_out():
    known = set(ALL_WORDS) | set(" ".join(LEFT_OUT.values()).split())
    source = "\n".join(
        path.read_text()
        for path in SOURCE.rglob("*.py")
        if "tests" not in path.parts and "demo" not in path.parts
    )
    assert unspoken(source, known) == []


def test_an_action_that_nobody_gave_words_is_found():
    assert unspoken('record(action="stations.paint_door")', set()) == ["stations.paint_door"]
