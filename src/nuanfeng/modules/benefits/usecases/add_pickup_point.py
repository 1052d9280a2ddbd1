"""Let a station hand out a programme."""

from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.benefits import policies
from nuanfeng.modules.benefits.models import PickupPoint
from nuanfeng.modules.people.api import Person


@unit_of_work()
def add_pickup_point(
    *, programme_id: int, station_id: int, actor: Person, now: datetime, quota: int | None = None
) -> PickupPoint:
    """From now on the station hands out the programme; saying so again changes nothing.

    `quota`: how many portions the county gives it each day; None: the station says.
    """
    refuse_if(policies.refusal_to_keep_programmes(actor))
    point, is_new = PickupPoint.objects.get_or_create(programme_id=programme_id, station_id=station_id)
    if is_new or not point.is_active or point.quota != quota:
        point.is_active, point.quota = True, quota
        point.save(update_fields=["is_active", "quota"])
        audit.record(actor=actor, action="benefits.add_pickup_point", subject=point, at=now)
    return point
