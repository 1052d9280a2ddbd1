"""Which days and which station a list is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext

from nuanfeng.kernel import clock
from nuanfeng.kernel.errors import Refusal
from nuanfeng.modules.benefits.api import DayFigures, RowFilter
from nuanfeng.modules.insight.desk.listing import Listing, Tab, address, answer
from nuanfeng.modules.insight.forms import PeriodForm
from nuanfeng.modules.insight.queries import figures_between, today_of
from nuanfeng.modules.insight.rules import (
    NO_SUCH_FILTER,
    days_where_places_are_known,
    period_until,
    refusal_to_show,
)
from nuanfeng.modules.stations.api import Station


@dataclass(frozen=True)
class Asked:
    """What was asked for; where that makes no sense, a refusal and the days shown instead."""

    form: PeriodForm
    first: date
    last: date
    station: Station | None
    refusal: Refusal | None
    now: datetime
    # Where something was handed out is not kept as long as that it was.
    is_cut: bool = False

    @property
    def period(self) -> str:
        """`2026-10-26 至 2026-11-24`; one day where it is one."""
        if self.first == self.last:
            return self.first.isoformat()
        return gettext("%(first)s to %(last)s") % {"first": self.first, "last": self.last}

    @property
    def place(self) -> str:
        """The one station, or that it is all of them."""
        return str(self.station or gettext("All stations"))

    @property
    def station_id(self) -> int | None:
        """The number of the one station, if one was chosen."""
        return self.station.pk if self.station else None

    @property
    def query(self) -> dict[str, object]:
        """The filters as an address carries them."""
        return {"first": self.first, "last": self.last, "station": self.station_id}

    def rows(self, *, statuses: tuple[str, ...] = (), gave_anyway: bool = False) -> RowFilter:
        """The filters as the rows are asked for."""
        return RowFilter(self.first, self.last, self.station_id, statuses=statuses, gave_anyway=gave_anyway)


def asked_for(request: HttpRequest, *, days: int = 1) -> Asked:
    """The period of the address; without one, so many days that end today."""
    now = clock.now()
    first, last = period_until(today_of(now), days)
    form = PeriodForm(request, first=first, last=last)
    form.is_valid()
    given = form.cleaned_data
    station = given.get("station")
    wanted = given.get("first") or first, given.get("last") or last
    refusal = refusal_to_show(*wanted)
    if refusal is None:
        first, last = wanted
    if form.errors:
        refusal = NO_SUCH_FILTER
    asked_from = first
    if station:
        # Where something was handed out is only kept for so long; before that a station has no rows.
        first = max(first, days_where_places_are_known(timezone.localtime(now).date()))
    return Asked(form, min(first, last), last, station, refusal, now, is_cut=first > asked_from)


def figures_of(asked: Asked) -> list[DayFigures]:
    """The figures of the days and the station asked for."""
    return figures_between(asked.first, asked.last, now=asked.now, station_id=asked.station_id)


def tabs(
    name: str, parameter: str, words: Mapping[str, str], counts: Mapping[str, int], chosen: str, asked: Asked
) -> list[Tab]:
    """A tab for each way to narrow a list, the filters kept."""
    return [
        Tab(word, address(name, **asked.query, **{parameter: key}), key == chosen, counts[key])
        for key, word in words.items()
    ]


def answer_for(request: HttpRequest, listing: Listing, asked: Asked) -> HttpResponse:
    """The list with its filters; for a period that makes no sense it says so and shows nothing."""
    listing.form, listing.refusal = asked.form, asked.refusal
    listing.period = asked.period
    here = next((tab.word for tab in listing.tabs if tab.is_here), "")
    listing.narrowed = [asked.place, here]
    if asked.is_cut:
        kept = gettext("Where something was handed out is kept for 30 days; earlier days are left out.")
        listing.notes = [*listing.notes, kept]
    if asked.refusal:
        listing.rows, listing.total, listing.tabs, listing.notes = [], None, (), ()
        listing.period, listing.narrowed, listing.empty = "", (), gettext("Nothing is shown.")
    return answer(request, listing, status=422 if asked.refusal else 200)
