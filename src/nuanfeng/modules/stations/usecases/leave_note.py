"""A word for whoever comes next."""

from datetime import datetime
from uuid import UUID

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations import policies
from nuanfeng.modules.stations.models import HandOverNote, Station
from nuanfeng.modules.stations.rules.upkeep import refusal_to_leave_note


@unit_of_work()
def leave_note(*, id: UUID, station_id: int, text: str, actor: Person, now: datetime) -> HandOverNote:
    """Leave a note of at most 300 characters; the same note sent twice is one. Refused for strangers."""
    refuse_if(policies.refusal_to_run_station(actor, station_id))
    refuse_if(refusal_to_leave_note(text))
    station = Station.objects.select_for_update().get(pk=station_id)
    if before := HandOverNote.objects.filter(pk=id, station=station).first():
        return before
    note = HandOverNote(id=id, station=station, person=actor, text=text.strip(), at=now)
    note.save(force_insert=True)
    audit.record(actor=actor, action="stations.leave_note", subject=station, at=now)
    return note


@unit_of_work()
def read_note(*, station_id: int, note_id: UUID, actor: Person, now: datetime) -> None:
    """Say that a note was read; once is enough. Refused for anybody but the station's people."""
    refuse_if(policies.refusal_to_run_station(actor, station_id))
    unread = HandOverNote.objects.filter(pk=note_id, station_id=station_id, read_at__isnull=True)
    if unread.update(read_at=now):
        audit.record(actor=actor, action="stations.read_note", subject=Station(pk=station_id), at=now)
