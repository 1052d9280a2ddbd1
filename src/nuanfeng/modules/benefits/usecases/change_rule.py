"""The county changes how often a programme is handed out, and to whom: from the next period on."""

from collections.abc import Sequence
from datetime import date, datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.benefits import policies, queries
from nuanfeng.modules.benefits.models import Programme, ProgrammeRule, Redemption
from nuanfeng.modules.benefits.rules.periods import (
    FROM_THE_BEGINNING,
    ONCE_STAYS,
    next_start,
    refusal_of_rule,
    refusal_to_begin,
)
from nuanfeng.modules.people.api import KINDS_OF_WORK, Person


@unit_of_work()
def change_rule(
    *,
    programme_id: int,
    period: str,
    kinds_of_work: Sequence[str],
    actor: Person,
    now: datetime,
    starts_on: date | None = None,
) -> ProgrammeRule:
    """Make the version that begins on `starts_on` (None: as soon as the running period is over).

    A version that has begun is never touched; one that has not is replaced, so there is one to come at
    most. Before anything was handed out and before the first day, the first version itself is changed.
    """
    refuse_if(policies.refusal_to_keep_programmes(actor))
    programme = Programme.objects.select_for_update().get(pk=programme_id)
    kinds = tuple(kind for kind in KINDS_OF_WORK if kind in kinds_of_work)
    refuse_if(
        refusal_of_rule(
            period=period, kinds_of_work=kinds_of_work, known=[*KINDS_OF_WORK], ends_on=programme.ends_on
        )
    )
    begins = _begins(programme, starts_on, now)
    programme.rules.filter(starts_on__gt=queries.day_of(programme, now)).delete()
    values = {"period": period, "kinds_of_work": " ".join(kinds), "made_at": now}
    rule, _is_new = programme.rules.update_or_create(starts_on=begins, defaults=values)
    audit.record(
        actor=actor,
        action="benefits.change_rule",
        subject=programme,
        at=now,
        details={"from": begins.isoformat(), "period": period, "kinds_of_work": list(kinds)},
    )
    return rule


def is_rule_free(*, programme: Programme, today: date) -> bool:
    """Whether nobody was promised anything yet: it has not begun, and nothing was handed out."""
    return today < programme.starts_on and not Redemption.objects.filter(programme=programme).exists()


def _begins(programme: Programme, starts_on: date | None, now: datetime) -> date:
    today = queries.day_of(programme, now)
    if is_rule_free(programme=programme, today=today):
        return FROM_THE_BEGINNING
    begun = [rule for rule in queries.rules_of([programme.pk])[programme.pk] if rule.starts_on <= today]
    begins = starts_on or next_start(begun, today=today)
    refuse_if(refusal_to_begin(begun, starts_on=begins, today=today) if begins else ONCE_STAYS)
    return begins or today
