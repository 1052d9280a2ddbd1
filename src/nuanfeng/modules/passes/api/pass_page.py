"""The page with a person's pass, as portal shows it with what it adds, or bare."""

from typing import Any

import segno
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from nuanfeng.kernel import clock
from nuanfeng.kernel.web import render_page
from nuanfeng.modules.passes.rules.numbers import group_number
from nuanfeng.modules.passes.usecases import show_pass
from nuanfeng.modules.people.api import Person

QUIET_ZONE = 4


def pass_page(request: HttpRequest, template: str = "passes/show_pass.html", **more: Any) -> HttpResponse:
    """The pass of whoever is signed in; anyone else is sent to sign in and told why.

    The square is drawn here as well, so that it is there at first sight and without JavaScript.
    """
    if not isinstance(request.user, Person):
        messages.info(request, _("Sign in, and your pass is here."))
        return redirect_to_login(request.get_full_path())
    now = clock.now()
    shown = show_pass(person=request.user, now=now, limit=1)
    running = shown.slices[0] if shown.slices else None
    context = {
        "number": shown.number,
        "groups": group_number(shown.number).split(),
        "running": running,
        "square": pass_svg(running.text) if running else "",
        "refusal": shown.refusal,
        "now_milliseconds": int(now.timestamp() * 1000),
        **more,
    }
    response = render_page(request, template, context)
    response["Cache-Control"] = "private, no-store"
    return response


def pass_svg(text: str, *, correction: str = "l") -> SafeString:
    """The square code of a pass as SVG.

    The coarsest square (level L) reads best from a screen; a printed card wants "m".
    """
    return _drawn(segno.make(text, error=correction, mode="alphanumeric", micro=False, boost_error=False))


def _drawn(square: segno.QRCode) -> SafeString:
    drawn: str = square.svg_inline(
        border=QUIET_ZONE, omitsize=True, dark="#000", light="#fff", svgclass=None, lineclass=None
    )
    return mark_safe(drawn)
