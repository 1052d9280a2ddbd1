"""Say what becomes of a row of a sheet."""

from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import N_, Refusal, refuse_if
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations import policies
from nuanfeng.modules.stations.models import Station, StationImportRow

DECISIONS = ("new", "same", "update", "skip")
ROW_IS_WRONG = Refusal("row_wrong", N_("This row has to be put right in the sheet first."))
ROW_IS_DONE = Refusal("row_done", N_("This row has been imported already."))
DECISION_UNKNOWN = Refusal("decision_unknown", N_("A row can be new, the same as another, or left out."))
SAME_AS_WHAT = Refusal("same_as_what", N_("Say which station it is the same as."))


@unit_of_work()
def decide_row(
    *, row_id: int, decision: str, same_as: str = "", actor: Person | str, now: datetime
) -> StationImportRow:
    """`same_as` is a station's number, or `row:7` for an earlier row of the same sheet."""
    refuse_if(policies.refusal_to_keep_stations(actor))
    row = StationImportRow.objects.select_for_update().get(pk=row_id)
    refuse_if(_refusal_to_decide(row, decision))
    station_id, earlier_row = None, None
    if decision in ("same", "update"):
        station_id, earlier_row = _meant(row, same_as)
        refuse_if(None if station_id or earlier_row else SAME_AS_WHAT)
    before = (row.decision, row.same_as_id, row.same_as_row)
    if before == (decision, station_id, earlier_row):
        return row
    row.decision, row.same_as_id, row.same_as_row = decision, station_id, earlier_row
    row.state = "skipped" if decision == "skip" else "ready"
    row.save(update_fields=["decision", "same_as", "same_as_row", "state"])
    details = {"decision": decision, "number": row.number}
    audit.record(actor=actor, action="stations.decide_row", subject=row, at=now, details=details)
    return row


def _refusal_to_decide(row: StationImportRow, decision: str) -> Refusal | None:
    if decision not in DECISIONS:
        return DECISION_UNKNOWN
    if row.state == "wrong":
        return ROW_IS_WRONG
    return ROW_IS_DONE if row.state in ("done", "known") else None


def _meant(row: StationImportRow, same_as: str) -> tuple[int | None, int | None]:
    """The station or the earlier row; without a word the first that the row resembles."""
    ref = same_as or next((likeness["ref"] for likeness in row.likenesses), "")
    kind, _colon, number = ref.rpartition(":")
    if not number.isdecimal():
        return None, None
    if kind == "row":
        earlier = row.sheet.rows.filter(number=int(number), number__lt=row.number).exists()
        return None, int(number) if earlier else None
    return (int(number) if Station.objects.filter(pk=int(number)).exists() else None), None
