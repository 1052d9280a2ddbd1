"""Say of many people's periods at once which hand-out is the counted one."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import TypeAlias
from uuid import UUID

from django.utils import timezone

from nuanfeng.modules.benefits.models import PeriodClaim, Redemption
from nuanfeng.modules.benefits.rules import outcomes
from nuanfeng.modules.benefits.rules.choices import Standing, settled_in_period

# Person, programme, first day of the period.
PersonPeriod: TypeAlias = tuple[int, int, date]


def settle_periods(
    *, periods: Collection[PersonPeriod], new: Iterable[tuple[PersonPeriod, Standing]], now: datetime
) -> tuple[dict[UUID, str], list[UUID]]:
    """What each new hand-out becomes, and which kept extras are to be counted once the new are there.

    Kept ones that are counted no more become extra here: the unique index allows one at any moment.
    """
    if not periods:
        return {}, []
    kept, claimed = _locked(periods), _claimed(periods)
    arriving: defaultdict[PersonPeriod, list[Standing]] = defaultdict(list)
    for period, row in new:
        arriving[period].append(row)
    statuses: dict[UUID, str] = {}
    demoted: list[UUID] = []
    promoted: list[UUID] = []
    today = timezone.localtime(now).date()
    for period in periods:
        rows, fresh = kept.get(period, []), arriving.get(period, [])
        settled = settled_in_period(rows, fresh, today=today, is_claimed=period in claimed)
        statuses |= {row.id: settled[row.id] for row in fresh}
        for row in rows:
            if settled[row.id] != row.status:
                (promoted if settled[row.id] == outcomes.COUNTED else demoted).append(row.id)
    if demoted:
        Redemption.objects.filter(pk__in=demoted).update(status=outcomes.EXTRA, changed_at=now)
    return statuses, promoted


def _locked(periods: Collection[PersonPeriod]) -> dict[PersonPeriod, list[Standing]]:
    """The standing hand-outs of these periods. Locked first and read then: another may just have ended."""
    starts = {start for _person, _programme, start in periods}
    rows = Redemption.objects.filter(
        person_id__in={person for person, _programme, _start in periods},
        period_start__in=starts,
        # Follows from the line above; said for the index that knows people and days.
        service_date__gte=min(starts),
        status__in=[outcomes.COUNTED, outcomes.EXTRA],
    ).order_by("pk")
    list(rows.select_for_update().values_list("pk"))
    kept: defaultdict[PersonPeriod, list[Standing]] = defaultdict(list)
    for person, programme, start, at, number, status, day in rows.values_list(
        "person_id", "programme_id", "period_start", "at", "pk", "status", "service_date"
    ):
        if person is not None and start is not None:
            kept[person, programme, start].append(Standing(at, number, status, day))
    return kept


def _claimed(periods: Collection[PersonPeriod]) -> set[PersonPeriod]:
    claims = PeriodClaim.objects.filter(
        person_id__in={person for person, _programme, _start in periods},
        period_start__in={start for _person, _programme, start in periods},
    )
    return set(claims.values_list("person_id", "programme_id", "period_start"))
