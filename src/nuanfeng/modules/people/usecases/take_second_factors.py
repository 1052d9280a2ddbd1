"""Take the second factors of a person who lost their phone, so that they can begin again."""

from datetime import datetime

from allauth.mfa.models import Authenticator

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.modules.people.models import Person


@unit_of_work()
def take_second_factors(*, person: Person, actor: Person | str | None, now: datetime) -> int:
    """Remove every authenticator and end every session; returns how many there were."""
    deleted: tuple[int, dict[str, int]] = Authenticator.objects.filter(user=person).delete()
    taken = deleted[0]
    person.set_unusable_password()
    person.save(update_fields=["password"])
    audit.record(
        actor=actor, action="people.take_second_factors", subject=person, at=now, details={"taken": taken}
    )
    return taken
