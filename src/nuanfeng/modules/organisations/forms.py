"""Shapes of what the office types about its own staff."""

from django import forms
from django.utils.translation import gettext_lazy as _

from nuanfeng.modules.people.api import phone_of_text


class AppointForm(forms.Form):
    """Whom to let act for the county."""

    phone = forms.CharField(label=_("Mobile number"), max_length=32)
    nickname = forms.CharField(
        label=_("Nickname"), max_length=20, help_text=_("Used only where the person has not joined yet.")
    )

    def clean_phone(self) -> str:
        """The number in E.164."""
        phone = phone_of_text(self.cleaned_data["phone"])
        if not phone:
            raise forms.ValidationError(
                _("This is not a mobile number. A number from abroad begins with + and its country code."),
                code="phone_wrong",
            )
        return phone
