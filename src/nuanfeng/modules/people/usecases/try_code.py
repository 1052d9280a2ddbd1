"""Type the code that came by text message."""

from datetime import datetime
from hmac import compare_digest
from uuid import UUID

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import Refusal
from nuanfeng.modules.people import rules
from nuanfeng.modules.people.models import SignInCode
from nuanfeng.modules.people.usecases.request_code import digest_of_code


@unit_of_work()
def try_code(*, code_id: UUID, typed: str, now: datetime) -> Refusal | None:
    """Use up one try; None when the code is right.

    The refusal is returned and not raised, because a wrong try has to stay counted. The row is
    locked before it is judged: a hundred guesses in the same moment are still five.
    """
    sent = SignInCode.objects.select_for_update().filter(pk=code_id).first()
    if sent is None:
        return rules.CODE_OLD
    if refusal := rules.refusal_to_try_code(
        sent_at=sent.sent_at, tries=sent.tries, used_at=sent.used_at, now=now
    ):
        return refusal
    is_right = compare_digest(sent.code_digest, digest_of_code(sent, rules.plain_code(typed)))
    sent.tries += 1
    sent.used_at = now if is_right else None
    sent.save(update_fields=["tries", "used_at"])
    audit.record(actor=None, action="people.try_code", subject=sent, at=now, details={"right": is_right})
    return None if is_right else rules.wrong_code(sent.tries)
