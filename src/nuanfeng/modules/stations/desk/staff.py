"""Who minds a station, as the office sees and changes it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from nuanfeng.kernel import clock
from nuanfeng.kernel.web import render_page
from nuanfeng.modules.organisations.api import county_page
from nuanfeng.modules.people.api import look_at_people, person_with_phone, register_person
from nuanfeng.modules.stations import usecases
from nuanfeng.modules.stations.forms import AppointForm, actor_of
from nuanfeng.modules.stations.models import Station
from nuanfeng.modules.stations.queries import staff_of

FORM_METHODS = ["GET", "HEAD", "POST"]


@county_page
@require_http_methods(FORM_METHODS)
def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody mind the station, by phone number."""
    kept = get_object_or_404(Station, pk=pk)
    form = AppointForm(request.POST or None)
    if form.is_valid():
        sent, now = form.cleaned_data, clock.now()
        person = person_with_phone(sent["phone"])
        if person is None and not sent["nickname"]:
            form.add_error("nickname", gettext("This person has not joined yet. Write what to call them."))
        else:
            person = person or register_person(
                phone=sent["phone"], nickname=sent["nickname"], now=now, actor=actor_of(request)
            )
            usecases.appoint_station_staff(
                station_id=pk, person=person, role=sent["role"], actor=actor_of(request), now=now
            )
            messages.success(request, gettext("%(name)s minds this station now.") % {"name": person})
            return redirect("stations:desk_station", pk)
    context = {
        "form": form,
        "title": gettext("Who minds %(station)s") % {"station": kept},
        "back": reverse("stations:desk_station", args=[pk]),
    }
    status = 422 if request.method == "POST" else 200
    return render_page(request, "stations/desk_plain_form.html", context, status=status)


@county_page
@require_http_methods(FORM_METHODS)
def end(request: HttpRequest, pk: int, staff_id: int) -> HttpResponse:
    """Ask, then end a person's role."""
    held = get_object_or_404(staff_of(pk), pk=staff_id)
    back = reverse("stations:desk_station", args=[pk])
    if request.method == "POST":
        usecases.end_station_staff(staff_id=held.pk, actor=actor_of(request), now=clock.now())
        return redirect(back)
    look_at_people(people=[held.person], actor=actor_of(request), role="county", now=clock.now())
    context = {
        "question": gettext("Shall %(name)s no longer mind this station?") % {"name": held.person},
        "consequence": gettext("The pages of this station are closed to this person from then on."),
        "yes": gettext("End it"),
        "is_final": True,
        "back": back,
    }
    return render_page(request, "ui/confirm.html", context)
