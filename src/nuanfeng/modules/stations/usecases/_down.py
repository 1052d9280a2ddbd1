"""What of a place works and what does not: set inside somebody's unit of work."""

from datetime import datetime

from django.db.models import Q

from nuanfeng.modules.stations.models import DoorReport, StationFacility
from nuanfeng.modules.stations.rules.reports import WATER


def set_state(station_id: int, facility_type_id: int, state: str, *, now: datetime) -> bool:
    """Say how a facility is from now on; returns whether that is new.

    What works again answers all that people said of it.
    """
    held = StationFacility.objects.select_related("facility_type").filter(
        station_id=station_id, facility_type_id=facility_type_id
    )
    thing = held.exclude(state=state).first()
    if thing is None:
        return False
    thing.state, thing.state_since = state, None if state == "working" else now
    thing.save(update_fields=["state", "state_since"])
    if state == "working":
        about = Q(facility_type_id=facility_type_id)
        if thing.facility_type.code == WATER:
            about |= Q(kind="no_water")
        said = DoorReport.objects.filter(about, station_id=station_id).exclude(state="settled")
        said.update(state="settled", settled_at=now, settled_by="fix")
    return True
