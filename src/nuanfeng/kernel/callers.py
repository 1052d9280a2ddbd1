"""Telling two callers apart for a day, without knowing either and without a cookie."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from nuanfeng.kernel.secrets import keyed_digest

_PURPOSE = "callers"


@dataclass(frozen=True)
class Caller:
    """Two digests that hold for one county day: of the sender, and of the address it came from."""

    sender: str
    address: str


def caller_of(request: HttpRequest, *, now: datetime) -> Caller:
    """Who sends this, as far as a report or a visit needs it.

    A signed-in person is one sender wherever the request comes from; anybody else is an address with
    a browser. The day is part of what is digested, so that nothing can be followed into the next.
    """
    day = timezone.localdate(now).isoformat()
    address = address_of(request)
    person = getattr(request.user, "pk", None) if hasattr(request, "user") else None
    sender = f"person {person}" if person else f"{address} {request.headers.get('User-Agent', '')[:400]}"
    return Caller(_mark(f"{day} sender {sender}"), _mark(f"{day} address {address}"))


def address_of(request: HttpRequest) -> str:
    """The address that called: behind our one proxy the last that it names. Never kept, never logged."""
    if settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        named = request.headers.get("X-Forwarded-For", "").split(",")[-1].strip()
        if named:
            return named[:64]
    return str(request.META.get("REMOTE_ADDR", ""))


def _mark(text: str) -> str:
    return keyed_digest(text, purpose=_PURPOSE)[:16]
