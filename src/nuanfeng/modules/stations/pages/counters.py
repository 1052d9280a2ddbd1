"""Counters at a door: set up, named, stopped; and how many came in today."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from nuanfeng.kernel import clock
from nuanfeng.kernel.errors import Refused, refuse_if
from nuanfeng.kernel.web import render_page, sentence_of
from nuanfeng.modules.organisations.api import way_into_county_work
from nuanfeng.modules.stations import policies, usecases
from nuanfeng.modules.stations.forms import CounterForm, actor_of
from nuanfeng.modules.stations.models import DoorCounter, Station, Visit


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def counters(request: HttpRequest, pk: int) -> HttpResponse:
    """The counters of one door. A new key is shown on this answer and never again."""
    station, now = get_object_or_404(Station, pk=pk), clock.now()
    refuse_if(policies.refusal_to_change_station(request.user, station))
    if policies.role_at(request.user, station) != "master" and (way := way_into_county_work(request)):
        return way
    if request.POST.get("step") == "stop":
        _stop(request, station)
        return redirect("stations:counters", pk)
    form, key = CounterForm(request.POST if request.method == "POST" else None), ""
    if form.is_valid():
        name = form.cleaned_data["name"]
        _made, key = usecases.make_door_counter(station_id=pk, name=name, actor=actor_of(request), now=now)
        form = CounterForm()
    day = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    came = Visit.objects.filter(station=station, at__gte=day)
    context = {
        "station": station,
        "counters": DoorCounter.objects.filter(station=station).order_by("revoked_at", "-made_at"),
        "came_today": came.aggregate(count=Sum("people"))["count"] or 0,
        "form": form,
        "key": key,
        "address": request.build_absolute_uri("/api/v1/visits"),
    }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render_page(request, "stations/counters.html", context, status=status)


def _stop(request: HttpRequest, station: Station) -> None:
    number = request.POST.get("counter", "")
    is_number = number.isascii() and number.isdecimal() and len(number) < 16
    own = DoorCounter.objects.filter(station=station, pk=int(number) if is_number else 0).first()
    if own is None:
        return
    try:
        usecases.revoke_door_counter(counter_id=own.pk, actor=actor_of(request), now=clock.now())
        messages.success(request, gettext("Stopped. What it counted stays."))
    except Refused as no:
        messages.error(request, sentence_of(no.refusal))
