"""Give out a love card: for somebody without a phone, or beside the phone."""

from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import N_, Refusal, Refused, refuse_if
from nuanfeng.modules.passes import policies
from nuanfeng.modules.passes.models import Handle
from nuanfeng.modules.passes.rules.periods import CARD_VALID
from nuanfeng.modules.passes.usecases.issue_screen_handle import a_new_handle
from nuanfeng.modules.people.api import Person, register_person
from nuanfeng.modules.stations.api import Station

ERASED = Refusal("person_erased", N_("This account is erased. Give out a card without a name instead."))


@unit_of_work()
def issue_card(
    *, actor: Person, now: datetime, station: Station | int | None = None, person: Person | None = None
) -> Handle:
    """A card for 180 days. Without a `person` it belongs to somebody who gave no name and no number."""
    refuse_if(policies.refusal_to_issue_cards(actor, station))
    if person is not None and Person.objects.filter(pk=person.pk, erased_at__isnull=False).exists():
        raise Refused(ERASED)
    owner = person or register_person(phone="", nickname="", now=now, actor=actor)
    card = a_new_handle(person_id=owner.pk, kind="card", now=now, expires_at=now + CARD_VALID)
    card.save(force_insert=True)
    audit.record(actor=actor, action="passes.issue_card", subject=card, at=now)
    return card
