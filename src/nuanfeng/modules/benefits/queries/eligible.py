"""Whether a programme is meant for somebody's kind of work."""

from datetime import date

from nuanfeng.modules.benefits.queries.offers import Offer
from nuanfeng.modules.people.api import Person


def is_meant_for(person_id: int, offer: Offer, day: date) -> bool:
    """Whether the rule of that day names the person's kind of work; always where either says nothing."""
    rule = offer.rule_on(day)
    if not rule.kinds_of_work:
        return True
    work = Person.objects.filter(pk=person_id).values_list("kind_of_work", flat=True).first()
    return rule.is_for(work or "")
