"""The page behind a love card, and the card on a person's own page."""

from typing import cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nuanfeng.kernel import clock
from nuanfeng.kernel.errors import N_, Refusal, Refused
from nuanfeng.kernel.ids import new_id
from nuanfeng.kernel.web import render_page
from nuanfeng.modules.benefits.api import todays_meals
from nuanfeng.modules.organisations.api import the_county
from nuanfeng.modules.passes.api import cards_of, draw_card_sheet, replace_own_card
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations.api import Station, duty_until
from nuanfeng.portal.usecases import bind_card

# Nine random digits and a few thousand cards: five tries an hour find nothing in a lifetime.
WRONG_NUMBERS_MOST = 5
WRONG_NUMBERS_FOR = 3600
TOO_MANY_WRONG = Refusal(
    "too_many_wrong_numbers", N_("That was wrong too often. Try again in an hour, or ask at a station.")
)


@require_safe
def card(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Who answers right now, what the card gives, how to keep and how to replace it."""
    now, county = clock.now(), the_county()
    station = get_object_or_404(Station, pk=pk) if pk else None
    context = {
        "station": station,
        "on_duty_until": duty_until(station.pk, now=now) if station and station.phone else None,
        "hotline": (county.hotline if county else "") or settings.NUANFENG_HOTLINE,
        "meals": todays_meals([station.pk], now=now).get(station.pk, []) if station else [],
    }
    return render_page(request, "portal/card.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def my_card(request: HttpRequest) -> HttpResponse:
    """The own cards; one that has no name yet is added by its number."""
    person, refusal = cast(Person, request.user), None
    if request.method == "POST":
        refusal = _bound(person, request.POST.get("number", ""))
        if refusal is None:
            messages.success(request, _("The card is yours. What it collected stands on your page."))
            return HttpResponseRedirect(reverse("portal:my_card"))
    context = {"cards": cards_of(person, now=clock.now()), "refusal": refusal, "id": new_id()}
    return render_page(request, "portal/my_card.html", context, status=409 if refusal else 200)


def _bound(person: Person, number: str) -> Refusal | None:
    tries = f"card-numbers:{person.pk}"
    if cache.get(tries, 0) >= WRONG_NUMBERS_MOST:
        return TOO_MANY_WRONG
    try:
        bind_card(person=person, number=number, now=clock.now())
    except Refused as no:
        # A number that cannot exist tells a guesser nothing and is somebody's slip.
        if no.refusal.code in ("card_unknown", "card_over") and not cache.add(tries, 1, WRONG_NUMBERS_FOR):
            cache.incr(tries)
        return no.refusal
    return None


@login_required
@require_POST
def replace_my_card(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop the lost one and lead to the new one's print."""
    person, address = cast(Person, request.user), request.build_absolute_uri(reverse("portal:card"))
    mine = {kept.pk for kept in cards_of(person, now=clock.now())}
    if pk not in mine:
        messages.info(request, _("This card was stopped before."))
        return HttpResponseRedirect(reverse("portal:my_card"))
    sheet = replace_own_card(
        id=_number_of(request),
        actor=person,
        card_id=pk,
        address=address,
        language=get_language() or "zh-hans",
        now=clock.now(),
    )
    draw_card_sheet.enqueue(str(sheet.pk))
    return HttpResponseRedirect(reverse("passes:card_sheet", args=[sheet.pk]))


def _number_of(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("id", ""))
    except ValueError:
        return new_id()
