"""Keep that a scanner showed amber or grey, so that failures can be counted beside successes."""

from datetime import date, datetime
from uuid import UUID

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.benefits import policies
from nuanfeng.modules.benefits.models import Screening
from nuanfeng.modules.benefits.policies import Actor


@unit_of_work()
def record_screening(
    *,
    id: UUID,
    station_id: int,
    programme_id: int,
    service_date: date,
    outcome: str,
    actor: Actor,
    now: datetime,
) -> Screening:
    """One row without any person; the same number again is the row that is there."""
    refuse_if(policies.refusal_to_hand_out(actor, station_id))
    screening, is_new = Screening.objects.get_or_create(
        pk=id,
        defaults={
            "station_id": station_id,
            "programme_id": programme_id,
            "service_date": service_date,
            "outcome": outcome,
            "at": now,
        },
    )
    if is_new:
        audit.record(actor=actor, action="benefits.record_screening", subject=screening, at=now)
    return screening
