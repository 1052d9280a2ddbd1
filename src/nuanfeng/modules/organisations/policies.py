"""Who may act for the county."""

from nuanfeng.kernel.errors import N_, Refusal
from nuanfeng.modules.organisations.models import Appointment
from nuanfeng.modules.people.api import Person

COUNTY_STAFF = "county_staff"

ONLY_COUNTY_STAFF = Refusal("only_county_staff", N_("Only county staff can do this."))


def refusal_to_act_for_county(person: object) -> Refusal | None:
    """None for a signed-in person with a running county appointment, a refusal for anyone else."""
    if not isinstance(person, Person) or not person.is_active:
        return ONLY_COUNTY_STAFF
    running = Appointment.objects.filter(person=person, role=COUNTY_STAFF, until__isnull=True)
    return None if running.exists() else ONLY_COUNTY_STAFF
