"""Who minds which station."""

from typing import Any

from django.db.models import QuerySet

from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations.models import StationStaff


def stations_where(person: object, *, role: str = "") -> list[StationStaff]:
    """The running roles of a person, each with its station; masters' roles first."""
    number = getattr(person, "pk", None)
    if number is None:
        return []
    running = StationStaff.objects.filter(person_id=number, until__isnull=True)
    if role:
        running = running.filter(role=role)
    return list(running.select_related("station").order_by("role", "station__name"))


def staff_of(station_id: int) -> QuerySet[StationStaff]:
    """The running staff of a station, masters first. Never for the public."""
    running = StationStaff.objects.filter(station_id=station_id, until__isnull=True)
    return running.select_related("person").order_by("role", "since")


def personal_record_of(person: Person) -> dict[str, Any]:
    """Everything that this module keeps of a person, for the person."""
    held = StationStaff.objects.filter(person=person).select_related("station").order_by("since")
    return {
        "roles": [
            {"station": role.station.name, "role": role.role, "since": role.since, "until": role.until}
            for role in held
        ]
    }
