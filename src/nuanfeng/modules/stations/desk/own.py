"""A station master's own station: what to put right about it, in a minute, on a phone."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from nuanfeng.kernel import clock
from nuanfeng.kernel.errors import Refused, refuse_if
from nuanfeng.kernel.web import render_page
from nuanfeng.modules.organisations.api import way_into_county_work
from nuanfeng.modules.stations import usecases
from nuanfeng.modules.stations.api import refusal_to_change_station, refusal_to_run_station
from nuanfeng.modules.stations.desk.station import hours_preview
from nuanfeng.modules.stations.forms import OwnStationForm, ReasonForm, actor_of, first_values
from nuanfeng.modules.stations.models import Station
from nuanfeng.modules.stations.queries import station_details


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that all is right, shut for a while, or change hours, phone and facilities."""
    kept = get_object_or_404(Station, pk=pk)
    refuse_if(refusal_to_change_station(request.user, kept))
    is_office = refusal_to_run_station(request.user, kept) is not None
    if is_office and (way := way_into_county_work(request)):
        return way
    step = request.POST.get("step", "")
    form = OwnStationForm(request.POST if step in ("save", "check") else None, initial=first_values(kept))
    reason = ReasonForm(request.POST if step == "pause" else None)
    refusal = None
    try:
        if said := _take(request, kept, step, form, reason):
            messages.success(request, said)
            return redirect("stations:keep", pk)
    except Refused as no:
        refusal = no.refusal
    context = {
        "details": station_details(pk, now=clock.now()),
        "station": kept,
        "form": form,
        "reason": reason,
        "refusal": refusal,
        "preview": hours_preview(form.data if form.is_bound else form.initial),
    }
    is_fault = step == "pause" or (step == "save" and form.errors)
    return render_page(
        request, "stations/keep.html", context, status=409 if refusal else 422 if is_fault else 200
    )


def _take(request: HttpRequest, kept: Station, step: str, form: OwnStationForm, reason: ReasonForm) -> str:
    """Do what the pressed button says; returns what to tell, or nothing where nothing was done."""
    known: dict[str, Any] = {"station_id": kept.pk, "actor": actor_of(request), "now": clock.now()}
    if step == "confirm":
        usecases.confirm_station(**known)
        return gettext("Checked today.")
    if step == "reopen":
        usecases.reopen_station(**known)
        return gettext("It is open again.")
    if step == "pause" and reason.is_valid():
        usecases.pause_station(**known, **reason.cleaned_data)
        return gettext("The list says now that it is shut.")
    if step == "save" and form.is_valid():
        held = {one.facility_type.code: one.note for one in kept.facilities.select_related("facility_type")}
        usecases.change_station(**known, changes=form.changes(), facilities=form.wanted(held))
        return gettext("Saved.")
    return ""
