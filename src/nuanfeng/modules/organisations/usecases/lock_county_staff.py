"""Take all who act for the county into hand before one of them goes."""

from nuanfeng.modules.organisations.models import Appointment
from nuanfeng.modules.organisations.rules import COUNTY_STAFF


def lock_county_staff() -> None:
    """Lock every running appointment, in one order; part of a unit of work.

    One row is not enough: the last two, going in the same second, would each see the other stay.
    """
    running = Appointment.objects.filter(role=COUNTY_STAFF, until__isnull=True).order_by("pk")
    list(running.select_for_update().values_list("pk"))
