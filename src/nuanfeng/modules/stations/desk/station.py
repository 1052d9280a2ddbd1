"""One station on the office's desk: what is written of it, its states, its hours as they are typed."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nuanfeng.kernel import clock
from nuanfeng.kernel.errors import Refusal, Refused
from nuanfeng.kernel.web import render_page
from nuanfeng.modules.organisations.api import county_page
from nuanfeng.modules.people.api import look_at_people, masked_phone
from nuanfeng.modules.stations import usecases
from nuanfeng.modules.stations.forms import (
    ReasonForm,
    SpacesFormSet,
    StationForm,
    actor_of,
    first_values,
    spaces_of,
)
from nuanfeng.modules.stations.models import Station
from nuanfeng.modules.stations.queries import staff_of, station_details
from nuanfeng.modules.stations.queries.desk import KINDS, SPACES, history_of
from nuanfeng.modules.stations.queries.week import hours_lines
from nuanfeng.modules.stations.rules.hours_typed import read_typed_hours

FORM_METHODS = ["GET", "HEAD", "POST"]


@county_page
@require_safe
def station(request: HttpRequest, pk: int) -> HttpResponse:
    """What is written of a station, who minds it, what was done to it."""
    kept = get_object_or_404(Station, pk=pk)
    staff = list(staff_of(pk))
    look_at_people(
        people=[held.person for held in staff], actor=actor_of(request), role="county", now=clock.now()
    )
    context = {
        "details": station_details(pk, now=clock.now()),
        "station": kept,
        "kind_word": KINDS[kept.kind],
        "space_words": SPACES,
        "staff": [(held, masked_phone(held.person)) for held in staff],
        "history": history_of(kept),
    }
    return render_page(request, "stations/desk_station.html", context)


@county_page
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """Open a station."""

    def save(form: StationForm, spaces: list[tuple[str, str, str]]) -> Station:
        opened = usecases.open_station(
            actor=actor_of(request), now=clock.now(), facilities=list(form.wanted({})), **form.changes()
        )
        if spaces:
            usecases.change_station(
                station_id=opened.pk, actor=actor_of(request), now=clock.now(), changes={}, spaces=spaces
            )
        return opened

    return _form_page(request, StationForm, {"datum": "gcj02"}, [], save, title=gettext("New station"))


@county_page
@require_http_methods(FORM_METHODS)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is written of a station."""
    kept = get_object_or_404(Station, pk=pk)
    held = {
        facility.facility_type.code: facility.note
        for facility in kept.facilities.select_related("facility_type")
    }
    spaces = list(kept.spaces.values("kind", "name", "note"))

    def save(form: StationForm, spaces: list[tuple[str, str, str]]) -> Station:
        return usecases.change_station(
            station_id=pk,
            actor=actor_of(request),
            now=clock.now(),
            changes=form.changes(),
            facilities=form.wanted(held),
            spaces=spaces,
        )

    return _form_page(request, StationForm, first_values(kept), spaces, save, title=str(kept), station=kept)


@login_required
@require_POST
def preview_hours(request: HttpRequest) -> HttpResponse:
    """The week as it would be, while somebody types."""
    return render_page(request, "stations/desk_hours.html#preview", {"preview": hours_preview(request.POST)})


@county_page
@require_http_methods(FORM_METHODS)
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why, then shut the station for the time being."""
    return _with_reason(request, pk, usecases.pause_station, gettext("Shut for the time being"))


@county_page
@require_http_methods(FORM_METHODS)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why, then take the station off the list."""
    return _with_reason(request, pk, usecases.close_station, gettext("Close for good"), is_final=True)


@county_page
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open it again."""
    get_object_or_404(Station, pk=pk)
    usecases.reopen_station(station_id=pk, actor=actor_of(request), now=clock.now())
    messages.success(request, gettext("It is open again."))
    return redirect("stations:desk_station", pk)


@county_page
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody looked: it is as it is written."""
    get_object_or_404(Station, pk=pk)
    usecases.confirm_station(station_id=pk, actor=actor_of(request), now=clock.now())
    messages.success(request, gettext("Checked today."))
    return redirect("stations:desk_station", pk)


def hours_preview(sent: Any) -> dict[str, Any]:
    """What was typed, as OSM, as a week, and how sure that is."""
    typed = str(sent.get("hours_typed", ""))[:300]
    reading = read_typed_hours(typed)
    today = timezone.localdate(clock.now())
    return {
        "typed": typed.strip(),
        "osm": reading.osm,
        "confidence": reading.confidence,
        "reasons": reading.reasons,
        "lines": hours_lines(reading.osm, today=today),
    }


Save = Callable[[StationForm, list[tuple[str, str, str]]], Station]


def _form_page(
    request: HttpRequest,
    shape: type[StationForm],
    first: dict[str, Any],
    spaces: Sequence[Mapping[str, Any]],
    save: Save,
    *,
    title: str,
    station: Station | None = None,
) -> HttpResponse:
    form = shape(request.POST or None, initial=first)
    rooms = SpacesFormSet(request.POST or None, initial=spaces, prefix="spaces")
    refusal: Refusal | None = None
    is_check = "check" in request.POST
    if request.method == "POST" and not is_check and all([form.is_valid(), rooms.is_valid()]):
        try:
            saved = save(form, spaces_of(rooms))
        except Refused as no:
            refusal = no.refusal
        else:
            messages.success(request, gettext("Saved."))
            return redirect("stations:desk_station", saved.pk)
    back = reverse("stations:desk_station", args=[station.pk]) if station else reverse("stations:desk_list")
    context = {
        "form": form,
        "rooms": rooms,
        "title": title,
        "station": station,
        "refusal": refusal,
        "back": back,
        "preview": hours_preview(request.POST if request.method == "POST" else first),
    }
    status = 409 if refusal else 422 if request.method == "POST" and not is_check else 200
    return render_page(request, "stations/desk_form.html", context, status=status)


def _with_reason(
    request: HttpRequest, pk: int, use_case: Callable[..., Station], title: str, *, is_final: bool = False
) -> HttpResponse:
    kept = get_object_or_404(Station, pk=pk)
    form, refusal = ReasonForm(request.POST or None), None
    if form.is_valid():
        try:
            use_case(station_id=pk, actor=actor_of(request), now=clock.now(), **form.cleaned_data)
        except Refused as no:
            refusal = no.refusal
        else:
            return redirect("stations:desk_station", pk)
    context = {"form": form, "station": kept, "title": title, "refusal": refusal, "is_final": is_final}
    status = 409 if refusal else 422 if request.method == "POST" else 200
    return render_page(request, "stations/desk_reason.html", context, status=status)
