"""Whoever sees a page with somebody's nickname or number leaves a line in that person's own record."""

import pytest
from django.test import Client

from nuanfeng.kernel.models import AuditEntry
from nuanfeng.modules.organisations.models import Appointment
from nuanfeng.modules.people.api import Person, masked_phone
from nuanfeng.modules.people.tests.builders import signed_in
from nuanfeng.portal.queries import looks_at
from tests.journeys.every_page import (
    COUNTY_DESKS,
    COUNTY_FIGURES,
    COUNTY_PROGRAMMES,
    REGISTERS,
    a_world,
)

pytestmark = pytest.mark.django_db(transaction=True)

WITH_HISTORY = ("stations:desk_station",)
PAGES = (*COUNTY_FIGURES, *COUNTY_DESKS, *COUNTY_PROGRAMMES, *REGISTERS)


def unnoted(office: Client, clerk: Person, address: str, people: list[Person]) -> list[str]:
    """Who is named on a page without a line in their record."""
    AuditEntry.objects.filter(action="people.look_at_people").delete()
    page = office.get(address).content.decode()
    named = [one for one in people if one.pk != clerk.pk and _names(page, one)]
    return [f"{address}: {one.nickname}" for one in named if not looks_at(one)]


def _names(page: str, person: Person) -> bool:
    marks = [person.nickname, masked_phone(person) if person.phone else ""]
    return any(mark and mark in page for mark in marks)


def test_every_page_of_the_office_that_names_somebody_notes_it_for_them():
    world = a_world()
    people = list(Person.objects.exclude(nickname=""))
    for number, person in enumerate(people):  # so that a name on a page is surely theirs
        person.nickname = f"独{number}无二"
        person.save(update_fields=["nickname"])
    office = signed_in(world.clerk, with_second_factor=True)
    county = set(Appointment.objects.values_list("person_id", flat=True))
    missing = []
    for name in PAGES:
        # A station's page names county staff beside what they did for the county: that is their work.
        named = [one for one in people if name not in WITH_HISTORY or one.pk not in county]
        missing += unnoted(office, world.clerk, world.address(name), named)
    assert missing == []


def test_the_control_a_page_that_notes_nothing_is_found(settings):
    world = a_world()
    world.morning.master.nickname = "独一无二"
    world.morning.master.save(update_fields=["nickname"])
    own = signed_in(world.morning.master)
    assert unnoted(own, world.clerk, "/me/", [world.morning.master]) != []


def test_a_second_look_on_the_same_day_is_the_same_look():
    world = a_world()
    office = signed_in(world.clerk, with_second_factor=True)
    for _look in range(3):
        office.get(f"/office/stations/{world.morning.station.pk}/")
    [look] = looks_at(world.morning.master)
    assert look["as"] == "county"
    page = signed_in(world.morning.master).get("/me/record/").content.decode()
    assert "谁看过你的信息" in page
    assert "县里工作人员" in page
    assert looks_at(world.clerk) == []
