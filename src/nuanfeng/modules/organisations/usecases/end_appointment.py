"""End a person's role in the county's work."""

from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.organisations import policies
from nuanfeng.modules.organisations.models import Appointment
from nuanfeng.modules.organisations.usecases.lock_county_staff import lock_county_staff
from nuanfeng.modules.people.api import Person, open_registers


@unit_of_work()
def end_appointment(*, appointment_id: int, actor: Person | str, now: datetime) -> Appointment:
    """From now on the person no longer acts for the county; ending twice changes nothing."""
    refuse_if(policies.refusal_to_act_for_county(actor))
    lock_county_staff()
    appointment = Appointment.objects.select_for_update().get(pk=appointment_id)
    if appointment.until is not None:
        return appointment
    refuse_if(policies.refusal_to_end_appointment(appointment, actor=actor))
    appointment.until = now
    appointment.save(update_fields=["until"])
    open_registers(person=appointment.person, is_open=False)
    audit.record(actor=actor, action="organisations.end_appointment", subject=appointment, at=now)
    return appointment
