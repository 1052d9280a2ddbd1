"""Today's door code, for whoever is signed in or holds a love card."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from nuanfeng.kernel import clock
from nuanfeng.kernel.callers import Caller, caller_of
from nuanfeng.kernel.errors import N_, Refusal
from nuanfeng.kernel.web import render_page
from nuanfeng.modules.organisations.api import the_county
from nuanfeng.modules.passes.api import card_with_number, read_number
from nuanfeng.modules.stations.api import (
    Question,
    door_code_of,
    is_answered,
    new_question,
    station_details,
    stations_with_door_code,
)

# After these many wrong numbers from one address within an hour a sum is asked with each; nobody is blocked.
WRONG_NUMBERS_UNASKED = 5
WRONG_NUMBERS_FOR = 3600
# One answer for a number that never was, was stopped or is over: nobody learns which.
NOT_A_CARD = Refusal("not_a_card_here", N_("No card with this number counts now. Compare it, or call."))
NOT_THE_SUM = Refusal("not_the_sum", N_("That was not the sum. Please try once more."))


@never_cache
@sensitive_post_parameters("number")
@require_http_methods(["GET", "HEAD", "POST"])
def door(request: HttpRequest, pk: int) -> HttpResponse:
    """The six digits of today, or how to come by them; the number of a card is never kept."""
    now = clock.now()
    details = station_details(pk, now=now)
    if details is None or details.station.access != "door_code" or details.station.status != "active":
        raise Http404
    caller, refusal = caller_of(request, now=now), None
    may_read = request.user.is_authenticated
    if request.method == "POST" and not may_read:
        refusal = _refusal_of(request, caller, now)
        may_read = refusal is None
    county = the_county()
    context = {
        "details": details,
        "station": details.station,
        "code": door_code_of(pk, now=now) if may_read else None,
        "refusal": refusal,
        "question": None if may_read else _question_for(caller),
        "hotline": (county.hotline if county else "") or settings.NUANFENG_HOTLINE,
    }
    return render_page(request, "portal/door.html", context, status=409 if refusal else 200)


@never_cache
@login_required
@require_safe
def doors(request: HttpRequest) -> HttpResponse:
    """Today's codes of every place where people let themselves in, for whoever is signed in."""
    now = clock.now()
    places = [(station, door_code_of(station.pk, now=now)) for station in stations_with_door_code()]
    return render_page(request, "portal/doors.html", {"doors": places})


def _refusal_of(request: HttpRequest, caller: Caller, now: datetime) -> Refusal | None:
    sent = request.POST
    if _is_asked(caller) and not is_answered(sent.get("question", ""), sent.get("answer", "")):
        return NOT_THE_SUM
    number = read_number(sent.get("number", ""))
    if isinstance(number, Refusal):  # a number that cannot exist tells a guesser nothing
        return number
    card = card_with_number(number)
    if card is not None and card.revoked_at is None and (card.expires_at is None or card.expires_at > now):
        return None
    if not cache.add(_tries(caller), 1, WRONG_NUMBERS_FOR):
        cache.incr(_tries(caller))
    return NOT_A_CARD


def _tries(caller: Caller) -> str:
    return f"door-numbers:{caller.address}"


def _is_asked(caller: Caller) -> bool:
    return int(cache.get(_tries(caller), 0)) >= WRONG_NUMBERS_UNASKED


def _question_for(caller: Caller) -> Question | None:
    return new_question() if _is_asked(caller) else None
