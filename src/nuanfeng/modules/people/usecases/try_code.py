"""Type the code that came by text message."""

from datetime import datetime
from hmac import compare_digest
from uuid import UUID

from django.db.models import F

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import Refusal
from nuanfeng.modules.people import rules
from nuanfeng.modules.people.models import SignInCode
from nuanfeng.modules.people.usecases.request_code import digest_of_code


@unit_of_work()
def try_code(*, code_id: UUID, typed: str, now: datetime) -> Refusal | None:
    """Use up one try; None when the code is right.

    The refusal is returned and not raised, because a wrong try has to stay counted. The count is a
    conditional update: a hundred guesses in the same moment are still five.
    """
    sent = SignInCode.objects.filter(pk=code_id).first()
    if sent is None:
        return rules.CODE_OLD
    if refusal := rules.refusal_to_try_code(
        sent_at=sent.sent_at, tries=sent.tries, used_at=sent.used_at, now=now
    ):
        return refusal
    open_still = SignInCode.objects.filter(pk=sent.pk, used_at__isnull=True, tries__lt=rules.TRIES_MAX)
    if not open_still.update(tries=F("tries") + 1):
        return rules.CODE_SPENT
    is_right = compare_digest(sent.code_digest, digest_of_code(sent, rules.plain_code(typed)))
    if is_right:
        is_right = bool(SignInCode.objects.filter(pk=sent.pk, used_at__isnull=True).update(used_at=now))
    sent.refresh_from_db()
    audit.record(actor=None, action="people.try_code", subject=sent, at=now, details={"right": is_right})
    return None if is_right else rules.wrong_code(sent.tries)
