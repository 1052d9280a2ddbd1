"""Other hours for some days, the ways in and the Wi-Fi: what whoever minds a place keeps of its door."""

from datetime import date, datetime, timedelta
from typing import Any

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from segno import helpers

from nuanfeng.kernel import clock
from nuanfeng.kernel.calendar import stretches
from nuanfeng.kernel.errors import Refusal, Refused, refuse_if
from nuanfeng.kernel.web import render_page
from nuanfeng.modules.organisations.api import way_into_county_work
from nuanfeng.modules.stations import policies, usecases
from nuanfeng.modules.stations.forms import AccessForm, OtherHoursForm, WirelessForm, actor_of
from nuanfeng.modules.stations.models import Station
from nuanfeng.modules.stations.queries import door_code_of
from nuanfeng.modules.stations.queries.access import door_codes_around, wireless_of
from nuanfeng.modules.stations.queries.exceptions import days_in_words, other_hours_of
from nuanfeng.modules.stations.queries.opening import opening_of

A_YEAR = timedelta(days=400)
METHODS = ("GET", "HEAD", "POST")


@login_required
@never_cache
@require_http_methods(METHODS)
def other_hours(request: HttpRequest, pk: int) -> HttpResponse:
    """Shut today, over a holiday, or other hours for a season: one tap, or days and hours."""
    station, now = get_object_or_404(Station, pk=pk), clock.now()
    refuse_if(policies.refusal_to_tend_station(request.user, station))
    if way := _way_for_county(request, station):
        return way
    form, refusal = OtherHoursForm(request.POST if request.method == "POST" else None), None
    try:
        if request.method == "POST" and _take_hours(request, station, form, now):
            return redirect("stations:other_hours", pk)
    except Refused as no:
        refusal = no.refusal
    today = timezone.localdate(now)
    is_sent_bare = request.POST.get("step") == "end"
    context = {
        "station": station,
        "opening": opening_of(station, now=now),
        "form": OtherHoursForm() if is_sent_bare else form,
        "kept": other_hours_of(pk, today=today, ahead=A_YEAR),
        "quick": _quick(today),
        "refusal": refusal,
    }
    return render_page(request, "stations/other_hours.html", context, status=_status(refusal, form))


def _take_hours(request: HttpRequest, station: Station, form: OtherHoursForm, now: datetime) -> bool:
    known: dict[str, Any] = {"station_id": station.pk, "actor": actor_of(request), "now": now}
    if request.POST.get("step") == "end":
        number = request.POST.get("exception", "")
        if number.isdecimal() and len(number) < 19:
            usecases.end_hours_exception(exception_id=int(number), **known)
        messages.success(request, gettext("Taken off. The usual hours hold again."))
        return True
    if not form.is_valid():
        return False
    fields = ("first_day", "last_day", "hours", "reason")
    usecases.add_hours_exception(**known, **{name: form.cleaned_data[name] for name in fields})
    messages.success(request, gettext("Saved. Everybody reads it now."))
    return True


def _quick(today: date) -> list[dict[str, Any]]:
    """What is said most often, for one tap: today, tomorrow, and the next public holiday."""
    tomorrow = today + timedelta(days=1)
    found = [
        {"words": gettext("Shut today"), "first": today, "last": today, "reason": ""},
        {"words": gettext("Shut tomorrow"), "first": tomorrow, "last": tomorrow, "reason": ""},
    ]
    holidays = [one for one in stretches(today, today + timedelta(days=120)) if one.kind == "holiday"]
    for holiday in holidays[:1]:
        days = days_in_words(holiday.first, holiday.last)
        found.append(
            {
                "words": gettext("Shut over the holiday, %(days)s") % {"days": days},
                "first": holiday.first,
                "last": holiday.last,
                "reason": gettext("Public holiday"),
            }
        )
    return found


@login_required
@never_cache
@require_http_methods(METHODS)
def way_in(request: HttpRequest, pk: int) -> HttpResponse:
    """How people get in, and the week's door codes for whoever sets the lock."""
    station, now = get_object_or_404(Station, pk=pk), clock.now()
    refuse_if(policies.refusal_to_tend_station(request.user, station))
    if way := _way_for_county(request, station):
        return way
    may_change = policies.refusal_to_change_station(request.user, station) is None
    first = {"access": station.access, "note": station.access_note}
    form, refusal = AccessForm(request.POST if request.method == "POST" else None, initial=first), None
    if request.method == "POST" and form.is_valid():
        try:
            usecases.set_access(station_id=pk, actor=actor_of(request), now=now, **form.cleaned_data)
            messages.success(request, gettext("Saved. Everybody reads it now."))
            return redirect("stations:way_in", pk)
        except Refused as no:
            refusal = no.refusal
    has_code = station.access == "door_code"
    context = {
        "station": station,
        "form": form if may_change else None,
        "refusal": refusal,
        "today": door_code_of(pk, now=now) if has_code else None,
        "codes": door_codes_around(pk, now=now) if has_code else [],
    }
    return render_page(request, "stations/way_in.html", context, status=_status(refusal, form))


@login_required
@never_cache
@require_http_methods(METHODS)
def wireless(request: HttpRequest, pk: int) -> HttpResponse:
    """The poster by which phones join, a new password in one tap; for the station's people alone."""
    station, now = get_object_or_404(Station, pk=pk), clock.now()
    refuse_if(policies.refusal_to_run_station(request.user, station))
    step = request.POST.get("step", "")
    form, refusal = WirelessForm(request.POST if step == "save" else None), None
    try:
        if request.method == "POST" and _take_wireless(request, pk, step, form, now):
            return redirect("stations:wireless", pk)
    except Refused as no:
        refusal = no.refusal
    kept = wireless_of(pk)
    context = {
        "station": station,
        "form": form if policies.refusal_to_keep_wireless(request.user, station) is None else None,
        "kept": kept,
        "code": _joining_code(kept.name, kept.password) if kept else "",
        "refusal": refusal,
    }
    return render_page(request, "stations/wireless.html", context, status=_status(refusal, form))


def _take_wireless(request: HttpRequest, pk: int, step: str, form: WirelessForm, now: datetime) -> bool:
    known: dict[str, Any] = {"station_id": pk, "actor": actor_of(request), "now": now}
    if step == "change" and wireless_of(pk) is not None:
        usecases.change_wireless_password(**known)
        messages.success(request, gettext("A new password. Set it in the router, then hang the new sheet."))
        return True
    if step == "save" and form.is_valid():
        usecases.set_wireless(**known, **form.cleaned_data)
        messages.success(request, gettext("Saved."))
        return True
    return False


def _joining_code(name: str, password: str) -> str:
    text = helpers.make_wifi_data(ssid=name, password=password, security="WPA")
    return segno.make(text, micro=False, error="m").svg_inline(scale=8, border=2, omitsize=True)


def _way_for_county(request: HttpRequest, station: Station) -> HttpResponse | None:
    """Whoever comes as the county passes the county's second step."""
    if policies.refusal_to_run_station(request.user, station) is None:
        return None
    return way_into_county_work(request)


def _status(refusal: Refusal | None, form: Any) -> int:
    return 409 if refusal else 422 if form.is_bound and form.errors else 200
