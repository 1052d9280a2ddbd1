"""The public API: one OpenAPI 3.1 description over the modules' routers, one way to say no.

Every refusal and error is an RFC 9457 problem with a stable `code` and a title in the caller's
language; none names a table, a path or a person.
"""

import json
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser
from ninja.renderers import JSONRenderer

from nuanfeng.kernel.errors import Refused
from nuanfeng.kernel.web import problem, sentence_of

BODY_BYTES_MAX = 64 * 1024

# Who may not: 403. What is too late or stands already: 409. What cannot be: 422.
STATUSES = {
    "other_stations_scanner": 403,
    "scanner_revoked": 403,
    "not_your_hand_out": 403,
    "too_late_to_void": 409,
    "signature_wrong": 403,
    "other_scanner": 403,
    "batch_too_large": 413,
}
FORBIDDEN_PREFIX = "only_"


class BodyTooLarge(Exception):
    """More was sent than any message of ours needs."""


class SmallBodies(Parser):
    """Reads JSON of a reasonable size."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The message as Python values."""
        if len(request.body) > BODY_BYTES_MAX:
            raise BodyTooLarge
        return json.loads(request.body)


class ChineseAsItIs(JSONRenderer):
    """Writes Chinese as Chinese and not as numbers."""

    json_dumps_params = {"ensure_ascii": False}


class HonestApi(NinjaAPI):
    """Says in its description what errors are sent as."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The description; every answer from 400 on is a problem and may come from anywhere."""
        schema = super().get_openapi_schema(**options)
        for operations in schema["paths"].values():
            for operation in operations.values():
                _tell_of_problems(operation["responses"])
        return schema


# What any address may answer: a body that cannot be read or is too large, a database that is away.
ANYWHERE = {400: "Bad Request", 413: "Content Too Large", 503: "Service Unavailable"}


def _tell_of_problems(responses: dict[Any, Any]) -> None:
    for status, words in ANYWHERE.items():
        responses.setdefault(status, {"description": words})
    for status, response in responses.items():
        if int(status) >= 400:
            content = response.get("content", {}).pop("application/json", {"schema": {"type": "object"}})
            response["content"] = {"application/problem+json": content}


api = HonestApi(
    title="Nuanfeng",
    version="1.0.0",
    description="Stations, programmes and hand-outs of one county. Errors are problems as in RFC 9457.",
    urls_namespace="api",
    docs_url=None,
    parser=SmallBodies(),
    renderer=ChineseAsItIs(),
)
# Named as in config/urls.py: a router is an address, and the portal knows no module's rooms.
api.add_router("", "nuanfeng.modules.stations.rest.router")
api.add_router("", "nuanfeng.modules.passes.rest.router")
api.add_router("", "nuanfeng.modules.benefits.rest.router")


@api.get("/", response=dict[str, str], auth=None, summary="Where everything is", tags=["index"])
def index(request: HttpRequest) -> dict[str, str]:
    """The description and the collections, as paths of this server."""
    here = request.path
    names = ("openapi.json", "facilities", "stations", "stations.geojson", "programmes")
    return {name.removesuffix(".json"): f"{here}{name}" for name in names}


@api.exception_handler(Refused)
def _refused(request: HttpRequest, no: Refused) -> HttpResponse:
    code = no.refusal.code
    status = 403 if code.startswith(FORBIDDEN_PREFIX) else STATUSES.get(code, 422)
    return problem(status=status, code=code, title=sentence_of(no.refusal))


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, invalid: ValidationError) -> HttpResponse:
    """Which fields, and why, by the stable codes of the JSON Schema's checks. Never what was sent."""
    errors = [{"where": _where(error["loc"]), "code": error["type"]} for error in invalid.errors]
    title = _("Something in this request is missing or wrong.")
    return problem(status=422, code="invalid_input", title=title, errors=errors)


@api.exception_handler(AuthenticationError)
def _nobody(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    answer = problem(status=401, code="not_signed_in", title=_("Sign in, or send a scanner's key."))
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    if isinstance(error.__cause__, BodyTooLarge):
        return problem(status=413, code="body_too_large", title=_("This request is too large."))
    if error.status_code == 400:
        return problem(status=400, code="unreadable_body", title=_("This request cannot be read."))
    title = _("This page is too old. Go back, reload it and try again.")
    return problem(status=error.status_code, code="csrf_failed", title=title)


@api.exception_handler(Http404)
@api.exception_handler(ObjectDoesNotExist)
def _absent(request: HttpRequest, _error: Exception) -> HttpResponse:
    return problem(status=404, code="not_found", title=_("There is nothing at this address."))


def _where(place: tuple[Any, ...]) -> str:
    """`body.lines.0.item`: without the name that the function gives its message or its filter."""
    parts = [str(part) for part in place]
    has_name = (parts[0] == "body" and len(parts) > 1) or (parts[0] == "query" and len(parts) > 2)
    return ".".join(parts[:1] + parts[2:] if has_name else parts)
