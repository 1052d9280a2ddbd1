"""Somebody who had only a card now has a phone, and both are one person."""

from datetime import datetime

from django.db import IntegrityError

from nuanfeng.kernel.db import unit_of_work
from nuanfeng.modules.benefits import api as benefits
from nuanfeng.modules.bookings import api as bookings
from nuanfeng.modules.passes import api as passes
from nuanfeng.modules.people import api as people

ATTEMPTS_MAX = 3


def bind_card(*, person: people.Person, number: str, now: datetime) -> None:
    """The card and what was collected with it become the person's: both, or neither."""
    for attempt in range(1, ATTEMPTS_MAX + 1):
        try:
            _bind(person=person, number=number, now=now)
            return
        except IntegrityError:  # the phone was scanned in the same moment: look at the day once more
            if attempt == ATTEMPTS_MAX:
                raise


@unit_of_work()
def _bind(*, person: people.Person, number: str, now: datetime) -> None:
    bearer = passes.take_card(person=person, number=number, now=now)
    if bearer is not None:
        benefits.join_hand_outs(bearer_id=bearer, person=person, now=now)
        bookings.join_bookings(bearer_id=bearer, person=person, now=now)
