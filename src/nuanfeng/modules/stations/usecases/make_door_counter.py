"""Set up a counter at a door."""

import secrets
from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations import policies
from nuanfeng.modules.stations.models import DoorCounter
from nuanfeng.modules.stations.queries.counters import digest_of_counter_key

NAME_LENGTH_MAX = 40


@unit_of_work()
def make_door_counter(*, station_id: int, name: str, actor: Person, now: datetime) -> tuple[DoorCounter, str]:
    """The counter and its key. The key is said this once; only its digest is kept."""
    refuse_if(policies.refusal_to_change_station(actor, station_id))
    key = secrets.token_urlsafe(32)
    counter = DoorCounter(
        station_id=station_id,
        name=" ".join(name.split())[:NAME_LENGTH_MAX],
        key_digest=digest_of_counter_key(key),
        made_by=actor,
        made_at=now,
    )
    counter.save(force_insert=True)
    audit.record(actor=actor, action="stations.make_door_counter", subject=counter, at=now)
    return counter, key
