"""A person's own page: what is kept, what was collected, and the ways out."""

from typing import Any

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from nuanfeng.kernel import clock
from nuanfeng.kernel.errors import Refusal, Refused
from nuanfeng.kernel.web import render_page
from nuanfeng.modules.benefits.api import hand_outs_of, late_lines_for
from nuanfeng.modules.bookings.api import lines_for
from nuanfeng.modules.organisations.api import refusal_to_act_for_county
from nuanfeng.modules.people.api import KINDS_OF_WORK, Person, grouped_phone, sign_out_everywhere
from nuanfeng.modules.stations.api import stations_where
from nuanfeng.portal.queries import personal_record_of
from nuanfeng.portal.usecases import erase_me

HAND_OUTS_SHOWN = 5


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


@never_cache
@login_required
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """Nickname, what was collected, own roles, and every right that a person has."""
    person = _person(request)
    hand_outs = hand_outs_of(person, limit=HAND_OUTS_SHOWN + 1)
    context = {
        "person": person,
        "phone": grouped_phone(person),
        "kind_of_work": KINDS_OF_WORK.get(person.kind_of_work, ""),
        "hand_outs": hand_outs[:HAND_OUTS_SHOWN],
        "has_more": len(hand_outs) > HAND_OUTS_SHOWN,
        "booking_lines": lines_for(person, now=clock.now()),
        "late_lines": late_lines_for(person, now=clock.now()),
        "roles": stations_where(person),
        "is_county": refusal_to_act_for_county(person) is None,
    }
    return render_page(request, "portal/me.html", context)


@never_cache
@login_required
@require_safe
def my_record(request: HttpRequest) -> HttpResponse:
    """Everything that is kept, to read."""
    person = _person(request)
    record = personal_record_of(person, now=clock.now())
    context = {
        "record": record,
        "person": person,
        "phone": grouped_phone(person),
        "kind_of_work": KINDS_OF_WORK.get(person.kind_of_work, ""),
        "hand_outs": hand_outs_of(person, limit=1000),
    }
    return render_page(request, "portal/my_record.html", context)


@never_cache
@login_required
@require_safe
def my_record_file(request: HttpRequest) -> HttpResponse:
    """The same as a file for programs."""
    now = clock.now()
    response = JsonResponse(
        personal_record_of(_person(request), now=now),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        content_type="application/json; charset=utf-8",
    )
    name = f"nuanfeng-{timezone.localtime(now):%Y-%m-%d}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def leave_everywhere(request: HttpRequest) -> HttpResponse:
    """Sign out on every phone and computer."""
    if request.method == "POST":
        sign_out_everywhere(person=_person(request), now=clock.now())
        logout(request)
        return redirect("/")
    context = {
        "question": gettext("Sign out everywhere?"),
        "consequence": gettext("On this phone and on every other one. You can sign in again at any time."),
        "yes": gettext("Sign out everywhere"),
        "back": reverse("portal:me"),
    }
    return render_page(request, "ui/confirm.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Say what goes and what stays, then erase. From the bottom bar this takes three taps."""
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            erase_me(person=_person(request), now=clock.now())
        except Refused as no:
            refusal = no.refusal
        else:
            logout(request)
            return redirect("portal:erased")
    context: dict[str, Any] = {"refusal": refusal, "is_county": refusal is not None}
    return render_page(request, "portal/erase.html", context, status=409 if refusal else 200)


@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """It is done."""
    return render_page(request, "portal/erased.html")
