"""Let whoever runs the installation pass on a sign-in code by word of mouth."""

import secrets
from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import N_, Refusal, Refused
from nuanfeng.modules.people import rules
from nuanfeng.modules.people.models import SignInCode, digest_of_phone
from nuanfeng.modules.people.usecases.request_code import digest_of_code

NOBODY_WAITS = Refusal(
    "nobody_waits",
    N_("Nobody asked for a code with this number in the last ten minutes. Ask on the sign-in page first."),
)


@unit_of_work()
def print_code(*, phone: str, now: datetime) -> str:
    """A new code in place of the one that was asked for last; for places without text messages.

    It only works in the browser that asked, like the one it replaces.
    """
    asked = SignInCode.objects.select_for_update().filter(
        phone_digest=digest_of_phone(phone), used_at__isnull=True, sent_at__gt=now - rules.CODE_LIFETIME
    )
    sent = asked.order_by("-ordinal").first()
    if sent is None:
        raise Refused(NOBODY_WAITS)
    code = f"{secrets.randbelow(10**rules.CODE_DIGITS):0{rules.CODE_DIGITS}d}"
    sent.code_digest, sent.tries = digest_of_code(sent, code), 0
    sent.save(update_fields=["code_digest", "tries"])
    audit.record(actor=None, action="people.print_code", subject=sent, at=now)
    return code
