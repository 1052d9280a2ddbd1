"""Leave every phone and computer at once."""

from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.modules.people.models import Person


@unit_of_work()
def sign_out_everywhere(*, person: Person, now: datetime) -> None:
    """End every session of a person.

    A session carries a digest of the password field, which holds a random word that opens nothing.
    A new word makes every session of the person void.
    """
    kept = Person.objects.select_for_update().get(pk=person.pk)
    kept.set_unusable_password()
    kept.save(update_fields=["password"])
    audit.record(actor=person, action="people.sign_out_everywhere", subject=kept, at=now)
