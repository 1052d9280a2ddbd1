"""Pages, refusals and failures on the wire: one way to show each."""

import logging
import secrets
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import Error as DatabaseFailure
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from nuanfeng.kernel.errors import N_, Refusal, Refused

logger = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponse]

# What a program is told; people get a page of their own for each.
_TITLES = {
    400: N_("This request cannot be read."),
    403: N_("This is not allowed here."),
    404: N_("There is nothing at this address."),
    405: N_("This address does not take such a request."),
    413: N_("This request is too large."),
    429: N_("Too many requests. Wait a few minutes."),
    500: N_("Something went wrong."),
    503: N_("Nothing could be kept just now. Send it again in 10 seconds."),
}

_CODES = {405: "method_not_allowed"}


def render_page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Render `module/page.html#part`: the part for htmx, the whole page for everyone else.

    Always sends `Vary: HX-Request`; without it a back button can show a bare fragment.
    """
    whole, _hash, part = template.partition("#")
    chosen = template if part and getattr(request, "htmx", False) else whole
    response = render(request, chosen, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def sentence_of(refusal: Refusal) -> str:
    """The refusal's sentence in the language of the person who reads it."""
    return translation.gettext(refusal.sentence) % dict(refusal.params)


_lookups: list[Callable[[], str]] = []


def hotline_from(lookup: Callable[[], str]) -> None:
    """Let error pages learn the county's hotline from the module that keeps it."""
    _lookups.append(lookup)


_landings: list[Callable[[Any], str]] = []


def landing_from(lookup: Callable[[Any], str]) -> None:
    """Let sign-in learn where a person begins from the layer that knows every role."""
    _landings.append(lookup)


def landing_of(person: Any) -> str:
    """Where somebody begins who asked for no page; empty where that is the home page."""
    return next((address for lookup in _landings if (address := lookup(person))), "")


def _hotline() -> str:
    """The county's number; the installation's own where the records cannot be reached."""
    try:
        known = [number for lookup in _lookups if (number := lookup())]
    except DatabaseFailure:
        known = []
    return known[0] if known else settings.NUANFENG_HOTLINE


def wants_json(request: HttpRequest) -> bool:
    """Whether the caller is a program: the API answers problems, never pages."""
    return request.path.startswith("/api/")


def problem(*, status: int, code: str, title: str, **more: Any) -> JsonResponse:
    """An RFC 9457 problem; `code` is stable, `title` is in the caller's language."""
    body = {"type": f"about:blank#{code}", "status": status, "code": code, "title": title, **more}
    return JsonResponse(
        body,
        status=status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )


def reference_number() -> str:
    """Six digits that a person can read out on the phone and that the log holds too."""
    return f"{secrets.randbelow(10**6):06d}"


def error_page(
    request: HttpRequest, status: int, *, code: str, sentence: str = "", number: str = ""
) -> HttpResponse:
    """The one page of this kind of error, or the same as a problem for a program.

    Rendered without the request's context, so that it works while the database does not.
    """
    number = number or reference_number()
    if wants_json(request):
        title = sentence or translation.gettext(_TITLES.get(status, _TITLES[500]))
        return _retry_later(problem(status=status, code=code, title=title, number=number))
    context = {
        "status": status,
        "code": code,
        "sentence": sentence,
        "number": number,
        # Not asked for while the records cannot be reached: nobody waits for them twice.
        "hotline": settings.NUANFENG_HOTLINE if status == 503 else _hotline(),
        # For its cookies (type size, colours) and its address; no context processor runs.
        "request": request,
    }
    body = render_to_string(f"ui/errors/{status}.html", context)
    return _retry_later(HttpResponse(body, status=status))


def _retry_later(response: HttpResponse) -> HttpResponse:
    if response.status_code == 503:
        response["Retry-After"] = "10"
    return response


def _as_problem(response: HttpResponse) -> HttpResponse:
    """What a library answered in its own words, said to a program as every other error is."""
    if response.status_code < 400 or response.get("Content-Type") == "application/problem+json":
        return response
    status = response.status_code
    title = translation.gettext(_TITLES.get(status, _TITLES[500 if status >= 500 else 400]))
    answer = problem(status=status, code=_CODES.get(status, f"http_{status}"), title=title)
    for name in ("Allow", "Retry-After", "WWW-Authenticate"):
        if name in response:
            answer[name] = response[name]
    return answer


class LanguageMiddleware:
    """Pages speak Chinese unless the person chose otherwise; programs say what they read."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate the language for this one request."""
        if wants_json(request):
            language = translation.get_language_from_request(request)
        else:
            chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
            language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response


class FailureMiddleware:
    """A refusal nobody caught becomes one plain page; a failing database says what to do."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, unless it is larger than any sheet: not a byte of it is read then."""
        if _is_too_large(request):
            return error_page(request, 413, code="too_large")
        try:
            response = self.get_response(request)
        except DatabaseFailure as failure:  # raised by a middleware, before any view
            return self._unavailable(request, failure)
        return _as_problem(response) if wants_json(request) else response

    def process_exception(self, request: HttpRequest, failure: Exception) -> HttpResponse | None:
        """Answer for what a view raised."""
        if isinstance(failure, Refused):
            return error_page(request, 403, code=failure.refusal.code, sentence=sentence_of(failure.refusal))
        if isinstance(failure, DatabaseFailure) and not isinstance(failure, IntegrityError):
            return self._unavailable(request, failure)
        return None

    def _unavailable(self, request: HttpRequest, failure: Exception) -> HttpResponse:
        number = reference_number()
        logger.error("database unavailable, number %s: %s", number, type(failure).__name__)
        return error_page(request, 503, code="database_unavailable", number=number)


def _is_too_large(request: HttpRequest) -> bool:
    """Django bounds what it keeps in memory, not what it puts on the disk."""
    length = request.META.get("CONTENT_LENGTH") or ""
    return length.isdecimal() and int(length[:20]) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400."""
    return error_page(request, 400, code="bad_request")


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler403."""
    return error_page(request, 403, code="forbidden")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler404; never names a model."""
    return error_page(request, 404, code="not_found")


def too_many_tries(request: HttpRequest) -> HttpResponse:
    """What django-allauth shows where its own limits are reached."""
    response = error_page(request, 429, code="too_many_tries")
    response["Retry-After"] = "300"
    return response


def failed(request: HttpRequest) -> HttpResponse:
    """Django's handler500: the number is in the log beside the trace."""
    number = reference_number()
    logger.error("unexpected failure, number %s", number)
    return error_page(request, 500, code="unexpected", number=number)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW: an old page, most of the time."""
    return error_page(
        request,
        403,
        code="page_too_old",
        sentence=_("This page is too old. Go back, reload it and try again."),
    )
