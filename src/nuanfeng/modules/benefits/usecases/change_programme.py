"""Change how a programme is handed out."""

from datetime import datetime
from typing import Any

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import Refusal, refuse_if
from nuanfeng.modules.benefits import policies
from nuanfeng.modules.benefits.models import Programme
from nuanfeng.modules.benefits.rules.days import refusal_to_plan
from nuanfeng.modules.benefits.rules.periods import ONCE, ONCE_NEEDS_AN_END
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations.api import refusal_to_keep_hours

# The start of the service day is not among them: moving it would move meals to another day.
CHANGEABLE = frozenset({"name", "name_en", "starts_on", "ends_on", "serving_hours", "late_from", "is_active"})


@unit_of_work()
def change_programme(*, programme_id: int, actor: Person, now: datetime, **changes: Any) -> Programme:
    """Change what is named in `changes`; the same values again change nothing."""
    refuse_if(policies.refusal_to_keep_programmes(actor))
    if unknown := changes.keys() - CHANGEABLE:
        raise TypeError(f"a programme's {', '.join(sorted(unknown))} cannot be changed")
    programme = Programme.objects.select_for_update().get(pk=programme_id)
    changed = [name for name, value in changes.items() if getattr(programme, name) != value]
    for name in changed:
        setattr(programme, name, changes[name])
    refuse_if(
        refusal_to_plan(starts_on=programme.starts_on, ends_on=programme.ends_on)
        or refusal_to_keep_hours(programme.serving_hours)
        or _refusal_without_an_end(programme)
    )
    if changed:
        programme.save(update_fields=changed)
        audit.record(
            actor=actor,
            action="benefits.change_programme",
            subject=programme,
            at=now,
            details={"changed": sorted(changed)},
        )
    return programme


def _refusal_without_an_end(programme: Programme) -> Refusal | None:
    is_once = programme.ends_on is None and programme.rules.filter(period=ONCE).exists()
    return ONCE_NEEDS_AN_END if is_once else None
