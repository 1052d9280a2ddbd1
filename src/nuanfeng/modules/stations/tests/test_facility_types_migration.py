"""An empty county knows what a station can have, and its own changes survive."""

from importlib import import_module

import pytest
from django.apps import apps

from nuanfeng.modules.stations.models import Duty, FacilityType

add_missing = import_module("nuanfeng.modules.stations.migrations.0002_facility_types").add_missing


@pytest.mark.django_db
def test_an_empty_county_knows_the_five_free_basics_for_drivers():
    Duty.objects.all().delete()
    FacilityType.objects.all().delete()

    add_missing(apps, None)

    basics = FacilityType.objects.filter(is_driver_basic=True).values_list("code", flat=True)
    assert set(basics) == {"parking", "hot_water", "heating_food", "shower", "laundry"}


@pytest.mark.django_db
def test_a_name_that_the_county_changed_stays_changed():
    Duty.objects.all().delete()
    FacilityType.objects.all().delete()
    add_missing(apps, None)
    FacilityType.objects.filter(code="water").update(name="开水")
    before = FacilityType.objects.count()

    add_missing(apps, None)

    assert FacilityType.objects.count() == before
    assert FacilityType.objects.get(code="water").name == "开水"
