"""The county hands out something new."""

from collections.abc import Sequence
from datetime import date, datetime, time

from nuanfeng.kernel import audit, outbox
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.benefits import policies
from nuanfeng.modules.benefits.events import ProgrammeCreated
from nuanfeng.modules.benefits.models import Programme
from nuanfeng.modules.benefits.rules.days import CODE_TAKEN, SERVICE_DAY_STARTS_AT, refusal_to_plan
from nuanfeng.modules.benefits.rules.periods import DAY, FROM_THE_BEGINNING, refusal_of_rule
from nuanfeng.modules.people.api import KINDS_OF_WORK, Person
from nuanfeng.modules.stations.api import refusal_to_keep_hours


@unit_of_work()
def create_programme(
    *,
    code: str,
    name: str,
    starts_on: date,
    actor: Person,
    now: datetime,
    name_en: str = "",
    ends_on: date | None = None,
    serving_hours: str = "",
    service_day_starts_at: time = SERVICE_DAY_STARTS_AT,
    period: str = DAY,
    kinds_of_work: Sequence[str] = (),
    late_from: time | None = None,
) -> Programme:
    """Begin a programme; it is handed out where `add_pickup_point` says."""
    refuse_if(policies.refusal_to_keep_programmes(actor))
    refuse_if(
        refusal_to_plan(starts_on=starts_on, ends_on=ends_on)
        or refusal_to_keep_hours(serving_hours)
        or refusal_of_rule(
            period=period, kinds_of_work=kinds_of_work, known=[*KINDS_OF_WORK], ends_on=ends_on
        )
    )
    refuse_if(CODE_TAKEN if Programme.objects.filter(code=code).exists() else None)
    programme = Programme.objects.create(
        code=code,
        name=name,
        name_en=name_en,
        starts_on=starts_on,
        ends_on=ends_on,
        serving_hours=serving_hours,
        service_day_starts_at=service_day_starts_at,
        late_from=late_from,
    )
    programme.rules.create(
        starts_on=FROM_THE_BEGINNING, period=period, kinds_of_work=" ".join(kinds_of_work), made_at=now
    )
    audit.record(actor=actor, action="benefits.create_programme", subject=programme, at=now)
    outbox.announce(ProgrammeCreated(programme.pk), at=now)
    return programme
