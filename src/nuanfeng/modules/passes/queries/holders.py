"""Which handle stands for whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from nuanfeng.modules.passes.models import Handle
from nuanfeng.modules.passes.rules.numbers import group_number
from nuanfeng.modules.people.api import Person


@dataclass(frozen=True, slots=True)
class OwnCard:
    """A card that works, as its person sees it."""

    pk: int
    groups: str
    until: datetime | None


def screen_handle_of(person: Person) -> Handle | None:
    """The handle that the person's phone shows, if one was made yet."""
    return Handle.objects.filter(person=person, kind="screen", revoked_at__isnull=True).first()


def card_with_number(number: str) -> Handle | None:
    """The card with this ten-digit number, revoked or not."""
    return Handle.objects.filter(kind="card", number=number).first()


def cards_of(person: Person, *, now: datetime) -> Sequence[OwnCard]:
    """The person's cards that count now, the newest first."""
    kept = Handle.objects.filter(person=person, kind="card", revoked_at__isnull=True, expires_at__gt=now)
    return [OwnCard(card.pk, group_number(card.number), card.expires_at) for card in kept.order_by("-pk")]
