"""Somebody whose work it is saw a page with other people's details."""

from collections.abc import Iterable
from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.modules.people.models import Person


def look_at_people(*, people: Iterable[Person | None], actor: Person, role: str, now: datetime) -> int:
    """Note it for each of them, once a day; their own record shows when, and as what (`county`, `station`).

    Which page it was is not kept: that somebody stood on a clinic's list says more of them than of
    whoever looked. Rows without a person and oneself are left out. Returns how many are new.
    """
    known = {person.pk: person for person in people if person is not None}
    return audit.record_looks(
        actor=actor,
        action="people.look_at_people",
        subjects=list(known.values()),
        at=now,
        details={"as": role},
    )
