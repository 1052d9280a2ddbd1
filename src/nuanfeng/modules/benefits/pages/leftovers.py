"""What is left late in the day at a station, and asking to be told."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from nuanfeng.kernel import clock
from nuanfeng.kernel.errors import Refused
from nuanfeng.kernel.web import render_page
from nuanfeng.modules.benefits import queries, usecases
from nuanfeng.modules.benefits.forms import WatchForm
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations.api import Station


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leftovers(request: HttpRequest, pk: int) -> HttpResponse:
    """Anybody reads it; whoever is signed in asks to be told, and takes it back."""
    station, now, person = get_object_or_404(Station, pk=pk), clock.now(), request.user
    refusal = None
    if request.method == "POST":
        if not isinstance(person, Person):
            return redirect(f"{reverse('account_request_login_code')}?next={request.path}")
        try:
            if _save(request, person):
                return redirect("benefits:leftovers", pk)
        except Refused as no:
            refusal = no.refusal
    watched = queries.watched_points(person, now=now) if isinstance(person, Person) else {}
    meals = {meal.programme_code: meal for meal in queries.todays_meals([pk], now=now).get(pk, [])}
    rows = [
        {"point": point, "meals": meals.get(point.programme.code), "until": watched.get(point.pk)}
        for point in queries.points_with_leftovers(pk)
    ]
    lines = queries.late_lines_for(person, now=now) if isinstance(person, Person) else []
    context = {"station": station, "rows": rows, "refusal": refusal, "late_lines": lines}
    status = 409 if refusal else 422 if request.method == "POST" else 200
    return render_page(request, "benefits/leftovers.html", context, status=status)


@never_cache
@require_safe
def my_leftovers(request: HttpRequest) -> HttpResponse:
    """The lines of whoever asked to be told, for a page that stays open. Empty without a sign-in."""
    person, now = request.user, clock.now()
    lines = queries.late_lines_for(person, now=now) if isinstance(person, Person) else []
    return render_page(request, "benefits/late_lines.html", {"late_lines": lines})


def _save(request: HttpRequest, person: Person) -> bool:
    form = WatchForm(request.POST)
    if not form.is_valid():
        return False
    said = {"point_id": form.cleaned_data["point"], "person": person, "now": clock.now()}
    if form.cleaned_data["step"] == "stop":
        usecases.unwatch_leftovers(**said)
        messages.success(request, _("You are no longer told."))
    else:
        usecases.watch_leftovers(**said)
        messages.success(request, _("Your pass will say what is left."))
    return True
