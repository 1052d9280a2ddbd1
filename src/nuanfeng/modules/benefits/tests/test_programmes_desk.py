"""County staff keep programmes; nobody else does."""

import re

import pytest
from django.test import Client

from nuanfeng.modules.benefits.models import Item, PickupPoint, Programme
from nuanfeng.modules.benefits.tests.builders import a_county_clerk, a_master_of, a_programme, a_station
from nuanfeng.modules.people.tests.builders import signed_in

pytestmark = pytest.mark.django_db

NEW = {
    "name": "夏日清凉",
    "name_en": "Summer drinks",
    "code": "summer",
    "serving_hours": "每天 10:00-16:00",
    "starts_on": "2026-06-01",
    "ends_on": "2026-08-31",
    "service_day_starts_at": "03:00",
    "period": "day",
}


@pytest.fixture
def desk() -> Client:
    a_programme()
    return signed_in(a_county_clerk(), with_second_factor=True)


def test_a_programme_begins_with_its_table_and_its_stations(desk):
    station = a_station("榔梨骑手之家")
    assert desk.post("/office/programmes/new/", NEW).status_code == 302
    made = Programme.objects.get(code="summer")
    assert "10:00-16:00" in made.serving_hours

    item = {"name": "凉茶", "name_en": "Cold tea", "code": "tea", "quantity_max": "2", "rank": "1"}
    assert desk.post("/office/programmes/summer/items/new/", item).status_code == 302
    assert Item.objects.get(code="tea").quantity_max == 2

    assert desk.post("/office/programmes/summer/points/", {"station": [station.pk]}).status_code == 302
    assert PickupPoint.objects.get(programme=made).is_active
    assert desk.post("/office/programmes/summer/points/", {}).status_code == 302
    assert not PickupPoint.objects.get(programme=made).is_active
    assert "夏日清凉" in desk.get("/office/programmes/").content.decode()


def test_a_code_that_is_taken_is_said_and_nothing_is_made(desk):
    answer = desk.post("/office/programmes/new/", {**NEW, "code": "breakfast"})
    assert answer.status_code == 409
    assert Programme.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"serving_hours": "看情况"}, {"name": ""}, {"starts_on": "soon"}, {"ends_on": "2026-05-01"}],
)
def test_what_cannot_be_is_said_beside_its_field(desk, wrong):
    answer = desk.post("/office/programmes/new/", {**NEW, **wrong})
    assert answer.status_code == 422
    assert answer.content.decode().count('class="errorlist"') == 1
    assert "_" not in re.search(r'errorlist".*?</ul>', answer.content.decode(), re.S)[0].split("<span>")[1]
    assert Programme.objects.count() == 1


def test_hours_and_the_table_are_changed(desk):
    sent = {"name": "暖心早餐", "serving_hours": "06:00-08:30", "starts_on": "2026-10-01", "is_active": "on"}
    assert desk.post("/office/programmes/breakfast/", sent).status_code == 302
    assert Programme.objects.get(code="breakfast").serving_hours == "06:00-08:30"
    bun = {"name": "肉包", "quantity_max": "3", "rank": "1"}
    assert desk.post("/office/programmes/breakfast/items/bun/", bun).status_code == 302
    assert (Item.objects.get(code="bun").name, Item.objects.get(code="bun").is_active) == ("肉包", False)


def test_a_refused_change_leaves_the_page_with_what_is_kept(desk):
    sent = {"name": "早餐", "starts_on": "2026-10-01", "ends_on": "2026-09-01", "is_active": "on"}
    answer = desk.post("/office/programmes/breakfast/", sent)
    assert answer.status_code == 422
    assert "<h1>暖心早餐</h1>" in answer.content.decode()


@pytest.mark.parametrize(
    "path", ["", "new/", "breakfast/", "breakfast/points/", "breakfast/rule/", "breakfast/items/bun/"]
)
def test_a_station_master_and_a_clerk_without_the_second_step_do_not_get_in(desk, path):
    master = signed_in(a_master_of(a_station("别的驿站")), with_second_factor=True)
    assert master.get(f"/office/programmes/{path}").status_code == 403
    assert signed_in(a_county_clerk()).get(f"/office/programmes/{path}").status_code == 302
    assert Client().get(f"/office/programmes/{path}").status_code == 302


def test_a_programme_that_is_not_there_is_a_plain_404(desk):
    assert desk.get("/office/programmes/nothing/").status_code == 404
