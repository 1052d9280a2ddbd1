"""The county's day on one page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuanfeng.kernel import clock
from nuanfeng.kernel.promises import last_check
from nuanfeng.kernel.web import render_page
from nuanfeng.modules.benefits.api import Programme, records_waiting
from nuanfeng.modules.insight.desk.listing import address
from nuanfeng.modules.insight.desk.words import GAVE_ANYWAY, GIVEN
from nuanfeng.modules.insight.forms import DayForm
from nuanfeng.modules.insight.queries import CountyDay, county_day
from nuanfeng.modules.organisations.api import county_page, the_county
from nuanfeng.modules.stations.api import Station


@dataclass(frozen=True)
class Line:
    """One line of what went well and what did not: the day beside the thirty days."""

    word: str
    of_day: int
    day_address: str
    of_period: int
    period_address: str
    help: str = ""
    is_failure: bool = False


@county_page
@require_safe
def county(request: HttpRequest) -> HttpResponse:
    """Four figures of the day, failures beside successes, thirty days."""
    form = DayForm(request.GET)
    asked = form.cleaned_data["day"] if form.is_valid() else None
    now = clock.now()
    figures = county_day(asked, now=now)
    known = the_county()
    context = {
        "county": known,
        "figures": figures,
        "form": form,
        "lines": _lines(figures),
        "meals_by_day": [
            (_short(day), meals, address("hand_outs", first=day, last=day, status=GIVEN))
            for day, meals in figures.meals_by_day
        ],
        "open_by_hour": [
            (str(hour), count, address("stations", day=figures.day, hour=hour))
            for hour, count in enumerate(figures.open_by_hour)
        ],
        "most_meals": max((meals for _day, meals in figures.meals_by_day), default=0),
        "most_open": max(figures.open_by_hour, default=0),
        "table": _table(figures),
        "day_before": figures.day - timedelta(days=1),
        "day_after": None if figures.is_today else figures.day + timedelta(days=1),
        "next_steps": _next_steps(figures),
        "set_aside": records_waiting(),
        "promises": last_check(),
        "unit": str(known or ""),
        "printed_on": figures.today,
    }
    return render_page(request, "insight/county.html", context)


def _short(day: date) -> str:
    return f"{day.month}-{day.day}"


def _lines(figures: CountyDay) -> list[Line]:
    """Successes first, and every failure in the same table and the same size."""
    day, period = figures.of_day, figures.of_period
    both = {"day": (figures.day, figures.day), "period": (figures.first, figures.day)}

    def line(word: str, of_day: int, of_period: int, name: str, *, fails: bool, **query: object) -> Line:
        addresses = {
            key: address(name, first=first, last=last, **query) for key, (first, last) in both.items()
        }
        return Line(word, of_day, addresses["day"], of_period, addresses["period"], is_failure=fails)

    stock, stock_before = figures.stock_of_day, figures.stock_of_period
    return [
        line(_("Collected by people with a code"), day.counted, period.counted, "hand_outs",
             fails=False, status="counted"),
        line(_("Guest meals, no code needed"), day.guest, period.guest, "hand_outs",
             fails=False, status="guest"),
        line(_("One more for the same person"), day.extra, period.extra, "hand_outs",
             fails=False, status="extra"),
        line(_("“Already served” on the scanner"), day.already, period.already, "screens",
             fails=True, outcome="already"),
        line(_("Other amber and grey answers"), day.other_amber, period.other_amber, "screens",
             fails=True, outcome="other"),
        line(str(GAVE_ANYWAY), day.gave_anyway, period.gave_anyway, "hand_outs",
             fails=True, status="gave_anyway"),
        line(_("Undone within a minute"), day.void, period.void, "hand_outs", fails=True, status="void"),
        line(_("Pieces the count found missing or over"), stock.differences, stock_before.differences,
             "stock", fails=True, only="differences"),
        line(_("Pieces thrown away"), stock.wasted, stock_before.wasted, "stock",
             fails=True, only="waste"),
    ]  # fmt: skip


@dataclass(frozen=True)
class TableRow:
    """A station of the table: its name leads to its days, each figure to its rows."""

    station: Station
    href: str
    days: Sequence[tuple[int, str]]
    meals: int
    meals_href: str
    already: int
    already_href: str


def _table(figures: CountyDay) -> list[TableRow]:
    period = {"first": figures.first, "last": figures.day}
    return [
        TableRow(
            station=row.station,
            href=address("days", station=row.station.pk, **period),
            days=[
                (meals, address("hand_outs", first=day, last=day, station=row.station.pk, status=GIVEN))
                for day, meals in row.by_day
            ],
            meals=row.period.meals,
            meals_href=address("hand_outs", station=row.station.pk, status=GIVEN, **period),
            already=row.period.already,
            already_href=address("screens", outcome="already", station=row.station.pk, **period),
        )
        for row in figures.rows
    ]


def _next_steps(figures: CountyDay) -> list[tuple[str, str]]:
    """What an empty county does next; nothing where everything is there."""
    steps = []
    if not figures.stations:
        steps.append((_("Import your list of stations"), reverse("stations:desk_imports")))
    if not Programme.objects.filter(is_active=True).exists():
        steps.append((_("Say what is handed out: begin a programme"), reverse("benefits:desk_programmes")))
    elif not figures.tables:
        steps.append((_("Say at which stations it is handed out"), reverse("benefits:desk_programmes")))
    return steps
