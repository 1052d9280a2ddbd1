"""Reading persons."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models.functions import Coalesce

from nuanfeng.kernel.secrets import keyed_digest
from nuanfeng.modules.people import rules
from nuanfeng.modules.people.models import Person, SignInCode


def phone_of_text(text: str) -> str:
    """What somebody typed as a number, in E.164; empty where no text message can reach it."""
    return rules.e164(text, country=settings.NUANFENG_COUNTRY, is_demo=settings.NUANFENG_DEMO)


def person_with_phone(text: str) -> Person | None:
    """The person who signs in with this number, however it was typed."""
    phone = phone_of_text(text)
    return Person.objects.with_phone(phone) if phone else None


def masked_phone(person: Person) -> str:
    """The person's number with its middle hidden, for lists that staff see."""
    return rules.masked(person.phone)


def grouped_phone(person: Person) -> str:
    """The person's own number in groups that can be read, for the person alone."""
    return rules.grouped(person.phone) if person.phone else ""


def unused_people(*, now: datetime) -> Sequence[Person]:
    """Persons with a number who have not signed in for 24 months."""
    kept = Person.objects.filter(phone_digest__isnull=False, erased_at__isnull=True, is_demo=False)
    used = kept.annotate(used_at=Coalesce("last_login", "created_at"))
    return list(used.filter(used_at__lt=now - rules.UNUSED_KEPT).order_by("pk"))


def codes_from_address(*, address: str, now: datetime) -> int:
    """How many codes a network address asked for lately."""
    digest = keyed_digest(address, purpose="address")
    return SignInCode.objects.filter(address_digest=digest, sent_at__gt=now - rules.ADDRESS_SPAN).count()


def personal_record_of(person: Person) -> dict[str, Any]:
    """Everything that this module keeps of a person, for the person."""
    return {
        "number": person.pk,
        "phone": person.phone,
        "nickname": person.nickname,
        "kind_of_work": person.kind_of_work,
        "joined_at": person.created_at,
        "agreed_at": person.agreed_at,
        "last_sign_in_at": person.last_login,
        "second_steps": list(
            Authenticator.objects.filter(user=person).values("type", "created_at", "last_used_at")
        ),
    }
