"""Undo a whole import, as far as nobody has built on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import ForeignObjectRel

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import N_, Refusal, refuse_if
from nuanfeng.modules.organisations.api import Area
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations import policies
from nuanfeng.modules.stations.models import Station, StationFacility, StationImport, StationImportRow
from nuanfeng.modules.stations.usecases._imported import moment_text
from nuanfeng.modules.stations.usecases.change_station import change_station

STILL_RUNNING = Refusal("import_running", N_("This import is still running. Take it back when it is done."))
# What a station carries of its own: gone with it, and no sign that anybody built on it.
_ITS_OWN = {
    "stationfacility",
    "space",
    "hoursexception",
    "doorevidence",
    "stationimportrow",
    "wirelessnetwork",
}
_AT_ONCE = 400


@dataclass(frozen=True)
class TakenBack:
    """How many stations went, how many were put back as they were, and how many stay."""

    removed: int
    restored: int
    kept: int


@unit_of_work()
def take_back_import(*, sheet_id: int, actor: Person | str, now: datetime) -> TakenBack:
    """Remove the stations it opened and put back what it changed, and let its rows come in again.

    A station that somebody confirmed, changed or used since stays, and its row says why. Taking back
    twice changes nothing more. Refused while the import still runs.
    """
    refuse_if(policies.refusal_to_keep_stations(actor))
    sheet = StationImport.objects.select_for_update().get(pk=sheet_id)
    is_running = sheet.started_at and not sheet.applied_at and not sheet.stopped_at
    refuse_if(STILL_RUNNING if is_running else None)
    rows = StationImportRow.objects.filter(sheet=sheet, state="done").select_related("station")
    # The last change first: a later row of the same list may have added to what an earlier one opened.
    changed = list(rows.filter(outcome="changed").order_by("-number"))
    restored = [row for row in changed if _restore(row, actor, now)]
    opened = list(rows.filter(outcome="opened").order_by("number"))
    removed = _remove(opened)
    back = [*removed, *restored, *rows.filter(outcome="unchanged")]
    for row in back:
        row.state, row.outcome, row.station, row.before = "ready", "", None, None
    kept = [row for row in [*opened, *changed] if row.state == "done"]
    StationImportRow.objects.bulk_update([*back, *kept], ["state", "outcome", "station", "before"], 400)
    if back:
        sheet.started_at = sheet.applied_at = sheet.stopped_at = None
        sheet.stop_code = ""
        sheet.save(update_fields=["started_at", "applied_at", "stopped_at", "stop_code"])
    told = {"removed": len(removed), "restored": len(restored), "kept": len(kept)}
    audit.record(actor=actor, action="stations.take_back_import", subject=sheet, at=now, details=told)
    return TakenBack(len(removed), len(restored), len(kept))


def _remove(opened: Sequence[StationImportRow]) -> list[StationImportRow]:
    """The rows whose stations nobody touched or used; the others say which it was."""
    untouched = [row for row in opened if _is_as_opened(row)]
    used = _used([row.station_id for row in untouched if row.station_id])
    for row in opened:
        row.outcome = "kept_used" if row.station_id in used else "kept_edit"
    gone = [row for row in untouched if row.station_id not in used]
    for start in range(0, len(gone), _AT_ONCE):
        numbers = [number for row in gone[start : start + _AT_ONCE] if (number := row.station_id)]
        StationImportRow.objects.filter(station_id__in=numbers).update(
            state="ready", outcome="", station=None
        )
        Station.objects.filter(pk__in=numbers).delete()
    return gone


def _is_as_opened(row: StationImportRow) -> bool:
    station = row.station
    if station is None or station.changed_at != station.created_at or station.verified_by_id:
        return False
    told = set(row.values["facilities"])
    held = StationFacility.objects.filter(station=station).values_list("facility_type__code", flat=True)
    return station.status == "active" and set(held) <= told


def _used(numbers: Sequence[int]) -> set[int]:
    """Which of these stations something else points at: staff, a hand-out, a report, another list."""
    found: set[int] = set()
    relations = [each for each in Station._meta.related_objects if isinstance(each, ForeignObjectRel)]
    for relation in relations:
        model, name = relation.related_model, relation.field.name
        if model._meta.model_name in _ITS_OWN:
            continue
        for start in range(0, len(numbers), _AT_ONCE):
            pointing = model._base_manager.filter(**{f"{name}__in": numbers[start : start + _AT_ONCE]})
            found |= set(pointing.values_list(name, flat=True).distinct())
    same = StationImportRow.objects.filter(same_as_id__in=numbers)
    return found | {number for number in same.values_list("same_as_id", flat=True) if number}


def _restore(row: StationImportRow, actor: Person | str, now: datetime) -> bool:
    """Put back what the row changed, where the station still says what the row made of it."""
    station, before = row.station, row.before
    if station is None or before is None or not _is_as_changed(station, before):
        row.outcome = "kept_edit"
        return False
    fields: dict[str, Any] = dict(before["fields"])
    if "area" in fields:
        fields["area"] = Area.objects.filter(pk=fields["area"]).first()
    change_station(
        station_id=station.pk, actor=actor, now=now, changes=fields, facilities=before["facilities"]
    )
    Station.objects.filter(pk=station.pk).update(changed_at=before["changed_at_before"])
    return True


def _is_as_changed(station: Station, before: dict[str, Any]) -> bool:
    held = StationFacility.objects.filter(station=station).select_related("facility_type")
    facilities = {one.facility_type.code: one.note for one in held}
    now_is = (moment_text(station.changed_at), facilities)
    return now_is == (before["changed_at_after"], before["facilities_after"])
