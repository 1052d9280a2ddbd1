"""What a worker sees of the pass."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_http_methods

from nuanfeng.kernel import clock
from nuanfeng.modules.passes import usecases
from nuanfeng.modules.passes.api import pass_page
from nuanfeng.modules.people.api import Person
from nuanfeng.ui.pages import kept_offline


@gzip_page
@require_GET
@kept_offline
def show_pass(request: HttpRequest) -> HttpResponse:
    """The pass on the screen."""
    return pass_page(request)


@gzip_page
@require_GET
def slices(request: HttpRequest) -> HttpResponse:
    """What the phone keeps for 48 hours: [begin, text] of each slice after the one it has.

    `after` and `most` make the answer smaller: what it lacks, and the next hours first.
    """
    if not isinstance(request.user, Person):
        return _unkept(JsonResponse({"code": "signed_out"}, status=401))
    now = clock.now()
    shown = usecases.show_pass(
        person=request.user, now=now, after=_whole(request, "after"), limit=_whole(request, "most")
    )
    body = {
        "now": now.timestamp(),
        "number": shown.number,
        "slices": [[piece.begin, piece.text] for piece in shown.slices],
    }
    return _unkept(JsonResponse(body))


@login_required
@require_http_methods(["GET", "POST"])
def rotate_handle(request: HttpRequest) -> HttpResponse:
    """Ask for a new code and number, after which the old ones stop."""
    if request.method == "POST" and isinstance(request.user, Person):
        usecases.rotate_handle(person=request.user, now=clock.now())
        messages.success(request, _("Your code and number are new. The old ones no longer count."))
        return HttpResponseRedirect(reverse("passes:show_pass"))
    context = {
        "question": _("Get a new code?"),
        "consequence": _(
            "The code and number that you have now stop at once, here and on every picture of them."
        ),
        "yes": _("Get a new code"),
        "back": reverse("passes:show_pass"),
    }
    return render(request, "ui/confirm.html", context)


def _whole(request: HttpRequest, name: str) -> int | None:
    """A whole number of the query, or None for anything else."""
    typed = request.GET.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 12 else None


def _unkept(response: JsonResponse) -> JsonResponse:
    response["Cache-Control"] = "private, no-store"
    return response
