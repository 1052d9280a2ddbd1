"""Whether a session is strong enough for the county's work."""

from datetime import datetime
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest
from django.urls import reverse

from nuanfeng.modules.people import rules


def has_second_factor(request: HttpRequest, *, now: datetime) -> bool:
    """Whether this session proved a second factor (app, passkey, recovery code) within the working day."""
    if not request.user.is_authenticated:
        return False
    horizon = (now - rules.SECOND_FACTOR_LIFETIME).timestamp()
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" and record["at"] > horizon for record in records)


def way_to_second_factor(request: HttpRequest) -> str:
    """The address where a signed-in person proves the second factor, or sets up the first one."""
    name = "mfa_reauthenticate" if is_mfa_enabled(request.user) else "people:start_second_factor"
    return f"{reverse(name)}?{urlencode({'next': request.get_full_path()})}"
