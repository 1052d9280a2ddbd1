"""Reading the county and its organisations."""

from typing import Any

from django.db.models import QuerySet

from nuanfeng.modules.organisations.models import Appointment, Area, County
from nuanfeng.modules.organisations.rules import COUNTY_STAFF
from nuanfeng.modules.people.api import Person


def the_county() -> County | None:
    """The county that this installation serves, or None before it is set up."""
    return County.objects.first()


def county_code() -> str:
    """The code that tokens carry; empty before the county is set up."""
    return County.objects.values_list("code", flat=True).first() or ""


def hotline() -> str:
    """The number that the county has set; empty where it has not."""
    return County.objects.values_list("hotline", flat=True).first() or ""


def area_named(text: str) -> Area | None:
    """The town or village that a name or one of its aliases means; towns first."""
    wanted = text.strip()
    for area in Area.objects.order_by("-kind", "code").filter(kind="town"):
        if wanted == area.name or wanted in area.aliases:
            return area
    return Area.objects.filter(name=wanted).first()


def county_staff() -> QuerySet[Appointment]:
    """Who acts for the county now, the longest first."""
    running = Appointment.objects.filter(role=COUNTY_STAFF, until__isnull=True)
    return running.select_related("person").order_by("since")


def personal_record_of(person: Person) -> dict[str, Any]:
    """Everything that this module keeps of a person, for the person."""
    kept = Appointment.objects.filter(person=person).order_by("since")
    return {"roles": list(kept.values("role", "since", "until"))}
