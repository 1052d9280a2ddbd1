"""Turn the rows of a judged sheet into stations."""

from dataclasses import dataclass
from datetime import datetime

from nuanfeng.kernel import audit, outbox
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations import policies
from nuanfeng.modules.stations.events import StationOpened
from nuanfeng.modules.stations.models import StationImport, StationImportRow
from nuanfeng.modules.stations.usecases._imported import change_from, known_codes, opened_from

ROWS_AT_ONCE = 250


@dataclass(frozen=True)
class Applied:
    """What this round did, and how many rows still wait their turn."""

    opened: int
    changed: int
    unchanged: int
    rows_left: int


@unit_of_work()
def apply_import(
    *, sheet_id: int, actor: Person | str, now: datetime, rows_at_once: int = ROWS_AT_ONCE
) -> Applied:
    """The next rows that are ready, in one transaction; asking again goes on where this ended.

    Rows that are wrong, left out or wait for a decision stay as they are.
    """
    refuse_if(policies.refusal_to_keep_stations(actor))
    sheet = StationImport.objects.select_for_update().get(pk=sheet_id)
    ready = StationImportRow.objects.filter(sheet=sheet, state="ready").order_by("number")
    rows = list(ready.select_related("same_as")[:rows_at_once])
    codes = known_codes()
    new = [row for row in rows if row.decision == "new"]
    for station in opened_from(new, sheet, codes, now=now):
        outbox.announce(StationOpened(station.pk), at=now)
    same = [row for row in rows if row.decision in ("same", "update")]
    changed = sum(change_from(row, rows, codes, actor=actor, now=now) for row in same)
    StationImportRow.objects.bulk_update(rows, ["state", "outcome", "station", "before"], batch_size=500)
    left = ready.count()
    ends_now = not left and sheet.applied_at is None
    if ends_now:
        sheet.applied_at = now
        sheet.save(update_fields=["applied_at"])
    if rows or ends_now:
        details = {"opened": len(new), "changed": changed, "rows": len(rows), "left": left}
        audit.record(actor=actor, action="stations.apply_import", subject=sheet, at=now, details=details)
    return Applied(len(new), changed, len(rows) - len(new) - changed, left)
