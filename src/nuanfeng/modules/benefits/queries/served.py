"""Who was served today, for scanners without a network: what changed since they asked, a page at a time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from nuanfeng.modules.benefits.models import PeriodClaim, Programme, Redemption
from nuanfeng.modules.benefits.queries.answers import people_with_claims
from nuanfeng.modules.benefits.rules import outcomes
from nuanfeng.modules.benefits.rules.served import Cursor, Table, read_cursor, write_cursor
from nuanfeng.modules.passes.api import epoch_number, marks_of, people_with_new_handles

PAGE = 5000
# A change carries the time at which its request came in and is seen when it is kept: a little later.
SEEN_WITHIN = timedelta(minutes=2)
# A hand-out may belong to a day that its own clock had just begun.
BEFORE_THE_DAY = timedelta(hours=1)

Change = tuple[datetime, UUID, int | None, str]


@dataclass(frozen=True, slots=True)
class ServedMarks:
    """Marks to add, marks to take away, and where to go on. `is_whole`: forget the marks kept before."""

    served: list[str]
    unserved: list[str]
    cursor: str
    is_whole: bool
    is_more: bool


def served_marks(*, programme: Programme, period_start: date, since: str, now: datetime) -> ServedMarks:
    """The marks of everybody who was served in a period, or whose hand-out was undone, since the scanner
    last asked.
    """
    table = Table(epoch_number(), programme.code, period_start)
    start = day_begins(programme, period_start) - BEFORE_THE_DAY
    kept = read_cursor(since, table, now=now)
    cursor = kept or Cursor(start, now)
    changes = _changes(programme, period_start, cursor)
    page, is_more = changes[:PAGE], len(changes) > PAGE
    served, undone = _people(programme, period_start, page)
    if kept is None:
        served |= _claimed(programme, period_start)
    elif kept.after is None:
        served |= _served_among(people_with_new_handles(since=kept.since), programme, period_start)
    asked = cursor.asked if cursor.after else now
    if is_more:
        following = Cursor(page[-1][0], asked, page[-1][1])
    else:
        following = Cursor(max(start, asked - SEEN_WITHIN), asked - SEEN_WITHIN)
    return ServedMarks(
        served=marks_of(served, period_start, now=now),
        unserved=marks_of(undone, period_start, now=now) if kept else [],
        cursor=write_cursor(table, following),
        is_whole=kept is None,
        is_more=is_more,
    )


def day_begins(programme: Programme, day: date) -> datetime:
    """The moment at which a service day begins."""
    return timezone.make_aware(datetime.combine(day, programme.service_day_starts_at))


def _changes(programme: Programme, period_start: date, cursor: Cursor) -> Sequence[Change]:
    rows = Redemption.objects.filter(
        programme=programme, period_start=period_start, person__isnull=False, changed_at__gte=cursor.since
    )
    if cursor.after:
        rows = rows.filter(Q(changed_at__gt=cursor.since) | Q(pk__gt=cursor.after))
    ordered = rows.order_by("changed_at", "pk").values_list("changed_at", "pk", "person_id", "status")
    return list(ordered[: PAGE + 1])


def _people(programme: Programme, period_start: date, page: Sequence[Change]) -> tuple[set[int], set[int]]:
    """Who of a page is served now, and who is not any more."""
    seen = {person for _at, _number, person, _status in page if person is not None}
    counted = {
        person for _at, _number, person, status in page if person is not None and status == outcomes.COUNTED
    }
    served = counted | _served_among(seen - counted, programme, period_start)
    return served, seen - served


def _served_among(people: Collection[int], programme: Programme, period_start: date) -> set[int]:
    if not people:
        return set()
    counted = Redemption.objects.filter(
        person_id__in=people, programme=programme, period_start=period_start, status=outcomes.COUNTED
    )
    served = {person for person in counted.values_list("person_id", flat=True) if person is not None}
    return served | people_with_claims(people, programme_id=programme.pk, period_start=period_start)


def _claimed(programme: Programme, period_start: date) -> set[int]:
    claims = PeriodClaim.objects.filter(programme=programme, period_start=period_start)
    return set(claims.values_list("person_id", flat=True))
