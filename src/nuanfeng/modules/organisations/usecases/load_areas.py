"""Bring in the towns and villages of the county."""

from collections.abc import Sequence
from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.organisations import policies, rules
from nuanfeng.modules.organisations.models import Area, County
from nuanfeng.modules.organisations.rules import AreaRow
from nuanfeng.modules.people.api import Person


@unit_of_work()
def load_areas(*, rows: Sequence[AreaRow], actor: Person | str, now: datetime) -> int:
    """Add areas and bring known codes up to date; returns how many differ now. Twice changes nothing."""
    refuse_if(policies.refusal_to_act_for_county(actor))
    known = {area.code: area for area in Area.objects.select_related("parent")}
    towns = {code for code, area in known.items() if area.kind == "town"}
    refuse_if(rules.refusal_to_load(list(rows), towns))
    changed = 0
    for row in sorted(rows, key=lambda row: bool(row.town_code)):
        changed += _keep(row, known)
    if changed:
        audit.record(
            actor=actor,
            action="organisations.load_areas",
            subject=County.objects.first() or "organisations.area",
            at=now,
            details={"count": changed},
        )
    return changed


def _keep(row: AreaRow, known: dict[str, Area]) -> int:
    wanted = {
        "name": row.name,
        "name_en": row.name_en,
        "kind": "village" if row.town_code else "town",
        "parent": known.get(row.town_code),
        "aliases": list(row.aliases),
    }
    area = known.get(row.code)
    if area is not None and all(getattr(area, name) == value for name, value in wanted.items()):
        return 0
    known[row.code], _made = Area.objects.update_or_create(code=row.code, defaults=wanted)
    return 1
