"""Someone joins: a phone number, a nickname, perhaps a kind of work."""

from datetime import datetime

from django.db import IntegrityError

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.modules.people.models import Person, digest_of_phone


def register_person(
    *,
    phone: str,
    nickname: str,
    now: datetime,
    kind_of_work: str = "",
    is_demo: bool = False,
    agreed: bool = False,
    actor: Person | str | None = None,
) -> Person:
    """Create a person; the same number (E.164) again gives the person it belongs to.

    `actor` is whoever registered somebody else; without one the person joined by themselves. An empty
    number makes the unnamed bearer of a love card. `agreed` notes that the person was shown
    what is kept and agreed to it.
    """
    try:
        return _register(
            phone=phone,
            nickname=nickname,
            now=now,
            kind_of_work=kind_of_work,
            is_demo=is_demo,
            agreed=agreed,
            actor=actor,
        )
    except IntegrityError:  # a second tap in the same moment: the first one has made the person
        return Person.objects.get(phone_digest=digest_of_phone(phone))


@unit_of_work()
def _register(
    *,
    phone: str,
    nickname: str,
    now: datetime,
    kind_of_work: str,
    is_demo: bool,
    agreed: bool,
    actor: Person | str | None,
) -> Person:
    if phone and (known := Person.objects.with_phone(phone)):
        return known
    person = Person(
        nickname=nickname,
        kind_of_work=kind_of_work,
        created_at=now,
        agreed_at=now if agreed else None,
        is_demo=is_demo,
    )
    person.phone = phone
    person.set_unusable_password()
    person.save()
    audit.record(actor=actor or person, action="people.register_person", subject=person, at=now)
    return person
