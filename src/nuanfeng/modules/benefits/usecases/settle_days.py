"""Say of many people's days at once which hand-out is the counted one."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import TypeAlias
from uuid import UUID

from django.utils import timezone

from nuanfeng.modules.benefits.models import Redemption
from nuanfeng.modules.benefits.rules import outcomes
from nuanfeng.modules.benefits.rules.choices import is_frozen, settled_statuses

# Person, programme, service date.
PersonDay: TypeAlias = tuple[int, int, date]
Row: TypeAlias = tuple[datetime, UUID, str]


def settle_days(
    *, days: Collection[PersonDay], new: Iterable[tuple[PersonDay, datetime, UUID]], now: datetime
) -> tuple[dict[UUID, str], list[UUID]]:
    """What each new hand-out becomes, and which kept extras are to be counted once the new are there.

    Kept ones that are counted no more become extra here: the unique index allows one at any moment.
    """
    kept = _locked(days) if days else {}
    arriving: defaultdict[PersonDay, list[Row]] = defaultdict(list)
    for day, at, number in new:
        arriving[day].append((at, number, outcomes.EXTRA))
    statuses: dict[UUID, str] = {}
    demoted: list[UUID] = []
    promoted: list[UUID] = []
    today = timezone.localtime(now).date()
    for day in days:
        rows, fresh = kept.get(day, []), arriving.get(day, [])
        settled = _frozen(rows, fresh) if is_frozen(day[2], today) else settled_statuses([*rows, *fresh])
        statuses |= {number: settled[number] for _at, number, _status in fresh}
        for _at, number, before in rows:
            if settled[number] != before:
                (promoted if settled[number] == outcomes.COUNTED else demoted).append(number)
    if demoted:
        Redemption.objects.filter(pk__in=demoted).update(status=outcomes.EXTRA, changed_at=now)
    return statuses, promoted


def _frozen(rows: list[Row], fresh: list[Row]) -> Mapping[UUID, str]:
    """What was reported stays; what came too late counts only where nothing did."""
    kept = {number: status for _at, number, status in rows}
    if outcomes.COUNTED in kept.values():
        return {**kept, **{number: outcomes.EXTRA for _at, number, _status in fresh}}
    return {**kept, **settled_statuses(fresh)}


def _locked(days: Collection[PersonDay]) -> dict[PersonDay, list[Row]]:
    """The standing hand-outs of these days. Locked first and read then: another may just have ended."""
    rows = Redemption.objects.filter(
        person_id__in={person for person, _programme, _date in days},
        service_date__in={service_date for _person, _programme, service_date in days},
        status__in=[outcomes.COUNTED, outcomes.EXTRA],
    ).order_by("pk")
    list(rows.select_for_update().values_list("pk"))
    kept: defaultdict[PersonDay, list[Row]] = defaultdict(list)
    for person, programme, day, at, number, status in rows.values_list(
        "person_id", "programme_id", "service_date", "at", "pk", "status"
    ):
        if person is not None:
            kept[person, programme, day].append((at, number, status))
    return kept
