"""Say which county this installation serves."""

from datetime import datetime
from typing import Any

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.organisations import policies
from nuanfeng.modules.organisations.models import County
from nuanfeng.modules.people.api import Person


@unit_of_work()
def set_up_county(*, actor: Person | str | None, now: datetime, code: str, **known: Any) -> County:
    """Create the county, or change what is known of it; only county staff may change it later."""
    county = County.objects.select_for_update().first()
    if county is not None:
        refuse_if(policies.refusal_to_act_for_county(actor))
    county = county or County()
    county.code = code
    for name, value in known.items():
        setattr(county, name, value)
    county.save()
    audit.record(actor=actor, action="organisations.set_up_county", subject=county, at=now)
    return county
