"""Numbers that nobody has used for two years are erased by themselves."""

from datetime import datetime

from nuanfeng.kernel.errors import Refused
from nuanfeng.modules.benefits import api as benefits
from nuanfeng.modules.people import api as people
from nuanfeng.portal.usecases.erase_me import erase_me


def erase_unused(*, now: datetime) -> int:
    """Erase whoever has not signed in for 24 months and collected nothing lately; returns how many.

    Whoever still acts for the county alone is left: somebody has to take that over first.
    """
    erased = 0
    for person in people.unused_people(now=now):
        if benefits.hand_outs_of(person, limit=1):
            continue
        try:
            erase_me(person=person, now=now)
        except Refused:
            continue
        erased += 1
    return erased
