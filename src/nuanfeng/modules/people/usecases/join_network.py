"""A person has read what is kept, agrees and joins."""

from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.modules.people.models import Person
from nuanfeng.modules.people.usecases.change_profile import change_profile
from nuanfeng.modules.people.usecases.register_person import register_person


@unit_of_work()
def join_network(*, phone: str, nickname: str, kind_of_work: str, now: datetime) -> Person:
    """Create the person whose number was just proved, or note the agreement of a known one.

    Nothing of a person is kept before this.
    """
    known = Person.objects.with_phone(phone)
    if known is None:
        return register_person(
            phone=phone, nickname=nickname, kind_of_work=kind_of_work, now=now, agreed=True
        )
    person = change_profile(person=known, nickname=nickname, kind_of_work=kind_of_work, now=now)
    if person.agreed_at is None:
        person.agreed_at = now
        person.save(update_fields=["agreed_at"])
        audit.record(actor=person, action="people.join_network", subject=person, at=now)
    return person
