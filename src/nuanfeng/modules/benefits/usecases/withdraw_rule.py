"""The county thinks again: the rule that was to begin does not."""

from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.benefits import policies, queries
from nuanfeng.modules.benefits.models import Programme
from nuanfeng.modules.people.api import Person


@unit_of_work()
def withdraw_rule(*, programme_id: int, actor: Person, now: datetime) -> bool:
    """Take back the version that has not begun; says whether there was one. One that runs stays."""
    refuse_if(policies.refusal_to_keep_programmes(actor))
    programme = Programme.objects.select_for_update().get(pk=programme_id)
    coming = programme.rules.filter(starts_on__gt=queries.day_of(programme, now))
    if not coming.exists():
        return False
    coming.delete()
    audit.record(actor=actor, action="benefits.withdraw_rule", subject=programme, at=now)
    return True
