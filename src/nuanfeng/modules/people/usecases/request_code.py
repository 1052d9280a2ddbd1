"""Ask for a sign-in code."""

import secrets
from datetime import datetime

from django.db import IntegrityError

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import Refused, refuse_if
from nuanfeng.kernel.ids import new_id
from nuanfeng.kernel.secrets import keyed_digest
from nuanfeng.modules.people import rules
from nuanfeng.modules.people.models import SignInCode, digest_of_phone


def request_code(*, phone: str, address: str, now: datetime) -> tuple[SignInCode, str]:
    """Make a code for a number (E.164); the code itself is only in the answer.

    Whether somebody has registered the number changes nothing here. Two requests in the same moment
    count on: the database keeps one and the other is refused as too soon.
    """
    try:
        return _make_code(phone=phone, address=address, now=now)
    except IntegrityError:
        raise Refused(rules.code_sent_just_now()) from None


@unit_of_work()
def _make_code(*, phone: str, address: str, now: datetime) -> tuple[SignInCode, str]:
    digest = digest_of_phone(phone)
    # One statement, so that the last ordinal and the times are of the same moment.
    earlier = list(SignInCode.objects.filter(phone_digest=digest).values_list("ordinal", "sent_at"))
    refuse_if(rules.refusal_to_send_code(sent=[at for _ordinal, at in earlier], now=now))
    code = f"{secrets.randbelow(10**rules.CODE_DIGITS):0{rules.CODE_DIGITS}d}"
    sent = SignInCode(
        id=new_id(),
        phone_digest=digest,
        ordinal=1 + max((ordinal for ordinal, _at in earlier), default=0),
        address_digest=keyed_digest(address, purpose="address") if address else "",
        sent_at=now,
    )
    sent.code_digest = digest_of_code(sent, code)
    sent.save(force_insert=True)
    audit.record(actor=None, action="people.request_code", subject=sent, at=now)
    return sent, code


def digest_of_code(sent: SignInCode, code: str) -> str:
    """The keyed digest of a code, bound to the one row it was made for."""
    return keyed_digest(f"{sent.pk}:{code}", purpose="sign-in code")
