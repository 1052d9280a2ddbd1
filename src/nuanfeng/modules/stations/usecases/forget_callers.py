"""What told two senders apart for a day is cut the day after."""

from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.modules.stations.models import DoorReport, Visit
from nuanfeng.modules.stations.queries.doors import service_day_began


@unit_of_work()
def forget_callers(*, now: datetime) -> int:
    """Cut the marks of reports and visits from before today's 03:00; the rows stay and count on.

    Source: privacy inventory, row "door". Returns how many were cut.
    """
    began = service_day_began(now)
    cut = sum(
        rows.filter(at__lt=began).exclude(sender_digest="").update(sender_digest="")
        for rows in (DoorReport.objects, Visit.objects)
    )
    audit.record(actor=None, action="stations.forget_callers", subject="marks", at=now, details={"cut": cut})
    return cut
