"""The one row that lists read of a door: kept up in the same transaction as what it is about."""

from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.modules.stations.models import DoorEvidence, DoorReport, Station
from nuanfeng.modules.stations.rules.reports import ANSWERED_BY_A_VISIT


def lock_evidence(station_id: int, *, now: datetime) -> DoorEvidence:
    """The station's row, made when there is none, held until the transaction ends."""
    held = DoorEvidence.objects.select_for_update()
    if known := held.filter(pk=station_id).first():
        return known
    DoorEvidence.objects.bulk_create(
        [DoorEvidence(station_id=station_id, changed_at=now)], ignore_conflicts=True
    )
    audit.record(actor=None, action="stations.watch_door", subject=Station(pk=station_id), at=now)
    return held.get(pk=station_id)


def note_sign(evidence: DoorEvidence, *, kind: str, at: datetime, now: datetime) -> None:
    """A sign of life: never moves backwards, and answers what was said of the door before it."""
    if evidence.active_at is None or at > evidence.active_at:
        evidence.active_at, evidence.active_kind, evidence.changed_at = at, kind, now
    answered = DoorReport.objects.filter(
        station_id=evidence.pk, kind__in=ANSWERED_BY_A_VISIT, at__lte=at
    ).exclude(state="settled")
    answered.update(state="settled", settled_at=now, settled_by="visit")
    weigh_reports(evidence)
    evidence.save()


def weigh_reports(evidence: DoorEvidence) -> None:
    """What unsettled reports say of the lock; the caller saves."""
    locked = DoorReport.objects.filter(station_id=evidence.pk, kind="locked").exclude(state="settled")
    believed = locked.filter(state="believed").order_by("at").values_list("at", flat=True)
    heard = locked.filter(state="heard").order_by("-at").values_list("at", flat=True)
    evidence.locked_since, evidence.heard_locked_at = believed.first(), heard.first()
