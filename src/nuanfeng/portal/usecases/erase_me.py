"""A person leaves, and everything that could name them goes at once."""

from datetime import datetime

from nuanfeng.kernel.db import unit_of_work
from nuanfeng.modules.benefits import api as benefits
from nuanfeng.modules.bookings import api as bookings
from nuanfeng.modules.organisations import api as organisations
from nuanfeng.modules.passes import api as passes
from nuanfeng.modules.people import api as people
from nuanfeng.modules.stations import api as stations


@unit_of_work()
def erase_me(*, person: people.Person, now: datetime) -> None:
    """Roles end, codes lose their owner, number and nickname go: all of it, or nothing.

    One transaction over the doors of six modules, not a fact that travels: whoever leaves must not
    be half gone. What was handed out stays as a count beside a number that stands for nobody.
    Each module records its own part; leaving twice changes nothing.
    """
    organisations.forget_person(person=person, now=now)
    stations.forget_person(person=person, now=now)
    bookings.forget_person(person=person, now=now)
    benefits.forget_person(person=person, now=now)
    passes.forget_person(person=person, now=now)
    people.erase_person(person=person, now=now)
