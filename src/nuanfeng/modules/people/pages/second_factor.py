"""The second step of county staff: an authenticator app, a passkey, or a written-down code.

allauth does the work; these classes give it our pages, an audit entry for each change, and in the
demo the code that an app would show.
"""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base.views import AuthenticateView, IndexView, ReauthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import (
    GenerateRecoveryCodesView,
    ViewRecoveryCodesView,
)
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.utils import decrypt, is_mfa_enabled
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from nuanfeng.kernel import audit, clock
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.web import render_page
from nuanfeng.modules.people.models import Person

GO_ON_TO = "second_factor_next"
SECONDS_OF_A_CODE = 30


def demo_code(person: Person | None) -> str:
    """A code of a demo person's app that works: this one, the next one, or this one once more."""
    if not settings.NUANFENG_DEMO or person is None or not person.is_demo:
        return ""
    app = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).first()
    if app is None:
        return ""
    now, after = _codes_of(decrypt(app.data["secret"]))
    used = TOTP(app)._get_used_cache_key
    if cache.get(used(now)) and cache.get(used(after)):
        # Several people look around as the same person; none of them should stand before a locked door.
        cache.delete(used(now))
    return after if cache.get(used(now)) else now


def _codes_of(secret: str) -> tuple[str, str]:
    """What an app with this secret shows now, and what it shows next, which already works."""
    step = int(clock.now().timestamp()) // SECONDS_OF_A_CODE
    now, after = (format_hotp_value(hotp_value(secret, counter)) for counter in (step, step + 1))
    return now, after


@never_cache
@login_required
@require_GET
def start_second_factor(request: HttpRequest) -> HttpResponse:
    """Why a second step is needed, and the two ways to set it up."""
    wanted = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        request.session[GO_ON_TO] = wanted
    if Authenticator.objects.filter(user_id=request.user.pk).exists():
        return redirect("mfa_index")
    return render_page(request, "people/start_second_factor.html")


class Recorded:
    """Puts a change of second factors and its audit entry into one transaction."""

    request: HttpRequest
    action = ""

    def form_valid(self, form: Any) -> HttpResponse:
        """Do it and write it down."""
        with unit_of_work():
            response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
            person = self.request.user
            audit.record(actor=person, action=self.action, subject=person, at=clock.now())  # type: ignore[arg-type]
        return response


class Proved(Recorded):
    """A second factor that was just set up was just used, too."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Count it as the second step of this session."""
        response = super().form_valid(form)
        record_authentication(
            self.request,
            self.request.user,
            method="mfa",
            at_setup=True,
            reauthenticated=True,
        )
        return response


class AuthenticatePage(AuthenticateView):
    """The second step of signing in."""

    template_name = "people/second_factor.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the demo's code."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        person = self.stage.login.user
        return {
            **context,
            "demo_code": demo_code(person),
            "is_signing_in": True,
            "has_passkey": is_mfa_enabled(person, [Authenticator.Type.WEBAUTHN]),
        }


class ReauthenticatePage(ReauthenticateView):
    """The second step again, before county work or a change of second factors."""

    template_name = "people/second_factor.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the demo's code."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "demo_code": demo_code(self.request.user)}


class ReauthenticatePasskeyPage(ReauthenticateWebAuthnView):
    """The same with a passkey."""

    template_name = "people/second_factor_passkey.html"


class ListPage(IndexView):
    """What second factors there are."""

    template_name = "people/second_factors.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the way back to where the person wanted to go."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "go_on_to": self.request.session.get(GO_ON_TO, "/office/")}


class AddAppPage(Proved, ActivateTOTPView):
    """Set up an authenticator app."""

    template_name = "people/add_app.html"
    action = "people.add_authenticator_app"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """In the demo with the code, so that a look around needs no app; its key stands here anyway."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        code = _codes_of(context["form"].secret)[0] if settings.NUANFENG_DEMO else ""
        return {**context, "demo_code": code}


class RemoveAppPage(Recorded, DeactivateTOTPView):
    """Remove the authenticator app."""

    template_name = "people/remove_app.html"
    action = "people.remove_authenticator_app"


class AddPasskeyPage(Proved, AddWebAuthnView):
    """Set up a passkey."""

    template_name = "people/add_passkey.html"
    action = "people.add_passkey"


class RemovePasskeyPage(Recorded, RemoveWebAuthnView):
    """Remove a passkey."""

    template_name = "people/remove_passkey.html"
    action = "people.remove_passkey"
    success_url = "/accounts/2fa/"


class WrittenCodesPage(ViewRecoveryCodesView):
    """Ten codes to write down, shown once."""

    template_name = "people/written_codes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the way back to where the person wanted to go."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "go_on_to": self.request.session.get(GO_ON_TO, "/office/")}


class NewWrittenCodesPage(Recorded, GenerateRecoveryCodesView):
    """Ten new codes in place of the old ones."""

    template_name = "people/new_written_codes.html"
    action = "people.renew_written_codes"
