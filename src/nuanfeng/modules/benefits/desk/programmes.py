"""The county's programmes: what is handed out, when, and where."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nuanfeng.kernel import clock
from nuanfeng.kernel.errors import Refused
from nuanfeng.kernel.web import render_page
from nuanfeng.modules.benefits import usecases
from nuanfeng.modules.benefits.desk.rules import rule_shown
from nuanfeng.modules.benefits.forms import (
    ItemForm,
    NewItemForm,
    NewProgrammeForm,
    ProgrammeForm,
    numbers_of,
    sender_of,
)
from nuanfeng.modules.benefits.models import Item, PickupPoint, Programme
from nuanfeng.modules.benefits.queries.programmes import listed_programmes, stations_to_choose
from nuanfeng.modules.benefits.rules.days import SERVICE_DAY_STARTS_AT
from nuanfeng.modules.organisations.api import county_page
from nuanfeng.modules.stations.api import hours_lines

FORM_METHODS = ["GET", "HEAD", "POST"]


@county_page
@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    """Every programme, those that run first."""
    rows = [(each, hours_in_words(each.serving_hours)) for each in listed_programmes()]
    return render_page(request, "benefits/desk_programmes.html", {"rows": rows})


@county_page
@require_http_methods(FORM_METHODS)
def new_programme(request: HttpRequest) -> HttpResponse:
    """Begin a programme."""
    form = NewProgrammeForm(request.POST or None, initial={"service_day_starts_at": SERVICE_DAY_STARTS_AT})
    refusal = None
    if form.is_valid():
        try:
            made = usecases.create_programme(actor=sender_of(request), now=clock.now(), **form.cleaned_data)
        except Refused as no:
            refusal = no.refusal
        else:
            messages.success(request, _("Saved. Now say what is on the table and where it is handed out."))
            return redirect("benefits:desk_programme", made.code)
    title = _("New programme")
    return _form_page(request, form, title, reverse("benefits:desk_programmes"), refusal)


@county_page
@require_http_methods(FORM_METHODS)
def programme(request: HttpRequest, code: str) -> HttpResponse:
    """One programme: how it is handed out, what is on the table, at which stations."""
    kept = get_object_or_404(Programme, code=code)
    form = ProgrammeForm(request.POST or None, instance=kept)
    refusal = None
    if form.is_valid():
        try:
            usecases.change_programme(
                programme_id=kept.pk, actor=sender_of(request), now=clock.now(), **form.cleaned_data
            )
        except Refused as no:
            refusal = no.refusal
        else:
            messages.success(request, _("Saved."))
            return redirect("benefits:desk_programme", code)
    fresh = Programme.objects.get(pk=kept.pk)  # the form has put what was typed into `kept`
    points = PickupPoint.objects.filter(programme=kept, is_active=True).select_related("station")
    context = {
        "programme": fresh,
        "form": form,
        "refusal": refusal,
        "items": kept.items.all(),
        "points": points.order_by("station__name"),
        "hours_words": hours_in_words(fresh.serving_hours),
        "rule": rule_shown(kept),
    }
    return render_page(request, "benefits/desk_programme.html", context, status=_status(form, refusal))


@county_page
@require_http_methods(FORM_METHODS)
def new_item(request: HttpRequest, code: str) -> HttpResponse:
    """Put something on the table."""
    kept = get_object_or_404(Programme, code=code)
    form = NewItemForm(request.POST or None)
    refusal = None
    if form.is_valid():
        try:
            usecases.add_item(
                programme_id=kept.pk, actor=sender_of(request), now=clock.now(), **form.cleaned_data
            )
        except Refused as no:
            refusal = no.refusal
        else:
            return redirect("benefits:desk_programme", code)
    title = _("New on the table of %(programme)s") % {"programme": kept}
    return _form_page(request, form, title, reverse("benefits:desk_programme", args=[code]), refusal)


@county_page
@require_http_methods(FORM_METHODS)
def item(request: HttpRequest, code: str, item: str) -> HttpResponse:
    """Change something on the table, or take it off."""
    kept = get_object_or_404(Item, programme__code=code, code=item)
    form = ItemForm(request.POST or None, instance=kept)
    refusal = None
    if form.is_valid():
        try:
            usecases.change_item(
                item_id=kept.pk, actor=sender_of(request), now=clock.now(), **form.cleaned_data
            )
        except Refused as no:
            refusal = no.refusal
        else:
            return redirect("benefits:desk_programme", code)
    title = str(Item.objects.get(pk=kept.pk))
    return _form_page(request, form, title, reverse("benefits:desk_programme", args=[code]), refusal)


@county_page
@require_http_methods(FORM_METHODS)
def points(request: HttpRequest, code: str) -> HttpResponse:
    """Tick the stations where it is handed out."""
    kept = get_object_or_404(Programme, code=code)
    rows = stations_to_choose(kept)
    if request.method == "POST":
        changed = _save_points(request, kept, rows)
        messages.success(request, _("Saved. %(count)s stations changed.") % {"count": changed})
        return redirect("benefits:desk_programme", code)
    return render_page(request, "benefits/desk_points.html", {"programme": kept, "rows": rows})


def hours_in_words(hours: str) -> str:
    """When a programme is handed out, as one would say it."""
    lines = hours_lines(hours, today=timezone.localtime(clock.now()).date())
    return _("; ").join(f"{line.days} {line.hours}" for line in lines) or _("at any time")


def _save_points(request: HttpRequest, kept: Programme, rows: list[Any]) -> int:
    ticked, now, changed = set(request.POST.getlist("station")), clock.now(), 0
    for row in rows:
        wanted, quota = str(row.station.pk) in ticked, _quota(request, row.station.pk)
        if wanted == row.is_chosen and (not wanted or quota == row.quota):
            continue
        said = {
            "programme_id": kept.pk,
            "station_id": row.station.pk,
            "actor": sender_of(request),
            "now": now,
        }
        if wanted:
            usecases.add_pickup_point(**said, quota=quota)
        else:
            usecases.end_pickup_point(**said)
        changed += 1
    return changed


def _quota(request: HttpRequest, station_id: int) -> int | None:
    return numbers_of(request.POST, "quota_").get(str(station_id))


def _form_page(request: HttpRequest, form: Any, title: str, back: str, refusal: Any) -> HttpResponse:
    context = {"form": form, "title": title, "back": back, "refusal": refusal}
    return render_page(request, "benefits/desk_form.html", context, status=_status(form, refusal))


def _status(form: Any, refusal: Any) -> int:
    if refusal:
        return 409
    return 422 if form.is_bound and not form.is_valid() else 200
