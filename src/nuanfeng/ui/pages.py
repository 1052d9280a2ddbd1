"""The shell's own pages: preferences, and what makes the site an app on the phone."""

import hashlib
import json
from collections.abc import Callable
from functools import lru_cache, wraps
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from nuanfeng.kernel.web import error_page

View = Callable[..., HttpResponse]

CHOICES = {
    "text_size": ("normal", "large"),
    "theme": ("auto", "light", "dark"),
    "language": tuple(code for code, _name in settings.LANGUAGES),
}
COOKIES = {"text_size": "text_size", "theme": "theme", "language": settings.LANGUAGE_COOKIE_NAME}
YEAR_SECONDS = 365 * 24 * 3600

# What a phone keeps from its first visit, so that the pass and the list open with no network.
SHELL_FILES = (
    "ui/tokens.css",
    "ui/ui.css",
    "ui/shell.js",
    "ui/icons.svg",
    "ui/mark.svg",
    "stations/list.css",
    "stations/list.js",
    "stations/station.css",
    "passes/show_pass.css",
    "passes/show_pass.js",
)
# Modules that a script imports by its plain name.
SHELL_IMPORTS = ("stations/places.js", "stations/distance.js", "vendor/uqr/uqr.js")
WORKER_SOURCE = Path(__file__).parent / "static" / "ui" / "offline_worker.js"


def kept_offline(view: View) -> View:
    """Mark a page that a phone may keep for times without a network. Never for staff pages."""

    @wraps(view)
    def kept(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code == 200:
            response["X-Keep-Offline"] = "1"
        return response

    return kept


@csrf_exempt
@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Language, type size and theme, kept in three cookies and nowhere else.

    Without a CSRF token, so that a page that nobody signed in to sets no cookie; a form on another
    site is turned away by its origin, and could change no more than the look.
    """
    if request.method == "POST":
        return _keep_preferences(request)
    context = {"next": _safe_next(request.GET.get("next", "/"), request)}
    response = render(request, "ui/preferences.html", context)
    patch_vary_headers(response, ["Cookie"])
    return response


def _keep_preferences(request: HttpRequest) -> HttpResponse:
    if not _comes_from_here(request):
        return error_page(request, 403, code="other_site")
    response = HttpResponseRedirect(_safe_next(request.POST.get("next", "/"), request))
    response.status_code = 303
    for name, allowed in CHOICES.items():
        if (chosen := request.POST.get(name)) in allowed:
            response.set_cookie(
                COOKIES[name],
                chosen,
                max_age=YEAR_SECONDS,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
    return response


def _comes_from_here(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin", "")
    if origin and origin != "null":
        return urlsplit(origin).netloc == request.get_host()
    return request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")


def _safe_next(address: str, request: HttpRequest) -> str:
    is_safe = url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure())
    return address if is_safe else "/"


@require_GET
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone shows when the site is put on its home screen."""
    return manifest_response(
        scope="/",
        name=_("Nuanfeng"),
        description=_("Places to rest, breakfasts and help for couriers, riders and drivers"),
        shortcuts=[{"name": _("My pass"), "url": "/pass/"}],
    )


def manifest_response(
    *, scope: str, name: str, description: str, shortcuts: list[dict[str, str]]
) -> HttpResponse:
    """An app that begins at its scope; the whole site is one, the scanner another beside it."""
    body = {
        "id": scope,
        "name": name,
        "short_name": name,
        "description": description,
        "lang": get_language(),
        "start_url": scope,
        "scope": scope,
        "display": "standalone",
        "background_color": "#F6F4EF",
        "theme_color": "#FFC02E",
        "icons": [
            _icon("ui/mark.svg", "any", "image/svg+xml", "any"),
            _icon("ui/icon-192.png", "192x192", "image/png", "any"),
            _icon("ui/icon-512.png", "512x512", "image/png", "any"),
            _icon("ui/icon-maskable-512.png", "512x512", "image/png", "maskable"),
        ],
        "shortcuts": shortcuts,
    }
    response = JsonResponse(
        body, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False}
    )
    response["Cache-Control"] = "public, max-age=3600"
    patch_vary_headers(response, ["Cookie"])
    return response


def _icon(path: str, sizes: str, kind: str, purpose: str) -> dict[str, str]:
    return {"src": staticfiles_storage.url(path), "sizes": sizes, "type": kind, "purpose": purpose}


@require_GET
def worker_script(request: HttpRequest) -> HttpResponse:
    """The service worker, with the list of files of this release in front of it."""
    response = HttpResponse(_worker_text(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@lru_cache(maxsize=1)
def _worker_text() -> str:
    files = [staticfiles_storage.url(path) for path in SHELL_FILES if _is_there(path)]
    files += [f"{settings.STATIC_URL}{path}" for path in SHELL_IMPORTS]
    source = WORKER_SOURCE.read_text(encoding="utf-8")
    release = hashlib.sha256(json.dumps([files, source]).encode()).hexdigest()[:12]
    return f"const RELEASE = {json.dumps(release)};\nconst SHELL = {json.dumps(files)};\n{source}"


def _is_there(path: str) -> bool:
    try:
        staticfiles_storage.url(path)
    except ValueError:
        return False
    return True


@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """What a phone shows for a page it has not kept; for a pass, how to get a meal all the same."""
    response = render(request, "ui/offline.html", {"is_for_pass": request.GET.get("for") == "pass"})
    patch_vary_headers(response, ["Cookie"])
    return response
