"""The phones that scan for a station, and taking that back from one that was lost."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from nuanfeng.kernel import clock
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.organisations.api import way_into_county_work
from nuanfeng.modules.passes import policies, usecases
from nuanfeng.modules.passes.models import Scanner
from nuanfeng.modules.passes.queries import scanners_of
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations.api import Station


@login_required
@never_cache
@require_GET
def scanners(request: HttpRequest, pk: int) -> HttpResponse:
    """Which phones scan for this station."""
    station = get_object_or_404(Station, pk=pk)
    refuse_if(policies.refusal_to_see_scanners(request.user, station))
    if way := second_step(request, station.pk):
        return way
    context = {"station": station, "scanners": scanners_of(pk), "now": clock.now()}
    return render(request, "passes/scanners.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def revoke_scanner(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask, then take the phone's right to scan."""
    scanner = get_object_or_404(Scanner, pk=pk)
    refuse_if(policies.refusal_to_revoke_scanner(request.user, scanner))
    if way := second_step(request, scanner.station_id):
        return way
    back = reverse("passes:scanners", args=[scanner.station_id])
    if request.method == "POST":
        usecases.revoke_scanner(actor=cast(Person, request.user), scanner=scanner, now=clock.now())
        messages.success(request, _("%(name)s scans no more.") % {"name": scanner.name})
        return HttpResponseRedirect(back)
    context = {
        "question": _("Take the scanner off this phone: %(name)s?") % {"name": scanner.name},
        "consequence": _(
            "It cannot record meals any more. Whoever minds the station can set it up again on the scan page."
        ),
        "yes": _("Take it off"),
        "back": back,
        "is_final": True,
    }
    return render(request, "ui/confirm.html", context)


def second_step(request: HttpRequest, station_id: int) -> HttpResponse | None:
    """Whoever comes from the office and not from the station comes through the office's door."""
    is_office = policies.refusal_to_enrol_scanner(request.user, station_id) is not None
    return way_into_county_work(request) if is_office else None
