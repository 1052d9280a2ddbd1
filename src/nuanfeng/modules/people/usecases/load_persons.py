"""Bring in many persons at once: the demo county's, or those of an earlier register."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.modules.people.models import Person


class KnownPerson(NamedTuple):
    """What the earlier register knows of somebody. The phone is in E.164 and nobody else's."""

    phone: str
    nickname: str
    kind_of_work: str
    created_at: datetime


@unit_of_work()
def load_persons(*, persons: Iterable[KnownPerson], is_demo: bool, now: datetime) -> list[int]:
    """Create them all and return their numbers in the same order.

    One audit entry stands for all of them; nothing is announced, because none of it is news.
    """
    made = Person.objects.bulk_create((_person(known, is_demo) for known in persons), batch_size=1000)
    audit.record(
        actor=None,
        action="people.load_persons",
        subject="people.person",
        at=now,
        details={"count": len(made)},
    )
    return [person.pk for person in made]


def _person(known: KnownPerson, is_demo: bool) -> Person:
    person = Person(
        nickname=known.nickname,
        kind_of_work=known.kind_of_work,
        created_at=known.created_at,
        is_demo=is_demo,
    )
    person.phone = known.phone
    person.set_unusable_password()
    return person
