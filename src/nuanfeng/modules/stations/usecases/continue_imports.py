"""Go on with every import that was started: the background worker's part."""

import logging
from datetime import datetime

from django.db import DatabaseError

from nuanfeng.kernel.errors import Refused
from nuanfeng.modules.organisations.api import COMMAND_LINE
from nuanfeng.modules.stations.models import StationImport
from nuanfeng.modules.stations.usecases.apply_import import ROWS_AT_ONCE, apply_import
from nuanfeng.modules.stations.usecases.stop_import import stop_import

UNEXPECTED = "unexpected"
logger = logging.getLogger(__name__)


def continue_imports(*, now: datetime, rows_at_once: int = ROWS_AT_ONCE) -> int:
    """Bring in what is left of each, piece by piece; returns how many pieces were done.

    Each piece is a transaction of its own: a worker that dies between two or inside one leaves whole
    pieces, and the next round goes on there. A row that cannot be brought in stops its import with a
    code; a database that is away is waited for.
    """
    running = StationImport.objects.filter(
        started_at__isnull=False, applied_at__isnull=True, stopped_at__isnull=True
    )
    return sum(_finish(sheet, now, rows_at_once) for sheet in running.order_by("started_at"))


def _finish(sheet: StationImport, now: datetime, rows_at_once: int) -> int:
    pieces, left = 0, 1
    actor = sheet.started_by or COMMAND_LINE
    while left:
        try:
            left = apply_import(sheet_id=sheet.pk, actor=actor, now=now, rows_at_once=rows_at_once).rows_left
        except Refused as no:
            stop_import(sheet_id=sheet.pk, code=no.refusal.code, now=now)
            return pieces
        except DatabaseError:
            raise
        except Exception as problem:
            logger.error("import %s stopped: %s", sheet.pk, type(problem).__name__)
            stop_import(sheet_id=sheet.pk, code=UNEXPECTED, now=now)
            return pieces
        pieces += 1
    return pieces
