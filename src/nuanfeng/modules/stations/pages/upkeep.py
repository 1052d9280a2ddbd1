"""The two minutes a day: ticks, what broke, what runs out, who comes next."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from nuanfeng.kernel import clock
from nuanfeng.kernel.errors import N_, Refusal, Refused, refuse_if
from nuanfeng.kernel.web import render_page, sentence_of
from nuanfeng.modules.stations import policies
from nuanfeng.modules.stations.forms import actor_of
from nuanfeng.modules.stations.models import Station
from nuanfeng.modules.stations.queries.staff import staff_of
from nuanfeng.modules.stations.queries.upkeep import shelf_of, turns_of
from nuanfeng.modules.stations.rules.upkeep import SUPPLY_WORDS
from nuanfeng.modules.stations.usecases.add_supply import add_supply
from nuanfeng.modules.stations.usecases.do_duty import do_duty
from nuanfeng.modules.stations.usecases.end_supply import end_supply, replace_supply
from nuanfeng.modules.stations.usecases.leave_note import leave_note, read_note
from nuanfeng.modules.stations.usecases.mark_facility import mark_facility
from nuanfeng.modules.stations.usecases.plan_turn import drop_turn, plan_turn

NOT_UNDERSTOOD = Refusal("tap_not_understood", N_("That did not work. Please try again."))
DONE = N_("Noted.")


@login_required
@require_POST
def upkeep(request: HttpRequest, pk: int) -> HttpResponse:
    """One tap or one short form of the page; leads back to where it was made."""
    step, _colon, subject = request.POST.get("tap", "").partition(":")
    known: dict[str, Any] = {"station_id": pk, "actor": actor_of(request), "now": clock.now()}
    get_object_or_404(Station, pk=pk)
    try:
        _take(request, step, subject, known)
    except Refused as no:
        messages.error(request, sentence_of(no.refusal))
    else:
        messages.success(request, gettext(DONE))
    if request.POST.get("back") == "supplies":
        return redirect("stations:supplies", pk)
    if request.POST.get("back") == "turns":
        return redirect("stations:turns", pk)
    return redirect("portal:station_work")


def _take(request: HttpRequest, step: str, subject: str, known: dict[str, Any]) -> None:
    if step in ("fine", "broken", "empty"):
        do_duty(duty=subject, problem="" if step == "fine" else step, **known)
    elif step == "works":
        mark_facility(facility=subject, state="working", **known)
    elif step in ("used_up", "taken_away", "renew"):
        _take_from_shelf(request, step, _number(subject), known)
    elif step in ("read", "note"):
        _take_note(request, step, _uuid(subject), known)
    elif step == "drop_turn":
        drop_turn(turn_id=_number(subject), **known)
    else:
        raise Refused(NOT_UNDERSTOOD)


def _take_from_shelf(request: HttpRequest, step: str, supply_id: int, known: dict[str, Any]) -> None:
    if step != "renew":
        end_supply(supply_id=supply_id, because=step, **known)
        return
    day = _day(request, "expires_on")
    if day is None:
        raise Refused(NOT_UNDERSTOOD)
    replace_supply(supply_id=supply_id, expires_on=day, **known)


def _take_note(request: HttpRequest, step: str, note_id: UUID, known: dict[str, Any]) -> None:
    if step == "read":
        read_note(note_id=note_id, **known)
    else:
        leave_note(id=note_id, text=_text(request, "text"), **known)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def supplies(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands on the shelf, to add to and to print."""
    station, now, refusal = _own_station(request, pk), clock.now(), None
    if request.method == "POST":
        try:
            add_supply(
                station_id=pk,
                kind=request.POST.get("kind", ""),
                name=_text(request, "name"),
                amount=_text(request, "amount"),
                expires_on=_day(request, "expires_on"),
                actor=actor_of(request),
                now=now,
            )
            messages.success(request, gettext("It is on the shelf."))
            return redirect("stations:supplies", pk)
        except Refused as no:
            refusal = no.refusal
    context = {
        "station": station,
        "shelf": shelf_of(pk, today=timezone.localtime(now).date()),
        "kinds": list(SUPPLY_WORDS.items()),
        "sent": request.POST,
        "refusal": refusal,
        "printed_on": timezone.localtime(now).date(),
    }
    return render_page(request, "stations/upkeep_supplies.html", context, status=409 if refusal else 200)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def turns(request: HttpRequest, pk: int) -> HttpResponse:
    """Who minds the station when."""
    station, now, refusal = _own_station(request, pk), clock.now(), None
    if request.method == "POST":
        try:
            starts_at, ends_at = _moment(request, "starts_at"), _moment(request, "ends_at")
            if starts_at is None or ends_at is None:
                raise Refused(NOT_UNDERSTOOD)
            plan_turn(
                station_id=pk,
                person_id=_number(request.POST.get("person", "")),
                starts_at=starts_at,
                ends_at=ends_at,
                actor=actor_of(request),
                now=now,
            )
            messages.success(request, gettext("The turn is on the plan."))
            return redirect("stations:turns", pk)
        except Refused as no:
            refusal = no.refusal
    context = {
        "station": station,
        "turns": turns_of(pk, now=now),
        "staff": staff_of(pk),
        "sent": request.POST,
        "refusal": refusal,
    }
    return render_page(request, "stations/upkeep_turns.html", context, status=409 if refusal else 200)


def _own_station(request: HttpRequest, pk: int) -> Station:
    station = get_object_or_404(Station, pk=pk)
    refuse_if(policies.refusal_to_run_station(request.user, station))
    return station


def _text(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\x00", "").strip()


def _day(request: HttpRequest, name: str) -> date | None:
    text = _text(request, name)
    try:
        day = parse_date(text) if text else None
    except ValueError:
        day = None
    if text and day is None:
        raise Refused(NOT_UNDERSTOOD)
    return day


def _moment(request: HttpRequest, name: str) -> datetime | None:
    """A time of the county, as a browser's field sends it."""
    try:
        moment = datetime.fromisoformat(_text(request, name))
    except ValueError:
        return None
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


def _number(text: str) -> int:
    if text.isascii() and text.isdecimal() and len(text) < 16:
        return int(text)
    raise Refused(NOT_UNDERSTOOD)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refused(NOT_UNDERSTOOD) from None
