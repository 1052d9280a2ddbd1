"""Which stations are open, now and by the hour."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuanfeng.kernel import clock
from nuanfeng.modules.insight.desk.listing import Cell, Column, Listing, answer
from nuanfeng.modules.insight.forms import OpenForm
from nuanfeng.modules.insight.queries import OpenStation, stations_open, today_of
from nuanfeng.modules.organisations.api import county_page


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
        Cell(in_words(row.hours), is_doubtful=row.hours is None),
        Cell(None if row.hours is None else sum(row.hours)),
    ]


def in_words(hours: Sequence[bool] | None) -> str:
    """`6–9, 18–24`: the hours of a day in which a place is open for half of them or more."""
    if hours is None:
        return _("hours not known")
    if all(hours):
        return _("day and night")
    begins = [hour for hour in range(24) if hours[hour] and not (hour and hours[hour - 1])]
    ends = [hour + 1 for hour in range(24) if hours[hour] and (hour == 23 or not hours[hour + 1])]
    spans = (f"{begin}–{end}" for begin, end in zip(begins, ends, strict=True))
    return _(", ").join(spans) or _("closed on that day")
