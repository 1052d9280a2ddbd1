"""The county's work: what can be booked, when and where, and how full it is."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nuanfeng.kernel import clock
from nuanfeng.kernel.errors import Refusal, Refused
from nuanfeng.kernel.web import render_page
from nuanfeng.kernel.xlsx import Sheet, workbook_response
from nuanfeng.modules.bookings import queries, usecases
from nuanfeng.modules.bookings.forms import (
    NewOfferForm,
    OfferForm,
    PlacesForm,
    SeriesForm,
    VenueForm,
    sender_of,
)
from nuanfeng.modules.bookings.models import Offer, Slot, Venue
from nuanfeng.modules.bookings.rules import STATE_WORDS
from nuanfeng.modules.organisations.api import county_page, the_county
from nuanfeng.modules.people.api import look_at_people

FORM_METHODS = ["GET", "HEAD", "POST"]


@county_page
@require_safe
def offers(request: HttpRequest) -> HttpResponse:
    """Every offer with its figures, and the places where they take place."""
    context = {"rows": queries.offers_with_figures(), "venues": Venue.objects.select_related("station")}
    return render_page(request, "bookings/desk_offers.html", context)


@county_page
@require_http_methods(FORM_METHODS)
def new_offer(request: HttpRequest) -> HttpResponse:
    """Begin an offer."""
    form, refusal = NewOfferForm(request.POST or None), None
    if form.is_valid():
        try:
            made = usecases.create_offer(actor=sender_of(request), now=clock.now(), **form.cleaned_data)
        except Refused as no:
            refusal = no.refusal
        else:
            messages.success(request, _("Saved. Now open its times."))
            return redirect("bookings:desk_offer", made.code)
    return _form_page(request, form, _("Something new to book"), reverse("bookings:desk_offers"), refusal)


@county_page
@require_safe
def offer(request: HttpRequest, code: str) -> HttpResponse:
    """One offer: its times and how full they are; with `?as=xlsx` as a workbook."""
    shown = get_object_or_404(Offer, code=code)
    rows, now = queries.slots_with_figures(shown), clock.now()
    if request.GET.get("as") == "xlsx":
        return workbook_response(str(shown), _sheet_of_slots(shown, rows))
    context = {
        "offer": shown,
        "ahead": [row for row in rows if row.slot.ends_at > now],
        "past": [row for row in reversed(rows) if row.slot.ends_at <= now],
        "unit": str(the_county() or ""),
        "printed_on": timezone.localdate(now),
    }
    return render_page(request, "bookings/desk_offer.html", context)


@county_page
@require_http_methods(FORM_METHODS)
def change_offer(request: HttpRequest, code: str) -> HttpResponse:
    """Change what people read of an offer, or stop taking bookings."""
    shown = get_object_or_404(Offer, code=code)
    first = {name: getattr(shown, name) for name in OfferForm.base_fields}
    form, refusal = OfferForm(request.POST or None, initial=first), None
    if form.is_valid():
        try:
            usecases.change_offer(
                offer_id=shown.pk, actor=sender_of(request), now=clock.now(), **form.cleaned_data
            )
        except Refused as no:
            refusal = no.refusal
        else:
            messages.success(request, _("Saved."))
            return redirect("bookings:desk_offer", code)
    return _form_page(request, form, str(shown), reverse("bookings:desk_offer", args=[code]), refusal)


@county_page
@require_http_methods(FORM_METHODS)
def open_slots(request: HttpRequest, code: str) -> HttpResponse:
    """Open many times in one go."""
    shown = get_object_or_404(Offer, code=code)
    if not Venue.objects.exists():
        messages.info(request, _("First say where: add a place."))
        return redirect("bookings:desk_new_venue")
    form, refusal = SeriesForm(request.POST or None), None
    if form.is_valid():
        try:
            count = usecases.open_slots(
                offer_id=shown.pk,
                venue_id=form.cleaned_data["venue"].pk,
                series=form.series(),
                places=form.cleaned_data["places"],
                actor=sender_of(request),
                now=clock.now(),
            )
        except Refused as no:
            refusal = no.refusal
        else:
            messages.success(request, _("%(count)s new times.") % {"count": count})
            return redirect("bookings:desk_offer", code)
    title = _("New times for %(offer)s") % {"offer": shown}
    return _form_page(request, form, title, reverse("bookings:desk_offer", args=[code]), refusal)


@county_page
@require_http_methods(FORM_METHODS)
def slot(request: HttpRequest, pk: int) -> HttpResponse:
    """One time: the list to print, its places, and calling it off."""
    shown = get_object_or_404(Slot.objects.select_related("offer", "venue"), pk=pk)
    form, refusal = PlacesForm(request.POST if request.POST.get("step") == "places" else None), None
    if request.method == "POST":
        refusal = _change_slot(request, shown, form)
        if refusal is None and (form.is_valid() or not form.is_bound):
            return redirect("bookings:desk_slot", pk)
    rows = queries.attendance_of(shown)
    look_at_people(
        people=[row.person for row in rows], actor=sender_of(request), role="county", now=clock.now()
    )
    if request.GET.get("as") == "xlsx":
        return workbook_response(str(shown.offer), _sheet_of_slot(shown, rows))
    context = {
        "slot": shown,
        "rows": rows,
        "words": STATE_WORDS,
        "form": form if form.is_bound else PlacesForm(initial={"places": shown.places}),
        "refusal": refusal,
        "is_ahead": shown.starts_at > clock.now() and shown.called_off_at is None,
        "unit": str(the_county() or ""),
        "printed_on": timezone.localdate(clock.now()),
    }
    return render_page(request, "bookings/desk_slot.html", context, status=_status(form, refusal))


def _change_slot(request: HttpRequest, shown: Slot, form: PlacesForm) -> Refusal | None:
    known: dict[str, Any] = {"slot_id": shown.pk, "actor": sender_of(request), "now": clock.now()}
    try:
        if request.POST.get("step") == "call_off":
            usecases.call_off_slot(**known)
            messages.success(request, _("Called off. Everybody who had a place reads it on their phone."))
        elif form.is_valid():
            usecases.change_slot(places=form.cleaned_data["places"], **known)
            messages.success(request, _("Saved."))
    except Refused as no:
        return no.refusal
    return None


@county_page
@require_http_methods(FORM_METHODS)
def new_venue(request: HttpRequest) -> HttpResponse:
    """Add a place."""
    form, refusal = VenueForm(request.POST or None), None
    if form.is_valid():
        try:
            usecases.add_venue(actor=sender_of(request), now=clock.now(), **form.known())
        except Refused as no:
            refusal = no.refusal
        else:
            messages.success(request, _("Saved."))
            return redirect("bookings:desk_offers")
    return _form_page(request, form, _("New place"), reverse("bookings:desk_offers"), refusal)


@county_page
@require_http_methods(FORM_METHODS)
def venue(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a place."""
    shown = get_object_or_404(Venue, pk=pk)
    first = {"name": shown.name, "address": shown.address, "phone": shown.phone, "station": shown.station_id}
    form, refusal = VenueForm(request.POST or None, initial=first), None
    if form.is_valid():
        try:
            usecases.change_venue(venue_id=pk, actor=sender_of(request), now=clock.now(), **form.known())
        except Refused as no:
            refusal = no.refusal
        else:
            messages.success(request, _("Saved."))
            return redirect("bookings:desk_offers")
    return _form_page(request, form, str(shown), reverse("bookings:desk_offers"), refusal)


def _form_page(
    request: HttpRequest, form: Any, title: str, back: str, refusal: Refusal | None
) -> HttpResponse:
    context = {"form": form, "title": title, "back": back, "refusal": refusal}
    return render_page(request, "bookings/desk_form.html", context, status=_status(form, refusal))


def _status(form: Any, refusal: Refusal | None) -> int:
    if refusal:
        return 409
    return 422 if form.is_bound and not form.is_valid() else 200


def _sheet_of_slots(offer: Offer, rows: list[queries.SlotFigures]) -> Sheet:
    header = [_("Begins"), _("Ends"), _("Where"), _("Places"), *(_(word) for word in STATE_WORDS.values())]
    return _sheet(
        str(offer),
        header,
        [
            [row.slot.starts_at, row.slot.ends_at, row.slot.venue.name, row.slot.places]
            + [row.by_state.get(state, 0) for state in STATE_WORDS]
            for row in rows
        ],
    )


def _sheet_of_slot(slot: Slot, rows: list[Any]) -> Sheet:
    header = [_("Number"), _("Nickname"), _("State"), _("Signature")]
    lines = [
        [number, row.person.nickname if row.person else "", _(STATE_WORDS[row.state]), ""]
        for number, row in enumerate(rows, start=1)
    ]
    at = timezone.localtime(slot.starts_at)
    return _sheet(f"{slot.offer} {at:%Y-%m-%d %H:%M} {slot.venue}", header, lines)


def _sheet(title: str, header: list[str], rows: list[list[Any]]) -> Sheet:
    unit = str(the_county() or "")
    return Sheet(
        name=title[:31],
        title=title,
        unit=unit or _("County"),
        on=timezone.localdate(clock.now()),
        header=header,
        rows=rows,
        is_landscape=True,
    )
