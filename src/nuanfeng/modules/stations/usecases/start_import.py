"""Let the background worker bring a judged sheet in."""

from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations import policies
from nuanfeng.modules.stations.models import StationImport


@unit_of_work()
def start_import(*, sheet_id: int, actor: Person, now: datetime) -> StationImport:
    """From now on the worker goes on with it, whether or not anybody looks; also after it stopped.

    Starting what runs changes nothing, and so does starting what has no row to bring in.
    """
    refuse_if(policies.refusal_to_keep_stations(actor))
    sheet = StationImport.objects.select_for_update().get(pk=sheet_id)
    is_running = sheet.started_at and not sheet.applied_at and not sheet.stopped_at
    if is_running or not sheet.rows.filter(state="ready").exists():
        return sheet
    sheet.started_at, sheet.started_by = now, actor
    sheet.applied_at, sheet.stopped_at, sheet.stop_code = None, None, ""
    sheet.save(update_fields=["started_at", "started_by", "applied_at", "stopped_at", "stop_code"])
    audit.record(actor=actor, action="stations.start_import", subject=sheet, at=now)
    return sheet
