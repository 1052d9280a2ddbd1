"""What every form says of an empty or a wrong field, in words that people use.

The framework's own sentences speak of fields and values. They are replaced once, here, so that no form
has to remember to.
"""

from typing import Any

from django import forms
from django.core import validators
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

REQUIRED = _("Please fill this in.")
CHOOSE = _("Please choose one of these.")
DAY = _("Please write a day like 2026-10-08.")
NUMBER = _("Please write a whole number.")
SENTENCES: dict[type[forms.Field], dict[str, Any]] = {
    forms.Field: {"required": REQUIRED},
    forms.IntegerField: {"invalid": NUMBER},
    forms.FloatField: {"invalid": _("Please write a number.")},
    forms.DateField: {"invalid": DAY},
    forms.TimeField: {"invalid": _("Please write a time like 08:30.")},
    forms.ChoiceField: {"invalid_choice": CHOOSE},
    forms.MultipleChoiceField: {"invalid_choice": CHOOSE, "invalid_list": CHOOSE},
    forms.ModelChoiceField: {"invalid_choice": CHOOSE},
    forms.UUIDField: {"invalid": _("This form is damaged. Load the page again.")},
    forms.SlugField: {"invalid": CHOOSE},
    forms.FileField: {"invalid": _("Please choose a file."), "missing": _("Please choose a file.")},
}


def speak_plainly() -> None:
    """Replace the framework's sentences; called once, when the application starts."""
    for field, sentences in SENTENCES.items():
        field.default_error_messages = {**field.default_error_messages, **sentences}
    validators.MaxLengthValidator.message = ngettext_lazy(
        "Keep to %(limit_value)d character; there are %(show_value)d.",
        "Keep to %(limit_value)d characters; there are %(show_value)d.",
        "limit_value",
    )
    validators.MaxValueValidator.message = _("At most %(limit_value)s.")
    validators.MinValueValidator.message = _("At least %(limit_value)s.")
