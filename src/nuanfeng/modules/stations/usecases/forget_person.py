"""End a person's roles at stations when the person leaves the network."""

from datetime import datetime

from nuanfeng.kernel import audit, outbox
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations.events import StationStaffEnded
from nuanfeng.modules.stations.models import (
    DutyDone,
    DutyTurn,
    HandOverNote,
    Station,
    StationImport,
    StationStaff,
)


@unit_of_work()
def forget_person(*, person: Person, now: datetime) -> int:
    """End every running role of the person; returns how many.

    That somebody minded a station, and when, stays as a row; the name goes with the person. Who
    confirmed a station or sent a list is forgotten at once: only that it was done matters. Turns and
    notes go with the person.
    """
    running = list(StationStaff.objects.select_for_update().filter(person=person, until__isnull=True))
    for held in running:
        held.until = now
        held.save(update_fields=["until"])
        outbox.announce(StationStaffEnded(held.station_id, person.pk), at=now)
    named = Station.objects.filter(verified_by=person).update(verified_by=None)
    named += StationImport.objects.filter(sent_by=person).update(sent_by=None)
    named += DutyDone.objects.filter(person=person).update(person=None)
    DutyTurn.objects.filter(person=person).delete()
    HandOverNote.objects.filter(person=person).delete()
    ended = {"roles": [held.pk for held in running], "marks": named}
    audit.record(actor=person, action="stations.forget_person", subject=person, at=now, details=ended)
    return len(running)
