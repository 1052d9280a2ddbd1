"""In which order the list shows stations, and which of them stand on a page.

Ten thousand stations share a few dozen hours. So each pair of hours and status is judged once, and
the database cuts the page: it alone sorts names, and no row leaves it that is not shown.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, Value, When
from django.utils import timezone

from nuanfeng.modules.stations.models import Station
from nuanfeng.modules.stations.queries.doors import (
    CONFIRMED_AT,
    DoorView,
    Place,
    door_states,
    doors_unlike_their_hours,
)
from nuanfeng.modules.stations.queries.exceptions import exceptions_from
from nuanfeng.modules.stations.queries.opening import opening_states, use_now, word_at

# Found locked, or shut for today: after what opens soon, among what nobody is sure of.
AS_UNKNOWN = (2, 0)
# Hours, status, and how many stations have both.
_Pair = tuple[str, str, int]


@dataclass(frozen=True)
class Rank:
    """Stations that are of use equally soon: among them only the name decides."""

    is_open: bool
    count: int
    matching: Q


def ranks_of(rows: QuerySet[Station], *, now: datetime) -> list[Rank]:
    """The ranks that occur among these stations, those that are open first."""
    odd = _unlike_their_hours(rows, now=now)
    alike_rows = rows.exclude(pk__in=list(odd)) if odd else rows
    pairs = list(alike_rows.order_by().values_list("hours", "status").annotate(Count("pk")))
    states = opening_states(
        ((place, hours, status) for place, (hours, status, _count) in enumerate(pairs)),
        now=now,
        exceptions={},  # these are numbers of pairs; a place with other hours today is among the odd
    )
    alike: defaultdict[tuple[Any, bool], list[_Pair]] = defaultdict(list)
    for place, pair in enumerate(pairs):
        alike[use_now(states[place]), bool(states[place].is_open)].append(pair)
    ranks = {
        key: Rank(key[1], sum(count for _hours, _status, count in same), _any_of(same) & ~Q(pk__in=list(odd)))
        for key, same in alike.items()
    }
    for is_open in (True, False):
        if found := [pk for pk, is_it in odd.items() if is_it == is_open]:
            key = ((0, 0) if is_open else AS_UNKNOWN, is_open)
            ranks[key] = _joined(ranks.get(key), Rank(is_open, len(found), Q(pk__in=found)))
    return [rank for _key, rank in sorted(ranks.items(), key=lambda pair: pair[0])]


def _joined(one: Rank | None, other: Rank) -> Rank:
    """Two ranks that are of use equally soon are one."""
    return Rank(other.is_open, one.count + other.count, one.matching | other.matching) if one else other


def _unlike_their_hours(rows: QuerySet[Station], *, now: datetime) -> dict[int, bool]:
    """Stations that are open although their hours say no, or the other way round."""
    known = doors_unlike_their_hours(now=now)
    exceptions = exceptions_from(timezone.localdate(now) - timedelta(days=1))
    if not known and not exceptions:
        return {}
    found = rows.order_by().filter(pk__in=[*known, *exceptions], status="active")
    listed = list(found.values_list("pk", "hours", "status", "hours_doubtful", CONFIRMED_AT))
    plain = [(pk, hours, status) for pk, hours, status, *_rest in listed]
    states = opening_states(plain, now=now, exceptions=exceptions)
    usual = opening_states(plain, now=now, exceptions={})
    places = [Place(pk, is_doubtful, confirmed) for pk, _h, _s, is_doubtful, confirmed in listed]
    words = {
        pk: word_at(states[pk], DoorView(door))
        for pk, door in door_states(places, states, known, now=now).items()
    }
    return {pk: word == "open" for pk, word in words.items() if (word == "open") != bool(usual[pk].is_open)}


def _any_of(pairs: Sequence[_Pair]) -> Q:
    """The condition for stations with one of these pairs of hours and status."""
    hours_by_status: defaultdict[str, list[str]] = defaultdict(list)
    for hours, status, _count in pairs:
        hours_by_status[status].append(hours)
    found = Q()
    for status, any_hours in hours_by_status.items():
        found |= Q(status=status, hours__in=any_hours)
    return found


def numbers_between(rows: QuerySet[Station], ranks: Sequence[Rank], first: int, end: int) -> list[int]:
    """The numbers of the stations from place `first` to before `end`, by rank and name."""
    shown, before = [], 0
    for rank in ranks:
        if first < before + rank.count and before < end:
            shown.append((rank.matching, before))
        before += rank.count
    if not shown:
        return []
    skipped = shown[0][1]
    any_of_them = Q()
    for matching, _before in shown:
        any_of_them |= matching
    chosen = rows.filter(any_of_them).order_by("name", "pk")
    if len(shown) > 1:  # within one rank the index on names gives the page without sorting
        places = (When(matching, then=Value(place)) for place, (matching, _before) in enumerate(shown))
        chosen = chosen.annotate(rank=Case(*places)).order_by("rank", "name", "pk")
    return list(chosen.values_list("pk", flat=True)[first - skipped : end - skipped])
