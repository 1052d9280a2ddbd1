"""What django-allauth asks of this installation."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nuanfeng.kernel.secrets import decrypt, encrypt
from nuanfeng.kernel.web import landing_of
from nuanfeng.modules.people.models import Person

SECOND_FACTOR = "second-factor"


class AccountAdapter(DefaultAccountAdapter):
    """Phones are kept encrypted, so looking them up and setting them is ours.

    Codes are requested, sent and tried by this module's own use cases; allauth begins where the
    number is proved.
    """

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": _("Too many wrong codes. Wait five minutes, then try again."),
        "rate_limited": _("Too many wrong codes. Wait five minutes, then try again."),
    }

    def get_phone(self, user: Person) -> tuple[str, bool] | None:
        """The person's number; a number is only kept once its code was typed."""
        return (user.phone, True) if user.phone else None

    def get_user_by_phone(self, phone: str) -> Person | None:
        """The person who signs in with this number."""
        return Person.objects.with_phone(phone)

    def set_phone(self, user: Person, phone: str, verified: bool) -> None:
        """Numbers are set by `join_network` alone."""

    def set_phone_verified(self, user: Person, phone: str) -> None:
        """Nothing to note: only verified numbers are kept."""

    def send_verification_code_sms(self, user: Any, phone: str, code: str, **kwargs: Any) -> None:
        """Codes are sent by `pages.sign_in`; no page that would come here is mounted."""

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Sign in for as long as a session lasts; before that it lasts half an hour."""
        super().login(request, user)
        request.session.set_expiry(None)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where whoever asked for no page begins: where their work is, or at the list of stations."""
        return landing_of(request.user) or str(settings.LOGIN_REDIRECT_URL)

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Only what went wrong is said: the page itself shows what went well."""
        if level >= messages.ERROR:
            super().add_message(request, level, *args, **kwargs)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors lie encrypted, and speak of Nuanfeng in an authenticator app."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right, or it has been used already. Wait for the next one."),
    }

    def encrypt(self, text: str) -> str:
        """Hide a secret under the installation's data key."""
        return encrypt(text, purpose=SECOND_FACTOR)

    def decrypt(self, encrypted_text: str) -> str:
        """Show it again."""
        return decrypt(encrypted_text, purpose=SECOND_FACTOR)

    def get_totp_issuer(self) -> str:
        """The name that an authenticator app shows above the codes."""
        return gettext("Nuanfeng")

    def _get_site_name(self) -> str:
        return gettext("Nuanfeng")
