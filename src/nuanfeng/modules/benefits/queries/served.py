"""Who was served today, for scanners without a network: what changed since they asked, a page at a time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from nuanfeng.modules.benefits.models import Programme, Redemption
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


def served_marks(*, programme: Programme, service_date: date, since: str, now: datetime) -> ServedMarks:
    """The marks of everybody who was served or whose hand-out was undone since the scanner last asked."""
    table = Table(epoch_number(), programme.code, service_date)
    start = _day_begins(programme, service_date) - BEFORE_THE_DAY
    kept = read_cursor(since, table, now=now)
    cursor = kept or Cursor(start, now)
    changes = _changes(programme, service_date, cursor)
    page, is_more = changes[:PAGE], len(changes) > PAGE
    served, undone = _people(programme, service_date, page)
    if kept and kept.after is None:
        served |= _served_among(people_with_new_handles(since=kept.since), programme, service_date)
    asked = cursor.asked if cursor.after else now
    if is_more:
        following = Cursor(page[-1][0], asked, page[-1][1])
    else:
        following = Cursor(max(start, asked - SEEN_WITHIN), asked - SEEN_WITHIN)
    return ServedMarks(
        served=marks_of(served, service_date, now=now),
        unserved=marks_of(undone, service_date, now=now) if kept else [],
        cursor=write_cursor(table, following),
        is_whole=kept is None,
        is_more=is_more,
    )


def _day_begins(programme: Programme, service_date: date) -> datetime:
    return timezone.make_aware(datetime.combine(service_date, programme.service_day_starts_at))


def _changes(programme: Programme, service_date: date, cursor: Cursor) -> Sequence[Change]:
    rows = Redemption.objects.filter(
        programme=programme, service_date=service_date, person__isnull=False, changed_at__gte=cursor.since
    )
    if cursor.after:
        rows = rows.filter(Q(changed_at__gt=cursor.since) | Q(pk__gt=cursor.after))
    ordered = rows.order_by("changed_at", "pk").values_list("changed_at", "pk", "person_id", "status")
    return list(ordered[: PAGE + 1])


def _people(programme: Programme, service_date: date, page: Sequence[Change]) -> tuple[set[int], set[int]]:
    """Who of a page is served now, and who is not any more."""
    seen = {person for _at, _number, person, _status in page if person is not None}
    counted = {
        person for _at, _number, person, status in page if person is not None and status == outcomes.COUNTED
    }
    served = counted | _served_among(seen - counted, programme, service_date)
    return served, seen - served


def _served_among(people: Collection[int], programme: Programme, service_date: date) -> set[int]:
    if not people:
        return set()
    counted = Redemption.objects.filter(
        person_id__in=people, programme=programme, service_date=service_date, status=outcomes.COUNTED
    )
    return {person for person in counted.values_list("person_id", flat=True) if person is not None}
