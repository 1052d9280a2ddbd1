"""The county plans what is handed out, and where."""

from datetime import date

import pytest

from nuanfeng.kernel.errors import Refused
from nuanfeng.kernel.models import AuditEntry, Event
from nuanfeng.modules.benefits.models import Item, PickupPoint, Programme
from nuanfeng.modules.benefits.tests.builders import (
    BREAKFAST,
    a_county_clerk,
    a_programme,
    a_rider,
    a_station_with_breakfast,
    a_volunteer_at,
    at,
    redeem,
)
from nuanfeng.modules.benefits.usecases import (
    add_item,
    add_pickup_point,
    change_item,
    change_programme,
    create_programme,
    end_pickup_point,
)

pytestmark = pytest.mark.django_db


def test_a_programme_begins_with_its_day_at_three_and_the_fact_is_announced():
    programme = a_programme()

    assert (programme.code, programme.service_day_starts_at.hour) == (BREAKFAST, 3)
    assert Event.objects.get(name="benefits.programme_created").payload == {"programme_id": programme.pk}


@pytest.mark.parametrize(
    ("known", "code"),
    [
        ({"code": BREAKFAST}, "code_taken"),
        ({"ends_on": date(2026, 9, 30)}, "ends_before_it_starts"),
        ({"serving_hours": "morgens"}, "hours_not_understood"),
    ],
)
def test_a_programme_that_cannot_be_is_refused(known, code):
    a_programme()
    planned = {"code": "supper", "name": "晚饭", "starts_on": date(2026, 10, 1), **known}

    with pytest.raises(Refused) as no:
        create_programme(actor=a_county_clerk(), now=at(8), **planned)

    assert no.value.refusal.code == code
    assert Programme.objects.count() == 1


def test_changes_are_recorded_by_name_and_the_same_again_is_no_change():
    programme, clerk = a_programme(), a_county_clerk()

    for _ in range(2):
        change_programme(
            programme_id=programme.pk, actor=clerk, now=at(8), name="早餐", serving_hours="06:00-10:00"
        )

    assert Programme.objects.get().name == "早餐"
    entry = AuditEntry.objects.get(action="benefits.change_programme")
    assert entry.details == {"changed": ["name", "serving_hours"]}


def test_the_start_of_the_service_day_cannot_be_moved():
    with pytest.raises(TypeError, match="service_day_starts_at"):
        change_programme(
            programme_id=a_programme().pk,
            actor=a_county_clerk(),
            now=at(8),
            service_day_starts_at=at(4).time(),
        )


def test_something_is_taken_off_the_table_and_can_no_longer_be_chosen():
    station = a_station_with_breakfast()
    redeem(station, a_rider(), buns=0, milks=1)

    milk = Item.objects.get(code="soy_milk")
    change_item(item_id=milk.pk, actor=a_county_clerk(), now=at(7, 30), is_active=False)

    with pytest.raises(Refused, match="not on this table"):
        redeem(station, a_rider("小周"), buns=0, milks=1)


@pytest.mark.parametrize("most", [0, 21])
def test_nobody_takes_none_or_too_many_of_an_item(most):
    programme, clerk = a_programme(), a_county_clerk()
    with pytest.raises(Refused, match="from 1 to 20"):
        add_item(
            programme_id=programme.pk, code="egg", name="鸡蛋", quantity_max=most, actor=clerk, now=at(8)
        )


def test_a_station_stops_and_goes_on_handing_out():
    station, clerk = a_station_with_breakfast(), a_county_clerk()
    where = {"programme_id": Programme.objects.get().pk, "station_id": station.pk, "actor": clerk}

    for _ in range(2):
        end_pickup_point(now=at(7), **where)
    with pytest.raises(Refused, match="does not hand out"):
        redeem(station, a_rider())

    for _ in range(2):
        add_pickup_point(now=at(7, 30), **where)
    assert redeem(station, a_rider()).outcome == "counted"
    assert PickupPoint.objects.count() == 1


def test_only_the_county_plans():
    programme, station = a_programme(), a_station_with_breakfast()
    for stranger in (a_rider(), a_volunteer_at(station)):
        who = {"actor": stranger, "now": at(8)}
        for act in (
            lambda who=who: create_programme(code="x", name="x", starts_on=date(2026, 1, 1), **who),
            lambda who=who: change_programme(programme_id=programme.pk, name="x", **who),
            lambda who=who: add_item(programme_id=programme.pk, code="x", name="x", **who),
            lambda who=who: change_item(item_id=Item.objects.first().pk, name="x", **who),
            lambda who=who: add_pickup_point(programme_id=programme.pk, station_id=station.pk, **who),
            lambda who=who: end_pickup_point(programme_id=programme.pk, station_id=station.pk, **who),
        ):
            with pytest.raises(Refused, match="Only county staff"):
                act()
