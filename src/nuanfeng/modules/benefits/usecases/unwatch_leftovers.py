"""Somebody no longer wants to be told what is left."""

from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.modules.benefits.models import MealWatch
from nuanfeng.modules.people.api import Person


@unit_of_work()
def unwatch_leftovers(*, point_id: int, person: Person, now: datetime) -> bool:
    """The row goes at once; says whether there was one."""
    watches = MealWatch.objects.filter(person=person, point_id=point_id)
    if not watches.exists():
        return False
    watches.delete()
    audit.record(
        actor=person, action="benefits.unwatch_leftovers", subject=f"benefits.pickuppoint:{point_id}", at=now
    )
    return True
