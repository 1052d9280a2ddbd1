"""The person on duty says that the door is open, or stays shut today."""

from datetime import datetime
from uuid import UUID

from nuanfeng.kernel import audit, outbox
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import Refused, refuse_if
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations import policies
from nuanfeng.modules.stations.events import DoorTapped
from nuanfeng.modules.stations.models import OpeningTap, Station
from nuanfeng.modules.stations.rules.reports import NOTE_LENGTH_MAX, NOTE_TOO_LONG
from nuanfeng.modules.stations.usecases._door import lock_evidence, note_sign


@unit_of_work()
def tap_opening(
    *, id: UUID, station_id: int, is_open: bool, actor: Person, now: datetime, note: str = ""
) -> OpeningTap:
    """One tap of the two minutes a day; the same tap sent twice is one.

    "Open" is a sign of life and answers what people said of a locked door; "shut" closes the place
    for this service day, whatever its hours say. Refused for anybody but the station's own people.
    """
    refuse_if(policies.refusal_to_run_station(actor, station_id))
    if len(note) > NOTE_LENGTH_MAX:
        raise Refused(NOTE_TOO_LONG)
    evidence = lock_evidence(station_id, now=now)
    if before := OpeningTap.objects.filter(pk=id).first():
        return before
    tap = OpeningTap(id=id, station_id=station_id, person=actor, is_open=is_open, note=note.strip(), at=now)
    tap.save(force_insert=True)
    evidence.changed_at = now
    if is_open:
        evidence.said_open_at = now
        note_sign(evidence, kind="opened", at=now, now=now)
    else:
        evidence.said_closed_at = now
        evidence.save(update_fields=["said_closed_at", "changed_at"])
    audit.record(actor=actor, action="stations.tap_opening", subject=Station(pk=station_id), at=now)
    outbox.announce(DoorTapped(station_id, is_open), at=now)
    return tap
