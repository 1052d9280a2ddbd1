"""The shape of what is asked of cards."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class CardsForm(forms.Form):
    """One card, so many sheets, or a new one for a lost one. `id` makes a repeat harmless."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    what = forms.ChoiceField(
        choices=[
            ("one", _("One card")),
            ("sheets", _("Sheets of eight")),
            ("replace", _("A new one for a lost card")),
        ]
    )
    sheets = forms.IntegerField(required=False, label=_("How many sheets"))
    number = forms.CharField(required=False, max_length=40, label=_("Number of the lost card"))

    def clean(self) -> dict[str, Any]:
        """Nothing typed is nothing wanted."""
        said = super().clean() or {}
        said["sheets"] = said.get("sheets") or 0
        return said
