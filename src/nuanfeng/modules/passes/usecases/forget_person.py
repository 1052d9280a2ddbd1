"""Cut every link between a person and their codes, when the person leaves."""

from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.modules.passes.models import Handle
from nuanfeng.modules.people.api import Person


@unit_of_work()
def forget_person(*, person: Person, now: datetime) -> int:
    """Delete the person's handles; returns how many. Their codes are amber ("replaced") from then on."""
    forgotten, _each = Handle.objects.filter(person=person).delete()
    audit.record(
        actor=person, action="passes.forget_person", subject=person, at=now, details={"handles": forgotten}
    )
    return forgotten
