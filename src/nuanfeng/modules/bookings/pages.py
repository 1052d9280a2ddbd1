"""What people see: what can be booked, their own bookings; and the list of those who came."""

from datetime import datetime
from typing import Any
from uuid import UUID

from csp.decorators import csp_update
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from icalendar import Calendar, Event

from nuanfeng.kernel import clock
from nuanfeng.kernel.errors import N_, Refusal, Refused, refuse_if
from nuanfeng.kernel.ids import new_id
from nuanfeng.kernel.web import render_page, sentence_of
from nuanfeng.modules.bookings import policies, queries, usecases
from nuanfeng.modules.bookings.forms import ArrivalForm, BookForm, BookingForm, sender_of
from nuanfeng.modules.bookings.models import Booking, Offer, Slot
from nuanfeng.modules.bookings.rules import ATTENDED, BOOKED, WHO_IS_IT
from nuanfeng.modules.organisations.api import way_into_county_work
from nuanfeng.modules.passes.api import verify_scanned
from nuanfeng.modules.people.api import Person, look_at_people
from nuanfeng.modules.stations.api import Station, refusal_to_run_station
from nuanfeng.ui.camera import CAMERA_POLICY, reader_addresses

NOT_UNDERSTOOD = Refusal("booking_not_understood", N_("That did not work. Please try again."))


@require_safe
def offers(request: HttpRequest) -> HttpResponse:
    """What can be booked, without an account."""
    context = {"lines": queries.offers_to_book(now=clock.now())}
    return render_page(request, "bookings/offers.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, code: str) -> HttpResponse:
    """The days and times of one offer; a tap takes the place, or the end of its queue."""
    shown = get_object_or_404(Offer, code=code, is_active=True)
    now, person, refusal = clock.now(), request.user, None
    held = queries.live_booking(person, shown, now=now) if isinstance(person, Person) else None
    if request.method == "POST":
        if not isinstance(person, Person):
            return redirect(f"{reverse('account_request_login_code')}?next={request.path}")
        refusal = _take(request, held, person, now)
        if refusal is None:
            return redirect("bookings:mine")
    days = queries.days_of(shown, now=now)
    wanted = request.GET.get("day", "")
    chosen = next((day for day in days if f"{day.day:%Y-%m-%d}" == wanted), days[0] if days else None)
    context = {
        "offer": shown,
        "days": days,
        "chosen": chosen,
        "held": held,
        "id": new_id(),
        "refusal": refusal,
    }
    return render_page(request, "bookings/offer.html", context, status=409 if refusal else 200)


def _take(request: HttpRequest, held: Booking | None, person: Person, now: datetime) -> Refusal | None:
    form = BookForm(request.POST)
    if not form.is_valid():
        return NOT_UNDERSTOOD
    slot_id, is_move = form.cleaned_data["slot"], request.POST.get("step") == "move"
    try:
        if is_move and held:
            usecases.move_booking(booking_id=held.pk, slot_id=slot_id, person=person, now=now)
            messages.success(request, _("Moved."))
            return None
        made = usecases.book_place(id=form.cleaned_data["id"], slot_id=slot_id, person=person, now=now)
    except Refused as no:
        return no.refusal
    word = _("Booked.") if made.state == BOOKED else _("You are in the queue. We move you up by ourselves.")
    messages.success(request, word)
    return None


@never_cache
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The person's bookings: what lies ahead, with moving and giving up; then what was."""
    now = clock.now()
    own = queries.own_bookings(sender_of(request), now=now)
    context = {
        "ahead": [one for one in own if one.can_be_changed or one.booking.news],
        "past": [one for one in own if not (one.can_be_changed or one.booking.news)],
        "lines": queries.lines_for(sender_of(request), now=now),
    }
    return render_page(request, "bookings/mine.html", context)


@login_required
@require_POST
def change_mine(request: HttpRequest) -> HttpResponse:
    """Give a booking up, or say that the news were read."""
    form, now = BookingForm(request.POST), clock.now()
    try:
        if not form.is_valid():
            raise Refused(NOT_UNDERSTOOD)
        known: dict[str, Any] = {
            "booking_id": form.cleaned_data["booking"], "person": sender_of(request), "now": now,
        }  # fmt: skip
        if request.POST.get("step") == "heard":
            usecases.hear_news(**known)
        else:
            usecases.cancel_booking(**known)
            messages.success(request, _("Given up. Somebody else gets the place."))
    except Refused as no:
        messages.error(request, sentence_of(no.refusal))
    return redirect("bookings:mine")


@never_cache
@login_required
@require_safe
def calendar(request: HttpRequest, booking: UUID) -> HttpResponse:
    """One booking for the phone's calendar."""
    own = Booking.objects.filter(pk=booking, person=sender_of(request))
    found = own.select_related("slot__venue", "offer").first()
    if found is None:
        raise Http404
    response = HttpResponse(_calendar_file(found), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="nuanfeng.ics"'
    return response


def _calendar_file(booking: Booking) -> bytes:
    """RFC 5545, one event: what, when and where, and nobody's name."""
    event, slot = Event(), booking.slot
    event.add("uid", f"{booking.pk}@nuanfeng")
    event.add("summary", str(booking.offer))
    event.add("dtstamp", booking.made_at)
    event.add("dtstart", slot.starts_at)
    event.add("dtend", slot.ends_at)
    event.add("location", " ".join(part for part in (slot.venue.name, slot.venue.address) if part))
    calendar = Calendar()
    calendar.add("prodid", "-//Nuanfeng//Bookings//ZH")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@csp_update(CAMERA_POLICY)  # type: ignore[arg-type]
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is expected at a station today; a code or a tap says that somebody came."""
    station = get_object_or_404(Station, pk=pk)
    person, now = sender_of(request), clock.now()
    slots = queries.slots_on(timezone.localdate(now), station_id=pk)
    _refuse_strangers(person, station, slots)
    if refusal_to_run_station(person, pk) and (way := way_into_county_work(request)):
        return way  # county staff prove their second step before they read who is expected
    refusal, arrived = None, None
    if request.method == "POST":
        try:
            arrived = _arrive(request, slots, person, now)
        except Refused as no:
            refusal = no.refusal
        else:
            if arrived is None:
                return redirect("bookings:attendance", pk)
    today = queries.slots_on(timezone.localdate(now), station_id=pk)
    lists = [(slot, queries.attendance_of(slot)) for slot in today]
    expected = [row.person for _slot, rows in lists for row in rows]
    look_at_people(people=expected, actor=person, role="station", now=now)
    context = {
        "station": station,
        "lists": lists,
        "arrived": arrived,
        "refusal": refusal,
        "id": new_id(),
        "reader": reader_addresses(),
    }  # fmt: skip
    return render_page(request, "bookings/attendance.html", context, status=409 if refusal else 200)


def _refuse_strangers(person: Person, station: Station, slots: list[Slot]) -> None:
    if slots:
        refuse_if(policies.refusal_to_take_attendance(person, slots[0].venue))
    else:
        refuse_if(policies.refusal_to_keep_offers(person) and refusal_to_run_station(person, station.pk))


def _arrive(request: HttpRequest, slots: list[Slot], actor: Person, now: datetime) -> str | None:
    """Take what was sent; a code of somebody without a place comes back, so that they can be let in."""
    if booking := _uuid(request.POST.get("booking", "")):
        usecases.note_arrival(booking_id=booking, actor=actor, now=now)
        messages.success(request, _("Noted."))
        return None
    form = ArrivalForm(request.POST)
    if not form.is_valid():
        raise Refused(NOT_UNDERSTOOD)
    code = form.cleaned_data["code"]
    person_id = verify_scanned(code, now=now).person_id
    if person_id is None:
        raise Refused(WHO_IS_IT)
    if (slot := request.POST.get("slot", "")).isdecimal():
        number = _uuid(request.POST.get("id", "")) or new_id()
        usecases.let_in(id=number, slot_id=int(slot[:15]), person_id=person_id, actor=actor, now=now)
        messages.success(request, _("Let in."))
        return None
    held = queries.booked_today(person_id, slots)
    if held is None:
        return str(code)
    was_there = held.state == ATTENDED
    usecases.note_arrival(booking_id=held.pk, actor=actor, now=now)
    messages.success(request, _("Was noted before.") if was_there else _("Noted."))
    return None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
