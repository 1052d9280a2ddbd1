"""Join a love card to the phone of whoever holds it."""

from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import N_, Refusal, Refused, refuse_if
from nuanfeng.modules.passes import policies
from nuanfeng.modules.passes.models import Handle
from nuanfeng.modules.passes.rules.numbers import read_number
from nuanfeng.modules.people.api import Person

CARD_UNKNOWN = Refusal(
    "card_unknown", N_("This is not the number of a card that can be added. Compare it with the card.")
)
CARD_OVER = Refusal("card_over", N_("This card is not in use any more. Ask a station for a new one."))


@unit_of_work()
def take_card(*, person: Person, number: str, now: datetime) -> int | None:
    """The card is the person's own from now on; returns the number of the unnamed bearer it was of.

    Every card of that bearer comes along, the lost ones too. None where it was the person's already.
    """
    refuse_if(policies.refusal_to_hold_pass(person))
    read = read_number(number)
    if isinstance(read, Refusal):
        raise Refused(read)
    card = Handle.objects.select_for_update().filter(kind="card", number=read).first()
    if card is None:
        raise Refused(CARD_UNKNOWN)
    if card.person_id == person.pk:
        return None
    bearer = Person.objects.select_for_update().get(pk=card.person_id)
    # The same words as for a number that nobody has: whose card it is, is nobody's business.
    if policies.is_named(bearer):
        raise Refused(CARD_UNKNOWN)
    if card.is_revoked(now) or (card.expires_at is not None and card.expires_at <= now):
        raise Refused(CARD_OVER)
    Handle.objects.filter(kind="card", person=bearer).update(person=person)
    audit.record(actor=person, action="passes.take_card", subject=card, at=now)
    return bearer.pk
