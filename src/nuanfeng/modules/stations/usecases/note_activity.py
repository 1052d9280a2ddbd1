"""Something was handed out there, so somebody was there."""

from collections.abc import Mapping
from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.modules.stations.models import Station
from nuanfeng.modules.stations.usecases._door import lock_evidence, note_sign


@unit_of_work()
def note_activity(*, served_at: Mapping[int, datetime], now: datetime) -> int:
    """Fold the last hand-out of each station into what is known of its door; returns how many moved.

    Run every half minute instead of at every hand-out: hundreds a second must not queue for one row.
    """
    moved = 0
    for station_id in sorted(served_at):
        evidence = lock_evidence(station_id, now=now)
        at = served_at[station_id]
        if evidence.active_at is not None and at <= evidence.active_at:
            continue
        note_sign(evidence, kind="hand_out", at=at, now=now)
        moved += 1
        audit.record(actor=None, action="stations.note_activity", subject=Station(pk=station_id), at=now)
    return moved
