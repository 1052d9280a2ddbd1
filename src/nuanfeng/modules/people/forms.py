"""Shapes of what people type about themselves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nuanfeng.modules.people import rules
from nuanfeng.modules.people.api import phone_of_text


class PhoneForm(forms.Form):
    """The number that a sign-in code goes to; any country, the county's own without its code."""

    phone = forms.CharField(
        label=_("Mobile number"),
        max_length=32,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)
    pause = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_phone(self) -> str:
        """The number in E.164."""
        phone = phone_of_text(self.cleaned_data["phone"])
        if not phone:
            raise forms.ValidationError(
                _("This is not a mobile number. A number from abroad begins with + and its country code."),
                code="phone_wrong",
            )
        return phone


class CodeForm(forms.Form):
    """The code that came by text message."""

    code = forms.CharField(
        label=_("Code from the text message"),
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "class": "code",
                "autofocus": True,
            }
        ),
    )


def _work_choices() -> list[tuple[str, Any]]:
    return [
        ("", _("I would rather not say")),
        *((code, _(word)) for code, word in rules.KINDS_OF_WORK.items()),
    ]


class ProfileForm(forms.Form):
    """A nickname, and a kind of work for those who want to say."""

    nickname = forms.CharField(
        label=_("Nickname"),
        max_length=40,
        error_messages={"required": _("Write what we may call you.")},
        help_text=_("What we call you. At most 20 characters; it need not be your name."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "maxlength": rules.NICKNAME_LENGTH_MAX}),
    )
    kind_of_work = forms.ChoiceField(label=_("Kind of work"), required=False, choices=_work_choices)

    def clean_nickname(self) -> str:
        """Without spaces around it and marks that nobody sees."""
        nickname = rules.clean_nickname(self.cleaned_data["nickname"])
        if not nickname:
            raise forms.ValidationError(
                _("Please give a nickname that can be read."), code="nickname_missing"
            )
        if len(nickname) > rules.NICKNAME_LENGTH_MAX:
            raise forms.ValidationError(_("At most 20 characters, please."), code="nickname_long")
        return nickname
