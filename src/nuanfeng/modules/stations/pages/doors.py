"""What anybody may say at a door, and the code on the wall inside."""

from datetime import datetime
from typing import Any

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nuanfeng.kernel import clock
from nuanfeng.kernel.callers import Caller, caller_of
from nuanfeng.kernel.errors import N_, Refusal, Refused, refuse_if
from nuanfeng.kernel.ids import new_id
from nuanfeng.kernel.web import render_page, sentence_of
from nuanfeng.modules.stations import policies, queries, usecases
from nuanfeng.modules.stations.forms import DoorForm, ReportForm, VisitForm, actor_of
from nuanfeng.modules.stations.models import Station
from nuanfeng.modules.stations.queries import door_checks
from nuanfeng.modules.stations.rules.reports import DOOR_KINDS, THING_KINDS

SAID = {
    "noted": N_("It is noted; whoever minds this place sees it."),
    "believed": N_("Others said so too. The people here are told, and the list says so now."),
}
INCOMPLETE = Refusal("report_incomplete", N_("Please choose what is wrong."))
ICONS = {"locked": "close", "no_water": "water", "full": "people", "turned_away": "hand"}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Two taps: what is wrong here; needs no account and no script."""
    details = queries.station_details(pk, now=clock.now())
    if details is None or details.station.status == "closed":
        raise Http404
    refusal, status = None, 200
    if request.method == "POST":
        try:
            if said := _report(request, details.station):
                return redirect(f"{reverse('stations:report', args=[pk])}?said={said}")
            status = 422
        except Refused as no:
            refusal, status = no.refusal, 409
    context = {
        "details": details,
        "kinds": [(kind, word, ICONS[kind]) for kind, word in DOOR_KINDS.items()],
        "thing_kinds": list(THING_KINDS.items()),
        "id": new_id(),
        "thing_id": new_id(),
        "said": gettext(SAID[said]) if (said := request.GET.get("said", "")) in SAID else "",
        "question": _question_for(request),
        "refusal": refusal,
        "chosen": request.POST.get("kind", ""),
        "wrong_answer": status == 422,
    }
    return render_page(request, "stations/report.html", context, status=status)


def _report(request: HttpRequest, station: Station) -> str:
    """Keep it and say what became of it; an empty string where a question is still to be answered."""
    form, now = ReportForm(request.POST), clock.now()
    if not form.is_valid():
        raise Refused(INCOMPLETE)
    caller, sent = caller_of(request, now=now), form.cleaned_data
    if not _may_pass(caller, sent["question"], sent["answer"], now):
        return ""
    kept = usecases.report_door(
        id=sent["id"],
        station_id=station.pk,
        kind=sent["kind"],
        facility=sent["facility"],
        caller=caller,
        now=now,
    )
    if kept is not None and kept.state == "believed":
        return "believed"
    return "noted"


def _may_pass(caller: Caller, question: str, answer: str, now: datetime) -> bool:
    """Many behind one address are asked a small question; nobody is turned away."""
    if not door_checks.is_question_due(caller, now=now):
        return True
    return door_checks.is_answered(question, answer)


def _question_for(request: HttpRequest) -> door_checks.Question | None:
    now = clock.now()
    return (
        door_checks.new_question()
        if door_checks.is_question_due(caller_of(request, now=now), now=now)
        else None
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def here(request: HttpRequest, pk: int, check: str) -> HttpResponse:
    """The code on the wall: one tap says that somebody was here, and nobody asks who."""
    if not door_checks.is_check_of(pk, check):
        raise Http404
    now = clock.now()
    details = queries.station_details(pk, now=now)
    if details is None or details.station.status == "closed":
        raise Http404
    is_thanked = False
    if request.method == "POST":
        form = VisitForm(request.POST)
        if form.is_valid():
            usecases.count_visit(
                id=form.cleaned_data["id"], station_id=pk, caller=caller_of(request, now=now), now=now
            )
        is_thanked = True
        details = queries.station_details(pk, now=now)
    context = {"details": details, "id": new_id(), "is_thanked": is_thanked}
    return render_page(request, "stations/here.html", context)


TAPS = {
    "open": N_("It says open now. Good morning."),
    "shut": N_("It says shut today."),
    "people": N_("Counted."),
    "fix": N_("Put right, and everybody reads it."),
    "mistake": N_("Taken off."),
}


@login_required
@require_POST
def tap(request: HttpRequest, pk: int) -> HttpResponse:
    """A tap of whoever minds the place; leads back to where it was made."""
    form = DoorForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("That did not work. Please try again."))
        return redirect("portal:station_work")
    try:
        _take_tap(request, pk, form.cleaned_data)
    except Refused as no:
        messages.error(request, sentence_of(no.refusal))
    else:
        step = form.cleaned_data["step"]
        messages.success(request, gettext(TAPS[step]))
    return redirect("portal:station_work")


def _take_tap(request: HttpRequest, pk: int, sent: dict[str, Any]) -> None:
    known: dict[str, Any] = {"station_id": pk, "actor": actor_of(request), "now": clock.now()}
    step = sent["step"]
    if step in ("open", "shut"):
        usecases.tap_opening(id=sent["id"], is_open=step == "open", **known)
    elif step == "people":
        usecases.count_people(id=sent["id"], people=sent["people"] or 1, at=known["now"], **known)
    else:
        usecases.settle_report(kind=sent["kind"], facility=sent["facility"], by=step, **known)


@login_required
@require_safe
def poster(request: HttpRequest, pk: int) -> HttpResponse:
    """A sheet for the wall inside, to be printed by whoever minds the place."""
    station = get_object_or_404(Station, pk=pk)
    refuse_if(policies.refusal_to_hang_poster(request.user, station))
    address = request.build_absolute_uri(reverse("stations:here", args=[pk, door_checks.check_of(pk)]))
    context: dict[str, Any] = {
        "station": station,
        "address": address,
        "code": segno.make(address, micro=False, error="m").svg_inline(scale=8, border=2, omitsize=True),
    }
    return render_page(request, "stations/poster.html", context)
