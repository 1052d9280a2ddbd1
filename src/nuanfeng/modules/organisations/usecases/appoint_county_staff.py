"""Let a person act for the county."""

from datetime import datetime

from nuanfeng.kernel import audit, outbox
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.organisations import policies
from nuanfeng.modules.organisations.events import StaffAppointed
from nuanfeng.modules.organisations.models import Appointment
from nuanfeng.modules.organisations.rules import COUNTY_STAFF
from nuanfeng.modules.people.api import Person, open_registers


@unit_of_work()
def appoint_county_staff(*, person: Person, actor: Person | str | None, now: datetime) -> Appointment:
    """Give a person the county's role; without an actor only while the county has no staff yet.

    The first appointment is made on the command line by the operator.
    """
    running = Appointment.objects.filter(role=COUNTY_STAFF, until__isnull=True)
    if actor is not None or running.exists():
        refuse_if(policies.refusal_to_act_for_county(actor))
    if earlier := running.filter(person=person).first():
        return earlier
    appointment = Appointment.objects.create(person=person, role=COUNTY_STAFF, since=now)
    open_registers(person=person, is_open=True)
    audit.record(actor=actor, action="organisations.appoint_county_staff", subject=appointment, at=now)
    outbox.announce(StaffAppointed(person.pk, COUNTY_STAFF), at=now)
    return appointment
