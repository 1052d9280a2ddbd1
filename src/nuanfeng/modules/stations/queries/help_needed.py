"""Which places need help, as taps and what people said show it; nobody fills in another form."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext, pgettext

from nuanfeng.kernel.errors import N_
from nuanfeng.kernel.xlsx import Sheet, Value
from nuanfeng.modules.stations.models import (
    DoorEvidence,
    DoorReport,
    Station,
    StationFacility,
    Supply,
    Visit,
)
from nuanfeng.modules.stations.queries.opening import hours_open_on
from nuanfeng.modules.stations.rules import upkeep as rules

REPORTS_WITHIN = timedelta(days=7)
VISITS_WITHIN = timedelta(days=28)
EVENING = 19
# A few people say nothing of an evening.
VISITORS_NEEDED = 20
COLUMNS = {
    "closed": N_("Found closed, 7 days"),
    "down": N_("Out of order"),
    "expired": N_("Out of date"),
    "expiring": N_("Out of date within 30 days"),
    "unverified": N_("Days since checked"),
    "untapped": N_("Days without an opening tap"),
    "evening": N_("Came after 19:00, %"),
}


@dataclass(frozen=True)
class HelpLine:
    """One place and what it lacks; None in a column of days is never."""

    station: Station
    needs: rules.Needs
    evening_share: int | None
    is_open_late: bool | None

    @property
    def score(self) -> int:
        """How much help it needs."""
        return rules.help_score(self.needs)

    def figure(self, column: str) -> int | None:
        """The figure of one column."""
        needs = self.needs
        return {
            "closed": needs.closed,
            "down": needs.down,
            "expired": needs.expired,
            "expiring": needs.expiring,
            "unverified": needs.unverified_days,
            "untapped": needs.untapped_days,
            "evening": self.evening_share,
        }[column]

    @property
    def figures(self) -> list[tuple[str, int | None]]:
        """All columns in their order."""
        return [(column, self.figure(column)) for column in COLUMNS]


@dataclass(frozen=True)
class Came:
    """Who came to a place in four weeks, counted without anybody's name."""

    visited: int = 0
    visited_late: int = 0
    served: int = 0
    served_late: int = 0

    @property
    def count(self) -> int:
        """Everybody."""
        return self.visited + self.served

    @property
    def late(self) -> int:
        """Those after 19:00."""
        return self.visited_late + self.served_late


@dataclass(frozen=True)
class HelpRows:
    """What stands behind the figures of one place."""

    reports: list[DoorReport]
    down: list[StationFacility]
    supplies: list[Supply]
    said_open_at: datetime | None
    came: Came


def help_lines(*, now: datetime, by: str = "") -> list[HelpLine]:
    """Every place in use that lacks something, the one that needs most first, or by one column."""
    today = timezone.localdate(now)
    stations = list(Station.objects.filter(status="active").select_related("area", "area__parent"))
    closed, down = _by_station(_found_closed(now)), _by_station(_down())
    expired, expiring = _shelves(today)
    tapped = dict(DoorEvidence.objects.values_list("pk", "said_open_at"))
    evening, hours = _evenings(now), hours_open_on(stations, today)
    lines = []
    for station in stations:
        share, held = evening.get(station.pk), hours[station.pk]
        is_late = None if held is None else held[EVENING]
        needs = rules.Needs(
            closed[station.pk],
            _days(station.verified_at, today),
            down[station.pk],
            expired[station.pk],
            expiring[station.pk],
            _days(tapped.get(station.pk), today),
            rules.misses_the_evening(share, is_open_late=is_late),
        )
        lines.append(HelpLine(station, needs, share, is_late))
    return sorted((line for line in lines if line.score), key=lambda line: _order(line, by))


def help_rows(station_id: int, *, now: datetime) -> HelpRows:
    """The rows behind the figures of one place; never who said or ticked it."""
    until = timezone.localdate(now) + rules.EXPIRING_WITHIN
    shelf = Supply.objects.filter(station_id=station_id, ended_at=None, expires_on__lte=until)
    evidence = DoorEvidence.objects.filter(pk=station_id).values_list("said_open_at", flat=True)
    return HelpRows(
        list(_found_closed(now).filter(station_id=station_id).order_by("-at")[:50]),
        list(_down().filter(station_id=station_id).select_related("facility_type")),
        list(shelf.order_by("expires_on")),
        evidence.first(),
        came_in_four_weeks(now=now).get(station_id, Came()),
    )


def sheet_of_help(lines: Iterable[HelpLine], *, unit: str) -> Sheet:
    """The list as it stands, for Excel and WPS."""
    header = [N_("No."), N_("Name of the station"), N_("Town"), *COLUMNS.values(), N_("Open after 19:00")]
    words = [gettext(word) for word in header]
    title = gettext("Stations that need help")
    rows = (_row(place, line) for place, line in enumerate(lines, 1))
    return Sheet(title, words, rows, title=title, unit=unit, is_landscape=True)


def _row(place: int, line: HelpLine) -> list[Value]:
    figures = [
        pgettext("any", "never") if figure is None and column != "evening" else figure
        for column, figure in line.figures
    ]
    return [place, str(line.station), str(line.station.area or ""), *figures, line.is_open_late]


def _order(line: HelpLine, by: str) -> tuple[Any, ...]:
    worst = (-line.score, line.station.name, line.station.pk)
    if by not in COLUMNS:
        return worst
    figure = line.figure(by)
    if figure is None:
        # Never checked and never tapped is worst; no figure of an evening says nothing.
        return (1 if by == "evening" else -1, 0, *worst)
    return (0, -figure, *worst)


def _found_closed(now: datetime) -> Any:
    kept = DoorReport.objects.filter(kind="locked", believed_at__isnull=False, at__gte=now - REPORTS_WITHIN)
    return kept.filter(at__lte=now).exclude(settled_by="mistake")


def _down() -> Any:
    return StationFacility.objects.exclude(state="working")


def _by_station(rows: Any) -> Counter[int]:
    return Counter(dict(rows.order_by().values_list("station_id").annotate(count=Count("pk"))))


def _shelves(today: date) -> tuple[Counter[int], Counter[int]]:
    shelf = Supply.objects.filter(ended_at=None)
    soon = shelf.filter(expires_on__gte=today, expires_on__lte=today + rules.EXPIRING_WITHIN)
    return _by_station(shelf.filter(expires_on__lt=today)), _by_station(soon)


def _days(at: datetime | None, today: date) -> int | None:
    return None if at is None else (today - timezone.localdate(at)).days


def _evenings(now: datetime) -> dict[int, int]:
    """Of those who came in four weeks, how many in a hundred came after 19:00; few say nothing."""
    return {
        pk: round(100 * came.late / came.count)
        for pk, came in came_in_four_weeks(now=now).items()
        if came.count >= VISITORS_NEEDED
    }


def came_in_four_weeks(*, now: datetime) -> dict[int, Came]:
    """How many came to each place, visits and hand-outs together, and how many of them after 19:00.

    Hand-outs are counted each night (`note_evenings`). Somebody who is served and taps the poster as
    well is two; the share hardly moves by that.
    """
    visits = Visit.objects.filter(at__gte=now - VISITS_WITHIN, at__lte=now).order_by()
    late = Sum("people", filter=Q(at__hour__gte=EVENING), default=0)
    counted = visits.values_list("station_id").annotate(everybody=Sum("people"), late=late)
    visited = {pk: (everybody, late) for pk, everybody, late in counted}
    served = {
        pk: (count, late)
        for pk, count, late in DoorEvidence.objects.filter(served_count__gt=0).values_list(
            "pk", "served_count", "served_late"
        )
    }
    return {pk: Came(*visited.get(pk, (0, 0)), *served.get(pk, (0, 0))) for pk in {*visited, *served}}
