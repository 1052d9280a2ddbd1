"""Set up the second factor of a demo person, whose code the page shows."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import N_, Refusal, Refused
from nuanfeng.modules.people.models import Person

ONLY_DEMO = Refusal("only_demo", N_("Only people of the demo county get their second step this way."))


@unit_of_work()
def give_authenticator_app(*, person: Person, now: datetime) -> None:
    """Give a demo person an authenticator; a second time changes nothing."""
    if not person.is_demo:
        raise Refused(ONLY_DEMO)
    if Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists():
        return
    TOTP.activate(person, generate_totp_secret())
    audit.record(actor=None, action="people.give_authenticator_app", subject=person, at=now)
