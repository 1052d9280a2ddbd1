"""Somebody who had only a card now has a phone, and both are one person."""

from datetime import datetime

from nuanfeng.kernel.db import unit_of_work
from nuanfeng.modules.benefits import api as benefits
from nuanfeng.modules.passes import api as passes
from nuanfeng.modules.people import api as people


@unit_of_work()
def bind_card(*, person: people.Person, number: str, now: datetime) -> None:
    """The card and what was collected with it become the person's: both, or neither."""
    bearer = passes.take_card(person=person, number=number, now=now)
    if bearer is not None:
        benefits.join_hand_outs(bearer_id=bearer, person=person, now=now)
