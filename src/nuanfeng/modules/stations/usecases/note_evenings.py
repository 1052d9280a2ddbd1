"""How many were served in four weeks, and how many of them in the evening."""

from collections.abc import Mapping
from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.modules.stations.models import DoorEvidence, Station
from nuanfeng.modules.stations.usecases._door import lock_evidence


@unit_of_work()
def note_evenings(*, served: Mapping[int, tuple[int, int]], now: datetime) -> int:
    """Keep (all, late) of each station; one that served nobody has none. Returns how many moved.

    Counts alone: stations know nothing of hand-outs, and nobody's comes here.
    """
    known = {
        pk: (count, late)
        for pk, count, late in DoorEvidence.objects.values_list("pk", "served_count", "served_late")
    }
    wanted = {pk: served.get(pk, (0, 0)) for pk in {*known, *served}}
    moved = [pk for pk in sorted(wanted) if wanted[pk] != known.get(pk, (0, 0))]
    for station_id in moved:
        evidence = lock_evidence(station_id, now=now)
        evidence.served_count, evidence.served_late = wanted[station_id]
        evidence.save(update_fields=["served_count", "served_late"])
        audit.record(actor=None, action="stations.note_evenings", subject=Station(pk=station_id), at=now)
    return len(moved)
