"""Say the same of every row that waits for a decision."""

from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations import policies
from nuanfeng.modules.stations.models import StationImport, StationImportRow
from nuanfeng.modules.stations.usecases.decide_row import DECISION_UNKNOWN, DECISIONS, decide_row


@unit_of_work()
def decide_undecided(*, sheet_id: int, decision: str, actor: Person | str, now: datetime) -> int:
    """Each as new, as the same as what it resembles most, or left out; returns how many there were."""
    refuse_if(policies.refusal_to_keep_stations(actor))
    refuse_if(None if decision in DECISIONS else DECISION_UNKNOWN)
    sheet = StationImport.objects.select_for_update().get(pk=sheet_id)
    waiting = StationImportRow.objects.filter(sheet=sheet, state="undecided")
    if decision in ("new", "skip"):
        count = waiting.update(decision=decision, state="skipped" if decision == "skip" else "ready")
    else:
        rows = list(waiting.values_list("pk", flat=True))
        count = len(rows)
        for number in rows:
            decide_row(row_id=number, decision=decision, actor=actor, now=now)
    details = {"decision": decision, "rows": count}
    audit.record(actor=actor, action="stations.decide_undecided", subject=sheet, at=now, details=details)
    return count
