"""The county and those who act for it, made through use cases."""

from django.test import Client

from nuanfeng.modules.organisations.models import County
from nuanfeng.modules.organisations.policies import COMMAND_LINE
from nuanfeng.modules.organisations.usecases import appoint_county_staff, set_up_county
from nuanfeng.modules.people.models import Person
from nuanfeng.modules.people.tests.builders import NOON, a_worker, signed_in


def a_county() -> County:
    """Changsha County, nothing but its name."""
    return set_up_county(actor=COMMAND_LINE, now=NOON, code="430121", name="长沙县")


def a_clerk(nickname: str = "县里的小王") -> Person:
    """Somebody who acts for the county."""
    person = a_worker(nickname)
    appoint_county_staff(person=person, actor=COMMAND_LINE, now=NOON)
    person.refresh_from_db()
    return person


def at_the_office(clerk: Person | None = None) -> Client:
    """A clerk's browser after both steps."""
    return signed_in(clerk or a_clerk(), with_second_factor=True)
