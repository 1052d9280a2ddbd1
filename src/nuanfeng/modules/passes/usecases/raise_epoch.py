"""After a restore from a backup: ask every scanner for its log again."""

from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.passes import policies
from nuanfeng.modules.passes.models import Epoch
from nuanfeng.modules.passes.queries.sync import epoch_number
from nuanfeng.modules.people.api import Person


@unit_of_work()
def raise_epoch(*, actor: Person | str | None, reason: str, now: datetime) -> Epoch:
    """The next epoch. It is never lower than the time of day it is raised on, so that a backup that
    was put back twice cannot give out a number that scanners have seen before.
    """
    refuse_if(policies.refusal_to_change_keys(actor))
    number = max(epoch_number() + 1, int(now.timestamp()))
    epoch = Epoch.objects.create(number=number, raised_at=now, reason=reason[:200])
    audit.record(actor=actor, action="passes.raise_epoch", subject=epoch, at=now)
    return epoch
