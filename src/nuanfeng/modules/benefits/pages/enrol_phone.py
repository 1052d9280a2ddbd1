"""Make the phone in the hand a scanner of the station: its key is said once."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from nuanfeng.kernel import clock
from nuanfeng.modules.benefits.forms import sender_of
from nuanfeng.modules.passes.api import enrol_scanner, scanners_of
from nuanfeng.modules.stations.api import Station


@login_required
@never_cache
@require_POST
def enrol_phone(request: HttpRequest, pk: int) -> HttpResponse:
    """The scanner's number and key for the page's script; without a script there is nothing to enrol."""
    station = get_object_or_404(Station, pk=pk)
    if "application/json" not in request.headers.get("Accept", ""):
        return redirect("benefits:scan", pk)
    name = _("Phone %(number)s") % {"number": scanners_of(pk).count() + 1}
    scanner, key = enrol_scanner(
        actor=sender_of(request),
        station=station,
        name=name,
        public_key=request.POST.get("public_key", ""),
        now=clock.now(),
    )
    return JsonResponse({"id": str(scanner.pk), "key": key, "name": scanner.name})
