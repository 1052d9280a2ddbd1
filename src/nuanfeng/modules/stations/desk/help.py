"""Which stations need the county's help, and what stands behind each figure."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from nuanfeng.kernel import clock
from nuanfeng.kernel.web import render_page
from nuanfeng.kernel.xlsx import workbook_response
from nuanfeng.modules.organisations.api import county_page, the_county
from nuanfeng.modules.stations.models import Station
from nuanfeng.modules.stations.queries.help_needed import COLUMNS, help_lines, help_rows, sheet_of_help


@county_page
@require_safe
def help_needed(request: HttpRequest) -> HttpResponse:
    """The list, worst first or by one column; with `?as=xlsx` as a workbook."""
    now, unit = clock.now(), str(the_county() or "")
    by = request.GET.get("by", "")
    lines = help_lines(now=now, by=by)
    if request.GET.get("as") == "xlsx":
        return workbook_response(gettext("Stations that need help"), sheet_of_help(lines, unit=unit))
    context = {
        "lines": lines,
        "columns": COLUMNS,
        "by": by if by in COLUMNS else "",
        "unit": unit,
        "printed_on": timezone.localdate(now),
    }
    return render_page(request, "stations/desk_help.html", context)


@county_page
@require_safe
def help_station(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands behind the figures of one station."""
    now, station = clock.now(), get_object_or_404(Station, pk=pk)
    context = {"station": station, "behind": help_rows(pk, now=now), "now": now}
    return render_page(request, "stations/desk_help_station.html", context)
