"""Anybody who stands there says what is wrong with a place."""

from datetime import datetime
from uuid import UUID

from nuanfeng.kernel import audit, outbox
from nuanfeng.kernel.callers import Caller
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import Refused, refuse_if
from nuanfeng.modules.stations.events import DoorReportBelieved
from nuanfeng.modules.stations.models import DoorEvidence, DoorReport, Station, StationFacility
from nuanfeng.modules.stations.rules import reports
from nuanfeng.modules.stations.usecases._door import lock_evidence, weigh_reports

ANYBODY = "anybody"


@unit_of_work()
def report_door(
    *, id: UUID, station_id: int, kind: str, caller: Caller, now: datetime, facility: str = ""
) -> DoorReport | None:
    """Keep one report, and believe it when enough people say the same within the hour.

    `facility` is the code of the thing that is broken or out of date; empty for the door itself.
    Returns the report; the one kept before where the same id comes again; None where it adds nothing
    to what this sender or this address has said within the hour, which is no fault of anybody.
    Refused for a kind that nobody knows, a thing the place does not have, and a place that is gone.
    """
    refuse_if(reports.refusal_to_report(kind=kind, is_about_a_thing=bool(facility)))
    station = Station.objects.filter(pk=station_id).exclude(status="closed").first()
    if station is None:
        raise Refused(reports.NOT_ON_THE_LIST)
    thing = _thing(station_id, reports.WATER if kind == "no_water" else facility)
    if facility and thing is None:
        raise Refused(reports.THING_UNKNOWN)
    evidence = lock_evidence(station_id, now=now)
    if before := DoorReport.objects.filter(pk=id).first():
        return before
    said = reports.Said(caller.sender, caller.address, now)
    alike = _unsettled(station_id, kind, thing if facility else None)
    if reports.adds_nothing(said, _said(alike)):
        return None
    report = DoorReport(
        id=id,
        station_id=station_id,
        kind=kind,
        facility_type_id=thing.facility_type_id if facility and thing else None,
        sender_digest=reports.mark_of(caller.sender, caller.address),
        at=now,
    )
    report.save(force_insert=True)
    if reports.is_believed([*_said(alike), said], now=now):
        _believe(report, alike, thing, now)
    _keep(evidence, now)
    audit.record(actor=ANYBODY, action="stations.report_door", subject=station, at=now)
    return report


def _thing(station_id: int, code: str) -> StationFacility | None:
    held = StationFacility.objects.filter(station_id=station_id, facility_type__code=code)
    return held.select_related("facility_type").first() if code else None


def _unsettled(station_id: int, kind: str, thing: StationFacility | None) -> list[DoorReport]:
    rows = DoorReport.objects.filter(
        station_id=station_id, kind=kind, facility_type=thing.facility_type_id if thing else None
    )
    return list(rows.exclude(state="settled").order_by("at"))


def _said(rows: list[DoorReport]) -> list[reports.Said]:
    return [reports.said_by(row.sender_digest, row.at) for row in rows]


def _believe(
    report: DoorReport, alike: list[DoorReport], thing: StationFacility | None, now: datetime
) -> None:
    """All that said so within the hour are believed; the thing they name is out of order from now on."""
    was_believed = any(row.state == "believed" for row in alike)
    fresh = [row.pk for row in alike if now - row.at <= reports.BELIEVED_WITHIN]
    DoorReport.objects.filter(pk__in=[*fresh, report.pk], state="heard").update(
        state="believed", believed_at=now
    )
    report.state, report.believed_at = "believed", now
    if thing and report.kind in reports.STATE_AFTER and thing.state == "working":
        thing.state, thing.state_since = reports.STATE_AFTER[report.kind], now
        thing.save(update_fields=["state", "state_since"])
    if not was_believed:
        outbox.announce(DoorReportBelieved(report.station_id, report.kind), at=now)


def _keep(evidence: DoorEvidence, now: datetime) -> None:
    weigh_reports(evidence)
    evidence.changed_at = now
    evidence.save(update_fields=["locked_since", "heard_locked_at", "changed_at"])
