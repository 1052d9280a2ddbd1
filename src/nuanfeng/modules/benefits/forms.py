"""The shape of what the station's and the office's pages send; no rules."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from nuanfeng.kernel.web import sentence_of
from nuanfeng.modules.benefits.models import Item, Programme
from nuanfeng.modules.benefits.rules.choices import GIVE_ANYWAY_REASONS, QUANTITY_MOST, Line
from nuanfeng.modules.benefits.rules.days import refusal_to_plan
from nuanfeng.modules.benefits.rules.periods import DAY, PERIODS
from nuanfeng.modules.people.api import KINDS_OF_WORK, Person
from nuanfeng.modules.stations.api import read_typed_hours

_TAKE, _COUNT = "take_", "count_"
_SMALL_NUMBER = re.compile(r"[0-9]{1,5}")


def sender_of(request: HttpRequest) -> Person:
    """Who sent it, on a page that only signed-in people reach."""
    if not isinstance(request.user, Person):
        raise TypeError("this page is behind a sign-in")
    return request.user


class StepForm(forms.Form):
    """Which button of the page was pressed, and for which programme."""

    step = forms.SlugField(max_length=20)
    programme = forms.SlugField(max_length=30)


class HandOutForm(forms.Form):
    """What was handed over, under the number that the page made for it."""

    id = forms.UUIDField()
    number = forms.CharField(max_length=40, required=False)
    outcome = forms.SlugField(max_length=20, required=False)
    give_anyway = forms.ChoiceField(choices=[("0", "0"), ("1", "1")], required=False)
    reason = forms.ChoiceField(choices=[(code, code) for code in GIVE_ANYWAY_REASONS], required=False)

    def clean_give_anyway(self) -> bool:
        """Which of the two buttons it was."""
        return self.cleaned_data.get("give_anyway") == "1"

    def lines(self) -> tuple[Line, ...]:
        """The items that were chosen, by code."""
        return tuple(Line(item, count) for item, count in numbers_of(self.data, _TAKE).items() if count)


class WatchForm(forms.Form):
    """Which table somebody wants to be told of, or no longer."""

    point = forms.IntegerField(min_value=1, max_value=2**31)
    step = forms.ChoiceField(choices=[("tell", "tell"), ("stop", "stop")])


class RecordForm(forms.Form):
    """The number of a record that is to be undone."""

    id = forms.UUIDField()


class StockMoveForm(forms.Form):
    """A change of one item's stock, under the number that the page made for it."""

    id = forms.UUIDField()
    item = forms.SlugField(max_length=30)
    kind = forms.ChoiceField(choices=[(kind, kind) for kind in ("in", "waste", "recount")])
    quantity = forms.IntegerField(min_value=0, max_value=10_000)
    reason = forms.CharField(max_length=100, required=False)


def counts_of(sent: Mapping[str, Any]) -> dict[str, int]:
    """The counted portions of a table, by the item's code; what is no number is left out."""
    return numbers_of(sent, _COUNT)


def numbers_of(sent: Mapping[str, Any], prefix: str) -> dict[str, int]:
    """The small numbers in fields that begin with `prefix`, by the rest of the field's name."""
    found = {name.removeprefix(prefix): str(sent[name]).strip() for name in sent if name.startswith(prefix)}
    return {
        code: int(text) for code, text in found.items() if _SMALL_NUMBER.fullmatch(text) and text.isascii()
    }


class _ProgrammeFields(forms.ModelForm[Programme]):
    """What a new and a running programme have in common."""

    class Meta:
        model = Programme
        fields = ["name", "name_en", "serving_hours", "late_from", "starts_on", "ends_on"]
        labels = {
            "name": _("Name"),
            "name_en": _("Name in English"),
            "serving_hours": _("When it is handed out"),
            "starts_on": _("First day"),
            "ends_on": _("Last day"),
            "late_from": _("What is left goes to latecomers from"),
        }
        help_texts = {
            "serving_hours": _("As you would say it: every day 6:30-9:00. Empty: at any time."),
            "ends_on": _("Empty: until somebody ends it."),
            "late_from": _(
                "For hot meals: from this hour on whoever comes late may have what is left, those who missed"
                " out last time first. Empty: no such hour."
            ),
        }
        widgets = {
            "late_from": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ends_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def clean(self) -> dict[str, Any]:
        """Put the rule's own sentence beside the last day, where the database has only a name for it."""
        cleaned = super().clean() or {}
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        refusal = refusal_to_plan(starts_on=starts_on, ends_on=ends_on) if starts_on else None
        if refusal:
            self.add_error("ends_on", sentence_of(refusal))
        return cleaned

    def clean_serving_hours(self) -> str:
        """The hours that were typed, in the form in which they are kept."""
        typed = self.cleaned_data["serving_hours"].strip()
        reading = read_typed_hours(typed)
        if typed and (not reading.osm or reading.is_doubtful):
            raise forms.ValidationError(
                _("No hours could be read from this. Write a time when it begins and one when it ends."),
                code="hours_unread",
            )
        return reading.osm


class _RuleFields(forms.Form):
    """Who a programme is for, and how often."""

    period = forms.ChoiceField(
        label=_("How often"),
        choices=[(code, _(words)) for code, words in PERIODS.items()],
        widget=forms.RadioSelect,
        initial=DAY,
    )
    kinds_of_work = forms.MultipleChoiceField(
        label=_("For whom"),
        choices=[(code, _(words)) for code, words in KINDS_OF_WORK.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None ticked: everybody. Whoever has not said what they do gets it like everybody."),
    )


class RuleForm(_RuleFields):
    """A rule that begins later."""

    starts_on = forms.DateField(
        label=_("From which day"),
        required=False,
        help_text=_("Empty: as early as possible. A rule begins with a day, Monday or first of the month."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class NewProgrammeForm(_RuleFields, _ProgrammeFields):
    """A programme that begins; its code and the start of its day stay as they are for good."""

    service_day_starts_at = forms.TimeField(
        label=_("The day begins at"),
        help_text=_("A meal before this hour counts for the day before. It cannot be changed later."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )

    class Meta(_ProgrammeFields.Meta):
        fields = [
            "name", "name_en", "code", "serving_hours", "late_from", "starts_on", "ends_on",
            "service_day_starts_at",
        ]  # fmt: skip
        labels = {**_ProgrammeFields.Meta.labels, "code": _("Short name for programs")}
        help_texts = {
            **_ProgrammeFields.Meta.help_texts,
            "code": _("Small letters, digits and hyphens, such as breakfast. It cannot be changed later."),
        }

    field_order = (
        "name", "name_en", "code", "period", "kinds_of_work", "serving_hours", "late_from", "starts_on",
        "ends_on",
        "service_day_starts_at",
    )  # fmt: skip

    def validate_unique(self) -> None:
        """Whether the code is free is the use case's to say."""


class ProgrammeForm(_ProgrammeFields):
    """A programme that runs."""

    class Meta(_ProgrammeFields.Meta):
        fields = [*_ProgrammeFields.Meta.fields, "is_active"]
        labels = {**_ProgrammeFields.Meta.labels, "is_active": _("It is handed out")}


class ItemForm(forms.ModelForm[Item]):
    """Something on the table."""

    quantity_max = forms.IntegerField(
        label=_("Most that one person takes"), min_value=1, max_value=QUANTITY_MOST, initial=1
    )

    class Meta:
        model = Item
        fields = ["name", "name_en", "quantity_max", "rank", "is_active"]
        labels = {
            "name": _("Name"),
            "name_en": _("Name in English"),
            "rank": _("Place in the list"),
            "is_active": _("It is on the table"),
        }
        help_texts = {"rank": _("The smallest number stands first.")}


class NewItemForm(ItemForm):
    """Something new on the table."""

    class Meta(ItemForm.Meta):
        fields = ["name", "name_en", "code", "quantity_max", "rank"]
        labels = {**ItemForm.Meta.labels, "code": _("Short name for programs")}

    def validate_unique(self) -> None:
        """Whether the code is free is the use case's to say."""
