"""A counter at a door is trusted no longer."""

from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations import policies
from nuanfeng.modules.stations.models import DoorCounter


@unit_of_work()
def revoke_door_counter(*, counter_id: int, actor: Person, now: datetime) -> DoorCounter:
    """From now on its counts are refused; what it counted stays. Revoking twice changes nothing."""
    counter = DoorCounter.objects.select_for_update().get(pk=counter_id)
    refuse_if(policies.refusal_to_change_station(actor, counter.station_id))
    if counter.revoked_at is not None:
        return counter
    counter.revoked_at = now
    counter.save(update_fields=["revoked_at"])
    audit.record(actor=actor, action="stations.revoke_door_counter", subject=counter, at=now)
    return counter
