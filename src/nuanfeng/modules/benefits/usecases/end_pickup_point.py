"""Let a station no longer hand out a programme."""

from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.benefits import policies
from nuanfeng.modules.benefits.models import PickupPoint
from nuanfeng.modules.people.api import Person


@unit_of_work()
def end_pickup_point(*, programme_id: int, station_id: int, actor: Person, now: datetime) -> PickupPoint:
    """The station stops; what it handed out stays on the books. Ending twice changes nothing."""
    refuse_if(policies.refusal_to_keep_programmes(actor))
    point = PickupPoint.objects.select_for_update().get(programme_id=programme_id, station_id=station_id)
    if point.is_active:
        point.is_active = False
        point.save(update_fields=["is_active"])
        audit.record(actor=actor, action="benefits.end_pickup_point", subject=point, at=now)
    return point
