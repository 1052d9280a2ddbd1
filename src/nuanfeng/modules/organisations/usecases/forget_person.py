"""End a person's roles when the person leaves the network."""

from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.organisations import policies
from nuanfeng.modules.organisations.models import Appointment
from nuanfeng.modules.organisations.usecases.lock_county_staff import lock_county_staff
from nuanfeng.modules.people.api import Person


@unit_of_work()
def forget_person(*, person: Person, now: datetime) -> int:
    """End every running appointment of the person; returns how many.

    The rows stay: that somebody acted for the county, and when, is the county's own record. The name
    goes with the person. The last one who acts for the county is asked to appoint another first.
    """
    held = Appointment.objects.filter(person=person, until__isnull=True)
    if not held.exists():
        return 0
    lock_county_staff()
    running = list(held.select_for_update())
    for appointment in running:
        refuse_if(policies.refusal_to_leave(appointment))
        appointment.until = now
        appointment.save(update_fields=["until"])
        audit.record(actor=person, action="organisations.forget_person", subject=appointment, at=now)
    return len(running)
