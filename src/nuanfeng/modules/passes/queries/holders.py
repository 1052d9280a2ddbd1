"""Which handle stands for whom."""

from nuanfeng.modules.passes.models import Handle
from nuanfeng.modules.people.api import Person


def screen_handle_of(person: Person) -> Handle | None:
    """The handle that the person's phone shows, if one was made yet."""
    return Handle.objects.filter(person=person, kind="screen", revoked_at__isnull=True).first()


def card_with_number(number: str) -> Handle | None:
    """The card with this ten-digit number, revoked or not."""
    return Handle.objects.filter(kind="card", number=number).first()
