"""Who may act for the county."""

from nuanfeng.kernel.errors import N_, Refusal
from nuanfeng.modules.organisations.models import Appointment
from nuanfeng.modules.organisations.rules import COUNTY_STAFF
from nuanfeng.modules.people.api import Person

# Whoever runs the installation and types a command on its server; no account equals this word.
COMMAND_LINE = "command_line"

ONLY_COUNTY_STAFF = Refusal("only_county_staff", N_("Only county staff can do this."))


def refusal_to_act_for_county(person: object) -> Refusal | None:
    """None for a signed-in person with a running county appointment, a refusal for anyone else.

    Whoever types at the server’s own command line may, too.
    """
    if person == COMMAND_LINE:
        return None
    if not isinstance(person, Person) or not person.is_active:
        return ONLY_COUNTY_STAFF
    running = Appointment.objects.filter(person=person, role=COUNTY_STAFF, until__isnull=True)
    return None if running.exists() else ONLY_COUNTY_STAFF


LAST_OF_STAFF = Refusal(
    "last_of_staff",
    N_("This is the last person who acts for the county. Appoint somebody else first."),
)


def refusal_to_end_appointment(appointment: Appointment, *, actor: Person | str) -> Refusal | None:
    """County staff end appointments; the command line ends even the last one."""
    if refusal := refusal_to_act_for_county(actor):
        return refusal
    return None if actor == COMMAND_LINE else refusal_to_leave(appointment)


def refusal_to_leave(appointment: Appointment) -> Refusal | None:
    """The last one who acts for the county stays: nobody could appoint anyone any more."""
    if appointment.role != COUNTY_STAFF:
        return None
    others = Appointment.objects.filter(role=COUNTY_STAFF, until__isnull=True).exclude(pk=appointment.pk)
    return None if others.exists() else LAST_OF_STAFF
