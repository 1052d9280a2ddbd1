"""Somebody leaves the network: what was only kept to know them again goes."""

from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.modules.benefits.models import MealWatch, PeriodClaim
from nuanfeng.modules.people.api import Person


@unit_of_work()
def forget_person(*, person: Person, now: datetime) -> int:
    """Delete what they asked to be told and what they had in a period; hand-outs stay as a count."""
    forgotten = MealWatch.objects.filter(person=person).delete()[0]
    forgotten += PeriodClaim.objects.filter(person=person).delete()[0]
    audit.record(
        actor=person, action="benefits.forget_person", subject=person, at=now, details={"rows": forgotten}
    )
    return forgotten
