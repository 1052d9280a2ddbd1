"""Give a person the handle that their phone shows."""

import secrets
from datetime import datetime

from django.db import IntegrityError

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.passes import policies
from nuanfeng.modules.passes.models import Handle
from nuanfeng.modules.passes.queries import screen_handle_of
from nuanfeng.modules.passes.rules.nf1 import HANDLE_BYTES
from nuanfeng.modules.passes.rules.numbers import RANDOM_MAX, number_from
from nuanfeng.modules.people.api import Person

ATTEMPTS_MAX = 5


def issue_screen_handle(*, person: Person, now: datetime) -> Handle:
    """The person's screen handle, made at first need; two phones at once get the same one."""
    refuse_if(policies.refusal_to_hold_pass(person))
    for _attempt in range(ATTEMPTS_MAX):
        if held := screen_handle_of(person):
            return held
        try:
            return _issue(person=person, now=now)
        except IntegrityError:  # made in the same moment, or one number in a thousand million twice
            continue
    raise RuntimeError("no free handle after five tries")


@unit_of_work()
def _issue(*, person: Person, now: datetime) -> Handle:
    held = a_new_handle(person_id=person.pk, kind="screen", now=now)
    held.save(force_insert=True)
    audit.record(actor=person, action="passes.issue_screen_handle", subject=held, at=now)
    return held


def a_new_handle(*, person_id: int, kind: str, now: datetime, expires_at: datetime | None = None) -> Handle:
    """A handle of random bytes and a random number, not yet saved."""
    return Handle(
        value=secrets.token_bytes(HANDLE_BYTES),
        number=number_from(secrets.randbelow(RANDOM_MAX)),
        person_id=person_id,
        kind=kind,
        created_at=now,
        expires_at=expires_at,
    )
