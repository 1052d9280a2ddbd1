"""The scanner as an app of its own: the same shell for everybody, what it shows lies on the phone."""

import segno
from csp.decorators import csp_update
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from nuanfeng.kernel import clock
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.benefits import policies
from nuanfeng.modules.benefits.forms import sender_of
from nuanfeng.modules.benefits.pages.scan import SHOWN_REASONS
from nuanfeng.modules.benefits.pages.scan_words import scanner_words
from nuanfeng.modules.benefits.rules.choices import GIVE_ANYWAY_REASONS
from nuanfeng.modules.passes.api import invite_scanner
from nuanfeng.modules.stations.api import Station
from nuanfeng.ui.camera import CAMERA_POLICY, READER, READER_WASM
from nuanfeng.ui.pages import manifest_response

ASSETS = (
    "ui/tokens.css",
    "ui/ui.css",
    "ui/shell.js",
    "ui/icons.svg",
    "ui/mark.svg",
    "benefits/scan.css",
    "benefits/scanner.js",
    READER,
    READER_WASM,
)
# Modules that a script imports by its plain name.
IMPORTS = (
    "ui/camera.js",
    "benefits/scan_numbers.js",
    "benefits/scan_screen.js",
    "benefits/scan_sound.js",
    "benefits/scan_store.js",
    "benefits/scan_wire.js",
    "benefits/scanner_clock.js",
    "benefits/scanner_enrol.js",
    "benefits/scanner_items.js",
    "benefits/scanner_keys.js",
    "benefits/scanner_log.js",
    "benefits/scanner_send.js",
    "benefits/scanner_state.js",
    "benefits/scanner_view.js",
    "passes/base45.js",
    "passes/cbor.js",
    "passes/nf1.js",
)


@require_safe
@csp_update(CAMERA_POLICY)
def scanner(request: HttpRequest) -> HttpResponse:
    """An empty scanner: the phone fills it with what it keeps."""
    files = [staticfiles_storage.url(path) for path in ASSETS]
    files += [f"{settings.STATIC_URL}{path}" for path in IMPORTS]
    context = {
        "words": scanner_words(clock.now()),
        "files": [reverse("benefits:scanner"), reverse("benefits:scanner_paper"), *files],
        "reasons": [(code, _(GIVE_ANYWAY_REASONS[code])) for code in SHOWN_REASONS],
        "here": request.path,
        # No form of this page goes to the server as a form, so it needs no cookie.
        "is_app": True,
    }
    response = render(request, "benefits/scanner.html", context)
    response["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ["Cookie"])
    return response


@require_safe
def scanner_manifest(request: HttpRequest) -> HttpResponse:
    """On a home screen the scanner is an app of its own, beside the pass."""
    return manifest_response(
        scope=reverse("benefits:scanner"),
        name=_("Scanner"),
        description=_("Hands out with and without a network"),
        shortcuts=[],
    )


@require_safe
def scanner_paper(request: HttpRequest) -> HttpResponse:
    """A sheet to write on where no phone works."""
    response = render(request, "benefits/scanner_paper.html", {"lines": range(25)})
    patch_vary_headers(response, ["Cookie"])
    return response


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invite_phone(request: HttpRequest, pk: int) -> HttpResponse:
    """A square code that makes another phone a scanner of this station, once and for ten minutes."""
    station, now = get_object_or_404(Station, pk=pk), clock.now()
    refuse_if(policies.refusal_to_hand_out(sender_of(request), station.pk))
    context: dict[str, object] = {"station": station}
    if request.method == "POST":
        invitation, code = invite_scanner(actor=sender_of(request), station_id=pk, now=now)
        address = request.build_absolute_uri(reverse("benefits:scanner"))
        drawn = segno.make(f"{address}#{code}", micro=False, error="m")
        context |= {
            "code": drawn.svg_inline(scale=6, border=3, omitsize=True),
            "expires_at": invitation.expires_at,
            "now": now,
        }
    return render(request, "benefits/invite_phone.html", context)
