"""Take a person's own marks out of the row that other rows refer to."""

from datetime import datetime

from allauth.mfa.models import Authenticator

from nuanfeng.kernel import audit, outbox
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.modules.people.events import PersonErased
from nuanfeng.modules.people.models import Person, SignInCode


@unit_of_work()
def erase_person(*, person: Person, now: datetime) -> None:
    """Number, nickname, kind of work and second factors go; an empty row with a number stays.

    Part of `portal.usecases.erase_me`, which lets the modules above forget the person first.
    Erasing twice changes nothing.
    """
    kept = Person.objects.select_for_update().get(pk=person.pk)
    if kept.erased_at is not None:
        return
    if kept.phone_digest:
        SignInCode.objects.filter(phone_digest=kept.phone_digest).delete()
    Authenticator.objects.filter(user=kept).delete()
    kept.phone = ""
    kept.nickname = kept.kind_of_work = ""
    kept.is_active = kept.is_staff = kept.is_superuser = False
    kept.agreed_at = kept.last_login = None
    kept.erased_at = now
    kept.set_unusable_password()
    kept.save()
    audit.record(actor=person, action="people.erase_person", subject=kept, at=now)
    outbox.announce(PersonErased(kept.pk), at=now)
