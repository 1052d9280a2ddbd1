"""What people said of a place is over: mended, or a mistake."""

from datetime import datetime

from nuanfeng.kernel import audit, outbox
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations import policies
from nuanfeng.modules.stations.events import DoorReportSettled
from nuanfeng.modules.stations.models import DoorReport, Station, StationFacility
from nuanfeng.modules.stations.rules import reports
from nuanfeng.modules.stations.usecases._door import lock_evidence, weigh_reports


@unit_of_work()
def settle_report(
    *, station_id: int, kind: str, by: str, actor: Person, now: datetime, facility: str = ""
) -> int:
    """Settle all that was said of one thing at once, as `fix` or `mistake`; returns how many there were.

    What people said was broken works again. Settling what is settled changes nothing. Refused for
    anybody but the station's people and the county.
    """
    if policies.refusal_to_run_station(actor, station_id):
        refuse_if(policies.refusal_to_keep_stations(actor))
    refuse_if(reports.refusal_to_settle(by))
    evidence = lock_evidence(station_id, now=now)
    rows = DoorReport.objects.filter(station_id=station_id, kind=kind).exclude(state="settled")
    rows = rows.filter(facility_type__code=facility) if facility else rows.filter(facility_type=None)
    settled = rows.update(state="settled", settled_at=now, settled_by=by)
    mended = _mend(station_id, reports.WATER if kind == "no_water" else facility)
    if not settled and not mended:
        return 0
    weigh_reports(evidence)
    evidence.changed_at = now
    evidence.save(update_fields=["locked_since", "heard_locked_at", "changed_at"])
    audit.record(
        actor=actor,
        action="stations.settle_report",
        subject=Station(pk=station_id),
        at=now,
        details={"kind": kind, "by": by},
    )
    outbox.announce(DoorReportSettled(station_id, kind, by), at=now)
    return settled


def _mend(station_id: int, code: str) -> bool:
    down = StationFacility.objects.filter(station_id=station_id, facility_type__code=code)
    return bool(code and down.exclude(state="working").update(state="working", state_since=None))
