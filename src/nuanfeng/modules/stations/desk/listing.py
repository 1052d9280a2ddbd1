"""The office's list of stations."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from nuanfeng.kernel import clock
from nuanfeng.kernel.web import render_page
from nuanfeng.kernel.xlsx import workbook_response
from nuanfeng.modules.organisations.api import Area, county_page, the_county
from nuanfeng.modules.stations.models import FacilityType
from nuanfeng.modules.stations.queries.desk import KINDS, TABS, DeskFilter, desk_numbers, sheet_of
from nuanfeng.modules.stations.queries.public import station_cards, station_details

PAGE_SIZE = 50


@county_page
@require_safe
def stations(request: HttpRequest) -> HttpResponse:
    """The list; `?beside=12` opens a row beside it."""
    now, wanted = clock.now(), _wanted(request)
    numbers, counts = desk_numbers(wanted, now=now)
    page = Paginator(numbers, PAGE_SIZE).get_page(request.GET.get("page"))
    beside = request.GET.get("beside", "")
    context = {
        "wanted": wanted,
        "page": page,
        "cards": station_cards(list(page.object_list), now=now),
        "tabs": [(tab, word, counts[tab]) for tab, word in TABS.items()],
        "query": _query_of_list(request),
        "beside": station_details(int(beside), now=now) if _is_number(beside) else None,
        "unit": str(the_county() or ""),
        "printed_on": timezone.localtime(now).date(),
        **_choices(),
    }
    return render_page(request, "stations/desk_list.html", context)


@county_page
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The list as it stands, for Excel and WPS."""
    now = clock.now()
    numbers, _counts = desk_numbers(_wanted(request), now=now)
    unit = str(the_county() or "")
    return workbook_response(gettext("Stations"), sheet_of(numbers, unit=unit, now=now))


def _wanted(request: HttpRequest) -> DeskFilter:
    asked = {name: request.GET.get(name, "").replace("\x00", "")[:60] for name in ("q", "area", "facility")}
    kind, tab = request.GET.get("kind", ""), request.GET.get("tab", "all")
    return DeskFilter(**asked, kind=kind if kind in KINDS else "", tab=tab if tab in TABS else "all")


def _query_of_list(request: HttpRequest) -> str:
    """What chooses the list, without what lies beside it and without the page."""
    query = request.GET.copy()
    for name in ("beside", "page"):
        query.pop(name, None)
    return query.urlencode()


def _choices() -> dict[str, Any]:
    return {
        "kinds": KINDS,
        "areas": Area.objects.filter(parent=None),
        "facilities": FacilityType.objects.all(),
    }


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 16
