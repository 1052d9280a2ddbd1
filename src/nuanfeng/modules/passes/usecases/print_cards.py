"""Make love cards for printing: one, or sheets of eight."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import N_, Refusal, Refused, refuse_if
from nuanfeng.modules.passes import policies
from nuanfeng.modules.passes.models import CardSheet, Handle
from nuanfeng.modules.passes.queries import card_with_number
from nuanfeng.modules.passes.rules import cards as rules
from nuanfeng.modules.passes.rules.numbers import read_number
from nuanfeng.modules.passes.usecases.issue_card import issue_card
from nuanfeng.modules.passes.usecases.replace_card import replace_card
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations.api import Station

NO_SUCH_CARD = Refusal(
    "no_such_card", N_("No card has this number. Without the number, simply print a new card.")
)


@unit_of_work()
def print_cards(
    *, id: UUID, actor: Person, station: Station, cards: int, address: str, language: str, now: datetime
) -> CardSheet:
    """So many new cards for whoever needs one. The same `id` again gives the same cards."""
    refuse_if(policies.refusal_to_issue_cards(actor, station))
    if earlier := _asked_before(id, actor):
        return earlier
    refuse_if(rules.refusal_to_print(cards))
    made = [issue_card(actor=actor, station=station, now=now) for _number in range(cards)]
    return _sheet(id, actor, station, made, address, language, now)


@unit_of_work()
def print_replacement(
    *, id: UUID, actor: Person, station: Station, number: str, address: str, language: str, now: datetime
) -> CardSheet:
    """A new card in place of the lost one with this number, which stops at once."""
    refuse_if(policies.refusal_to_issue_cards(actor, station))
    if earlier := _asked_before(id, actor):
        return earlier
    read = read_number(number)
    if isinstance(read, Refusal):
        raise Refused(read)
    lost = card_with_number(read)
    if lost is None:
        raise Refused(NO_SUCH_CARD)
    new = replace_card(actor=actor, card=lost, station=station, now=now)
    return _sheet(id, actor, station, [new], address, language, now)


def _asked_before(number: UUID, actor: Person) -> CardSheet | None:
    return CardSheet.objects.filter(pk=number, asked_by=actor).first()


def _sheet(
    number: UUID,
    actor: Person,
    station: Station,
    made: Sequence[Handle],
    address: str,
    language: str,
    now: datetime,
) -> CardSheet:
    sheet = CardSheet.objects.create(
        id=number,
        station=station,
        asked_by=actor,
        asked_at=now,
        cards=[card.pk for card in made],
        address=address,
        language=language,
    )
    audit.record(
        actor=actor, action="passes.print_cards", subject=station, at=now, details={"cards": len(made)}
    )
    return sheet
