"""Somebody wants to be told what is left late in the day at a station."""

from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import Refused
from nuanfeng.modules.benefits.models import MealWatch, PickupPoint
from nuanfeng.modules.benefits.rules.late import NO_LEFTOVERS
from nuanfeng.modules.people.api import Person


@unit_of_work()
def watch_leftovers(*, point_id: int, person: Person, now: datetime) -> MealWatch:
    """From now on, for 30 days, their own pages say so; asking again begins the 30 days anew.

    The first time they asked stays: it says who was waiting when the table was last there.
    Raises `Refused` where the table has no late hours.
    """
    points = PickupPoint.objects.filter(pk=point_id, is_active=True, programme__late_from__isnull=False)
    point = points.first()
    if point is None:
        raise Refused(NO_LEFTOVERS)
    defaults = {"since": now, "asked_again_at": now}
    watch, is_new = MealWatch.objects.get_or_create(person=person, point=point, defaults=defaults)
    if not is_new:
        watch.asked_again_at = now
        watch.save(update_fields=["asked_again_at"])
    audit.record(actor=person, action="benefits.watch_leftovers", subject=point, at=now)
    return watch
