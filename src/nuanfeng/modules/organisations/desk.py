"""The office's own staff, who acts for the county, and the county's calendar."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from nuanfeng.kernel import clock
from nuanfeng.kernel.calendar import stretches
from nuanfeng.kernel.errors import Refusal, Refused
from nuanfeng.kernel.web import render_page
from nuanfeng.modules.organisations import queries, usecases
from nuanfeng.modules.organisations.api import county_page
from nuanfeng.modules.organisations.forms import AppointForm
from nuanfeng.modules.people.api import Person, look_at_people, masked_phone, register_person


def _actor(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


@county_page
@require_http_methods(["GET", "POST"])
def staff(request: HttpRequest) -> HttpResponse:
    """Who acts for the county; appoint one more."""
    form = AppointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = clock.now()
        person = register_person(
            phone=form.cleaned_data["phone"],
            nickname=form.cleaned_data["nickname"],
            now=now,
            actor=_actor(request),
        )
        usecases.appoint_county_staff(person=person, actor=_actor(request), now=now)
        return redirect("organisations:staff")
    rows = [(each, masked_phone(each.person)) for each in queries.county_staff()]
    look_at_people(
        people=[each.person for each, _phone in rows], actor=_actor(request), role="county", now=clock.now()
    )
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "rows": rows, "county": queries.the_county()}
    return render_page(request, "organisations/staff.html", context, status=status)


@county_page
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The days in force this year and the next: the country's, and the county's own above them."""
    today = timezone.localtime(clock.now()).date()
    years = [(year, stretches(date(year, 1, 1), date(year, 12, 31))) for year in (today.year, today.year + 1)]
    return render_page(request, "organisations/calendar.html", {"years": years, "today": today})


@county_page
@require_http_methods(["GET", "POST"])
def end_appointment(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then end a person's role."""
    appointment = get_object_or_404(queries.county_staff(), pk=pk)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            usecases.end_appointment(appointment_id=pk, actor=_actor(request), now=clock.now())
        except Refused as no:
            refusal = no.refusal
        else:
            return redirect("organisations:staff")
    look_at_people(people=[appointment.person], actor=_actor(request), role="county", now=clock.now())
    context = {
        "question": gettext("End the role of %(name)s?") % {"name": appointment.person},
        "consequence": gettext("The office is closed to this person from then on. Their own pass stays."),
        "yes": gettext("End it"),
        "is_final": True,
        "back": reverse("organisations:staff"),
        "refusal": refusal,
    }
    return render_page(request, "ui/confirm.html", context, status=409 if refusal else 200)
