"""Stop believing a key whose private half got into wrong hands."""

from datetime import datetime, timedelta

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import N_, Refusal, Refused, refuse_if
from nuanfeng.modules.passes import policies
from nuanfeng.modules.passes.models import IssuerKey
from nuanfeng.modules.passes.queries.keys import forget_trust
from nuanfeng.modules.people.api import Person

KEY_UNKNOWN = Refusal("key_unknown", N_("There is no key with this kid."))


@unit_of_work()
def distrust_issuer_key(*, actor: Person | str | None, kid: str, now: datetime) -> IssuerKey:
    """From now on nothing that the key signed counts; screens fetch new codes, cards are replaced.

    Where a next key is public already it signs from now on. A second time changes nothing.
    """
    refuse_if(policies.refusal_to_change_keys(actor))
    key = IssuerKey.objects.select_for_update().filter(pk=kid).first()
    if key is None:
        raise Refused(KEY_UNKNOWN)
    if key.verifies_until <= now:
        return key
    key.signs_from = min(key.signs_from, now - timedelta(seconds=1))
    key.signs_until = key.verifies_until = now
    key.save(update_fields=["signs_from", "signs_until", "verifies_until"])
    _let_the_next_one_sign(now)
    forget_trust()
    audit.record(actor=actor, action="passes.distrust_issuer_key", subject=key, at=now)
    return key


def _let_the_next_one_sign(now: datetime) -> None:
    """A waiting key keeps a new one from being made, and until its own day nobody would have a code."""
    if IssuerKey.objects.filter(signs_from__lte=now, signs_until__gt=now).exists():
        return
    if waiting := IssuerKey.objects.filter(signs_from__gt=now).order_by("signs_from").first():
        waiting.signs_from = now
        waiting.save(update_fields=["signs_from"])
