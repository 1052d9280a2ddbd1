"""Love cards at a station: print one, print sheets, replace a lost one."""

from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from nuanfeng.kernel import clock
from nuanfeng.kernel.errors import Refusal, Refused, refuse_if
from nuanfeng.kernel.ids import new_id
from nuanfeng.kernel.web import render_page
from nuanfeng.modules.passes import policies, usecases
from nuanfeng.modules.passes.api.card_sheet import draw_card_sheet, sheet_context
from nuanfeng.modules.passes.forms import CardsForm
from nuanfeng.modules.passes.models import CardSheet
from nuanfeng.modules.passes.pages.phones import second_step
from nuanfeng.modules.passes.rules import cards as rules
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations.api import Station

# What brings a server what it lacks, on Debian and Ubuntu.
COMMAND_FOR = {
    "no_pango": "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "no_font": "apt install fonts-noto-cjk",
}


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def print_cards(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how many, or type the number of the lost one."""
    station = get_object_or_404(Station, pk=pk)
    refuse_if(policies.refusal_to_issue_cards(request.user, station))
    if way := second_step(request, station.pk):
        return way
    refusal: Refusal | None = None
    form = CardsForm(request.POST or None, initial={"id": new_id(), "sheets": 1})
    if form.is_valid():
        try:
            sheet = _printed(request, form, station)
        except Refused as no:
            refusal = no.refusal
        else:
            draw_card_sheet.enqueue(str(sheet.pk))
            return HttpResponseRedirect(reverse("passes:card_sheet", args=[sheet.pk]))
    context = {
        "station": station,
        "form": form,
        "refusal": refusal,
        "on_a_sheet": rules.CARDS_ON_A_SHEET,
        "sheets_most": rules.SHEETS_MOST,
    }
    is_wrong = refusal is not None or form.errors
    return render_page(request, "passes/print_cards.html", context, status=409 if is_wrong else 200)


def _printed(request: HttpRequest, form: CardsForm, station: Station) -> CardSheet:
    asked = form.cleaned_data
    known = {
        "id": asked["id"],
        "actor": cast(Person, request.user),
        "station": station,
        "address": request.build_absolute_uri(f"/card/{station.pk}/"),
        "language": get_language() or "zh-hans",
        "now": clock.now(),
    }
    if asked["what"] == "replace":
        return usecases.print_replacement(number=asked["number"], **known)
    count = 1 if asked["what"] == "one" else asked["sheets"] * rules.CARDS_ON_A_SHEET
    return usecases.print_cards(cards=count, **known)


@login_required
@never_cache
@require_safe
def card_sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far the file is, and the file."""
    sheet = _own_sheet(request, pk)
    context = {
        "sheet": sheet,
        "station": sheet.station,
        "count": len(sheet.cards),
        "command": COMMAND_FOR.get(sheet.state, ""),
    }
    response = render_page(request, "passes/card_sheet_state.html#progress", context)
    if sheet.state == "waiting":
        # Asks again by itself, also without scripts.
        response["Refresh"] = "3"
    return response


@login_required
@never_cache
@require_safe
def card_sheet_file(request: HttpRequest, pk: UUID) -> FileResponse:
    """The PDF, for whoever asked for it and within the hour."""
    sheet = _own_sheet(request, pk)
    try:
        content = sheet.file.open("rb")
    except OSError:
        raise Http404 from None
    name = f"love-cards-{len(sheet.cards)}.pdf"
    return FileResponse(content, filename=name, content_type="application/pdf")


@login_required
@never_cache
@require_safe
def card_sheet_print(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same cards as a page that the browser prints itself."""
    sheet = _own_sheet(request, pk)
    return render_page(request, "passes/card_sheet.html", {**sheet_context(sheet), "is_page": True})


def _own_sheet(request: HttpRequest, pk: UUID) -> CardSheet:
    rows = CardSheet.objects.select_related("station").filter(asked_at__gt=clock.now() - rules.SHEET_KEPT)
    return get_object_or_404(rows, pk=pk, asked_by=cast(Person, request.user))
