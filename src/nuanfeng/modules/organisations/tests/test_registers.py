"""The registers under /admin/: for county staff with both steps, every change recorded."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.core.exceptions import ImproperlyConfigured

from nuanfeng.kernel.models import AuditEntry, CalendarDay
from nuanfeng.modules.organisations.api.registers_site import Registers
from nuanfeng.modules.organisations.models import Appointment, Area, County, Organisation
from nuanfeng.modules.organisations.tests.builders import a_clerk, a_county, at_the_office
from nuanfeng.modules.people.models import Person
from nuanfeng.modules.people.tests.builders import a_worker, signed_in
from nuanfeng.ui.admin import RegisterAdmin

TOWN = {
    "code": "430121001",
    "name": "星沙街道",
    "name_en": "",
    "kind": "town",
    "parent": "",
    "aliases": "星沙\n星沙镇",
}


def test_every_register_records_its_changes():
    assert admin.site._registry
    assert all(isinstance(shown, RegisterAdmin) for shown in admin.site._registry.values())


def test_a_register_that_does_not_record_is_turned_away():
    class Forgetful(admin.ModelAdmin):
        pass

    Forgetful.__module__ = "nuanfeng.modules.somewhere.admin"

    with pytest.raises(ImproperlyConfigured):
        Registers().register(Area, Forgetful)


def test_second_factors_are_in_no_register():
    assert Authenticator not in admin.site._registry


def test_persons_are_in_no_register():
    assert Person not in admin.site._registry


@pytest.mark.django_db
def test_registers_are_closed_to_everyone_else(client):
    assert client.get("/admin/").url.startswith("/admin/login/")
    assert client.get("/admin/login/").url.startswith("/accounts/login/code/")
    worker = signed_in(a_worker())
    assert worker.get("/admin/", follow=True).status_code == 403
    no_second_step = signed_in(a_clerk())
    assert no_second_step.get("/admin/login/?next=/admin/").url.startswith("/accounts/2fa/start/")
    assert no_second_step.post("/admin/organisations/area/add/", TOWN).status_code == 302
    assert not Area.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "",
        "organisations/county/",
        "organisations/area/",
        "organisations/area/add/",
        "organisations/organisation/",
        "organisations/organisation/add/",
        "organisations/appointment/",
        "kernel/calendarday/",
        "kernel/calendarday/add/",
    ],
)
def test_every_register_opens(path):
    assert at_the_office().get(f"/admin/{path}").status_code == 200


@pytest.mark.django_db
def test_a_town_is_added_changed_and_deleted_and_each_is_recorded():
    office = at_the_office()
    office.post("/admin/organisations/area/add/", TOWN)
    town = Area.objects.get()
    office.post(f"/admin/organisations/area/{town.pk}/change/", {**TOWN, "name_en": "Xingsha"})
    town.refresh_from_db()
    assert (town.aliases, town.name_en) == (["星沙", "星沙镇"], "Xingsha")

    office.post(f"/admin/organisations/area/{town.pk}/delete/", {"post": "yes"})

    assert not Area.objects.exists()
    actions = list(
        AuditEntry.objects.filter(subject__startswith="organisations.area")
        .order_by("pk")
        .values_list("action", flat=True)
    )
    assert actions == ["organisations.add_area", "organisations.change_area", "organisations.delete_area"]


@pytest.mark.django_db
def test_a_form_with_a_mistake_writes_nothing():
    office = at_the_office()
    before = AuditEntry.objects.count()

    answer = office.post("/admin/organisations/area/add/", {**TOWN, "kind": "village"})

    assert answer.status_code == 200
    assert "errornote" in answer.content.decode()
    assert AuditEntry.objects.count() == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    "boundary",
    ['{"type": "Point", "coordinates": [1, 2]}', "[1]", '{"type": "Polygon", "coordinates": [[["a", 1]]]}'],
)
def test_an_outline_that_is_none_is_refused_beside_its_field(boundary):
    county = a_county()

    answer = at_the_office().post(
        f"/admin/organisations/county/{county.pk}/change/",
        {"code": "430121", "name": "长沙县", "boundary": boundary},
    )

    assert answer.status_code == 200
    assert County.objects.get().boundary is None


@pytest.mark.django_db
def test_there_is_one_county_and_it_stays():
    county = a_county()
    office = at_the_office()

    assert office.get("/admin/organisations/county/add/").status_code == 403
    assert office.post(f"/admin/organisations/county/{county.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.django_db
def test_appointments_are_looked_up_here_and_changed_in_the_office():
    office = at_the_office(a_clerk())
    appointment = Appointment.objects.get()

    assert office.get("/admin/organisations/appointment/add/").status_code == 403
    office.post(f"/admin/organisations/appointment/{appointment.pk}/delete/", {"post": "yes"})
    assert Appointment.objects.exists()


@pytest.mark.django_db
def test_a_park_is_offered_where_a_park_is_asked_for():
    Organisation.objects.create(kind="park", name="晟象智慧物流园")
    Organisation.objects.create(kind="enterprise", name="晟象快递")

    form = at_the_office().get("/admin/organisations/organisation/add/").content.decode()

    assert "晟象智慧物流园</option>" in form
    assert "晟象快递</option>" not in form


@pytest.mark.django_db
def test_a_day_of_the_countys_calendar_is_kept():
    at_the_office().post(
        "/admin/kernel/calendarday/add/", {"day": "2026-12-31", "kind": "holiday", "name": "县里放假"}
    )

    assert CalendarDay.objects.get().name == "县里放假"
