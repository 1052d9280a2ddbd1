"""Which stations are open, now and by the hour."""

from collections.abc import Sequence
from datetime import datetime, time

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuanfeng.kernel import clock
from nuanfeng.modules.insight.desk.listing import Cell, Column, Listing, answer
from nuanfeng.modules.insight.forms import OpenForm
from nuanfeng.modules.insight.queries import OpenStation, stations_open, today_of
from nuanfeng.modules.organisations.api import county_page

DAY_HOURS = 24


@county_page
@require_safe
def stations(request: HttpRequest) -> HttpResponse:
    """Every station by name, with what its door says now and its hours on a day."""
    now = clock.now()
    form = OpenForm(request, day=today_of(now))
    form.is_valid()
    day = form.cleaned_data.get("day") or today_of(now)
    hour = form.cleaned_data.get("hour")
    listing = Listing(
        title=_("Stations open"),
        columns=[
            Column(_("Station")),
            Column(_("Town")),
            Column(_("Now")),
            Column(_("Open on that day")),
            Column(_("Hours open"), is_number=True),
        ],
        rows=[_row(row) for row in stations_open(day, now=now, hour=int(hour) if hour else None)],
        form=form,
        empty=_("No station is open at that hour."),
    )
    return answer(request, listing)


def _row(row: OpenStation) -> Sequence[Cell]:
    area = row.station.area
    town = (area.parent or area) if area else None
    return [
        Cell(str(row.station)),
        Cell(str(town or "")),
        Cell(row.opening.sentence, is_doubtful=row.opening.word == "unknown" or row.opening.is_doubtful),
        Cell(in_words(row.spans), is_doubtful=row.spans is None),
        Cell(None if row.spans is None else hours_of(row.spans)),
    ]


def in_words(spans: Sequence[tuple[datetime, datetime]] | None) -> str:
    """`6:00–9:30, 18:00–24:00`: to the minute, as it stands on the door."""
    if spans is None:
        return _("hours not known")
    if hours_of(spans) == DAY_HOURS:
        return _("day and night")
    said = (f"{_clock(begin)}–{_clock(end, begin)}" for begin, end in spans)
    return _(", ").join(said) or _("closed on that day")


def hours_of(spans: Sequence[tuple[datetime, datetime]]) -> float:
    """How many hours together, to a tenth."""
    return round(sum((end - begin).total_seconds() for begin, end in spans) / 3600, 1)


def _clock(moment: datetime, begin: datetime | None = None) -> str:
    is_midnight = begin is not None and moment.date() > begin.date() and moment.time() == time()
    return "24:00" if is_midnight else f"{moment.hour}:{moment.minute:02d}"
