"""Look at a sheet of stations: read it, judge it, keep what would happen. No station is touched."""

from datetime import datetime
from hashlib import sha256
from pathlib import PurePath

from django.db import IntegrityError

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import N_, Refusal, Refused, refuse_if
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations import policies
from nuanfeng.modules.stations.models import STATION_KINDS, StationImport, StationImportRow
from nuanfeng.modules.stations.queries.importing import JudgedRow, JudgedSheet, judge_sheet
from nuanfeng.modules.stations.rules.datum import DATUMS
from nuanfeng.modules.stations.rules.duplicates import Likeness
from nuanfeng.modules.stations.rules.places import KIND_UNKNOWN

DATUM_UNKNOWN = Refusal("datum_unknown", N_("Say whether the points are WGS-84 or GCJ-02."))
CELL_CHARACTERS_KEPT = 300


def preview_import(
    *, actor: Person | str, now: datetime, content: bytes, file_name: str, datum: str, kind: str = "partner"
) -> StationImport:
    """The same file again is the import that it was; one that was never applied is judged anew."""
    refuse_if(policies.refusal_to_keep_stations(actor))
    refuse_if(None if datum in DATUMS else DATUM_UNKNOWN)
    refuse_if(None if kind in STATION_KINDS else KIND_UNKNOWN)
    digest = sha256(content).hexdigest()
    same_file = StationImport.objects.filter(digest=digest, datum=datum, kind=kind)
    if earlier := same_file.filter(applied_at__isnull=False).first():
        return earlier
    # Reading takes seconds for a long list and needs no transaction.
    judged = judge_sheet(content, datum=datum, kind=kind)
    if isinstance(judged, Refusal):
        raise Refused(judged)
    sheet = StationImport(
        file_name=PurePath(file_name).name[:200], digest=digest, datum=datum, kind=kind, sent_at=now
    )
    try:
        return _keep_preview(sheet=sheet, judged=judged, actor=actor, now=now)
    except IntegrityError:
        # The same file was sent twice in the same second; the other one is kept.
        return same_file.get()


@unit_of_work()
def _keep_preview(
    *, sheet: StationImport, judged: JudgedSheet, actor: Person | str, now: datetime
) -> StationImport:
    same_file = StationImport.objects.filter(digest=sheet.digest, datum=sheet.datum, kind=sheet.kind)
    if earlier := same_file.select_for_update().first():
        if earlier.applied_at is not None or earlier.rows.filter(state="done").exists():
            return earlier
        # The address of the preview stays: somebody may be looking at it.
        earlier.rows.all().delete()
        sheet.pk = earlier.pk
    found = judged.sheet
    sheet.headers = [[meaning, found.headers[place]] for place, meaning in found.columns.items()]
    sheet.personal_columns, sheet.ignored_columns = found.personal, found.ignored
    sheet.rows_total = len(judged.rows)
    sheet.sent_by = actor if isinstance(actor, Person) else None
    sheet.save()
    StationImportRow.objects.bulk_create((_kept(sheet, row) for row in judged.rows), batch_size=500)
    counts = judged.counts()
    audit.record(actor=actor, action="stations.preview_import", subject=sheet, at=now, details=counts)
    return sheet


def _kept(sheet: StationImport, judged: JudgedRow) -> StationImportRow:
    strong = next((one for one in judged.known if one.is_strong), None)
    return StationImportRow(
        sheet=sheet,
        number=judged.row.number,
        cells={meaning: cell[:CELL_CHARACTERS_KEPT] for meaning, cell in judged.cells.items()},
        values=judged.row.values,
        problems=judged.row.problems,
        remarks=judged.row.remarks,
        likenesses=[_likeness(one) for one in (*judged.known, *judged.in_file)],
        fingerprint=judged.row.fingerprint,
        state=judged.state,
        decision=judged.decision,
        same_as_id=int(strong.ref) if strong and judged.decision == "same" else None,
        outcome="known" if judged.state == "known" else "",
        station_id=judged.station_id,
    )


def _likeness(one: Likeness) -> dict[str, object]:
    return {"ref": one.ref, "whys": list(one.whys), "metres": one.metres}
