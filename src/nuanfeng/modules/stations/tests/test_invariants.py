"""Each sentence sees a violation that is forged."""

import pytest

from nuanfeng.modules.people.models import Person
from nuanfeng.modules.stations import invariants
from nuanfeng.modules.stations.models import Station, StationImportRow
from nuanfeng.modules.stations.tests.builders import (
    NOON,
    a_county,
    a_county_clerk,
    a_station,
    a_volunteer_at,
)
from nuanfeng.modules.stations.tests.sheet_builders import a_county_sheet
from nuanfeng.modules.stations.usecases import change_station, preview_import

pytestmark = pytest.mark.django_db
SENTENCES = [
    invariants.stations_whose_hours_cannot_be_read,
    invariants.stations_that_a_search_misses,
    invariants.staff_who_left_the_network,
    invariants.rows_the_same_as_a_later_row,
]


def test_an_ordinary_county_keeps_every_sentence():
    a_county()
    station, clerk = a_station(aliases=["老地方"], name_en="Old place"), a_county_clerk()
    a_volunteer_at(station)
    change_station(station_id=station.pk, actor=clerk, now=NOON, changes={"name": "新名字", "hours": ""})
    preview_import(
        actor=clerk, now=NOON, content=a_county_sheet((1, "", "甲", "路")), file_name="x", datum="wgs84"
    )
    assert [list(sentence()) for sentence in SENTENCES] == [[], [], [], []]


def test_a_forged_row_is_seen_by_its_sentence():
    a_county()
    station, clerk = a_station(), a_county_clerk()
    volunteer = a_volunteer_at(station)
    preview_import(
        actor=clerk, now=NOON, content=a_county_sheet((1, "", "甲", "路")), file_name="x", datum="wgs84"
    )
    Station.objects.update(hours="whenever", name="别的名字")
    gone = {"phone_digest": None, "phone_encrypted": "", "nickname": "", "is_active": False}
    Person.objects.filter(pk=volunteer.pk).update(erased_at=NOON, **gone)
    StationImportRow.objects.update(same_as_row=4)
    assert [len(list(sentence())) for sentence in SENTENCES] == [1, 1, 1, 1]
