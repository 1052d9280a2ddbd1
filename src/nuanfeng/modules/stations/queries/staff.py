"""Who minds which station."""

from typing import Any

from django.db.models import QuerySet

from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations.models import DutyDone, DutyTurn, HandOverNote, OpeningTap, StationStaff


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
        ],
        "taps": _kept(OpeningTap, person, "is_open"),
        "ticks": _kept(DutyDone, person, "is_fine"),
        "notes": _kept(HandOverNote, person, "text"),
        "turns": [
            {"station": turn.station.name, "starts_at": turn.starts_at, "ends_at": turn.ends_at}
            for turn in DutyTurn.objects.filter(person=person).select_related("station").order_by("starts_at")
        ],
    }


def _kept(model: Any, person: Person, said: str) -> list[dict[str, Any]]:
    rows = model.objects.filter(person=person).select_related("station").order_by("at")
    return [{"station": row.station.name, "at": row.at, said: getattr(row, said)} for row in rows]
