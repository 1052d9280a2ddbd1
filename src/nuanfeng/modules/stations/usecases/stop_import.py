"""An import cannot go on by itself."""

from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.modules.stations.models import StationImport


@unit_of_work()
def stop_import(*, sheet_id: int, code: str, now: datetime) -> None:
    """Keep where it stands and why, for whoever started it to decide; what is in stays in."""
    sheet = StationImport.objects.select_for_update().get(pk=sheet_id)
    if sheet.stopped_at is not None or sheet.applied_at is not None:
        return
    sheet.stopped_at, sheet.stop_code = now, code[:40]
    sheet.save(update_fields=["stopped_at", "stop_code"])
    audit.record(
        actor=None, action="stations.stop_import", subject=sheet, at=now, details={"code": code[:40]}
    )
