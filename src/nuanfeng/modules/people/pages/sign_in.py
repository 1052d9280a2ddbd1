"""Sign-in by phone and code: what django-allauth asks of this installation."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter

from nuanfeng.modules.people.models import Person


class AccountAdapter(DefaultAccountAdapter):
    """Phones are kept encrypted, so looking them up and setting them is ours."""

    def get_phone(self, user: Person) -> tuple[str, bool] | None:
        """The person's number; a number is only kept once its code was typed."""
        return (user.phone, True) if user.phone else None

    def get_user_by_phone(self, phone: str) -> Person | None:
        """The person who signs in with this number."""
        return Person.objects.with_phone(phone)

    def set_phone(self, user: Person, phone: str, verified: bool) -> None:
        """Keep the number."""
        user.phone = phone
        user.save(update_fields=["phone_encrypted", "phone_digest"])

    def set_phone_verified(self, user: Person, phone: str) -> None:
        """Nothing to note: only verified numbers are kept."""

    def send_verification_code_sms(self, user: Any, phone: str, code: str, **kwargs: Any) -> None:
        """Send the code."""

    def send_unknown_account_sms(self, phone: str, **kwargs: Any) -> None:
        """Answer for a number that nobody has registered yet."""
