"""What people said of a place and nobody has answered yet."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q
from django.utils.translation import gettext

from nuanfeng.modules.stations.models import DoorReport, FacilityType
from nuanfeng.modules.stations.rules.reports import DOOR_KINDS, THING_KINDS


@dataclass(frozen=True)
class OpenReport:
    """One matter at one place: what it is, how many say so, since the last of them."""

    kind: str
    facility: str
    words: str
    count: int
    is_believed: bool
    last_at: datetime


def open_reports_of(numbers: Iterable[int]) -> Mapping[int, list[OpenReport]]:
    """Unsettled matters of these stations, the believed ones first. Never who said so."""
    rows = DoorReport.objects.filter(station_id__in=list(numbers)).exclude(state="settled")
    grouped = (
        rows.order_by()
        .values("station_id", "kind", "facility_type_id")
        .annotate(count=Count("pk"), last=Max("at"), believed=Count("pk", filter=Q(state="believed")))
    )
    types = FacilityType.objects.in_bulk()
    found: defaultdict[int, list[OpenReport]] = defaultdict(list)
    for row in grouped:
        thing = types.get(row["facility_type_id"])
        said = gettext({**DOOR_KINDS, **THING_KINDS}[row["kind"]])
        found[row["station_id"]].append(
            OpenReport(
                row["kind"],
                thing.code if thing else "",
                f"{thing} · {said}" if thing else said,
                row["count"],
                row["believed"] > 0,
                row["last"],
            )
        )
    for reports in found.values():
        reports.sort(key=lambda report: (not report.is_believed, report.last_at))
    return found
