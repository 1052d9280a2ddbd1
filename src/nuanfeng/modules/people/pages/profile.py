"""Change one's own nickname and kind of work."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from nuanfeng.kernel import clock
from nuanfeng.kernel.web import render_page
from nuanfeng.modules.people import usecases
from nuanfeng.modules.people.forms import ProfileForm
from nuanfeng.modules.people.models import Person


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show what is kept, or keep what was typed."""
    person = request.user
    assert isinstance(person, Person)
    initial = {"nickname": person.nickname, "kind_of_work": person.kind_of_work}
    form = ProfileForm(request.POST or None, initial=initial)
    if form.is_valid():
        usecases.change_profile(
            person=person,
            nickname=form.cleaned_data["nickname"],
            kind_of_work=form.cleaned_data["kind_of_work"],
            now=clock.now(),
        )
        return redirect("/me/")
    status = 422 if request.method == "POST" else 200
    return render_page(request, "people/profile.html", {"form": form}, status=status)
