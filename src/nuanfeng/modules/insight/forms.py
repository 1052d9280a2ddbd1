"""Which days and which station a list shows."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from nuanfeng.modules.benefits.api import PickupPoint
from nuanfeng.modules.stations.api import Station


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DayForm(forms.Form):
    """One day."""

    day = forms.DateField(label=_("Day"), required=False, widget=DayInput())


class PeriodForm(forms.Form):
    """From one day to another, at one station or at all."""

    first = forms.DateField(label=_("From day"), required=False, widget=DayInput())
    last = forms.DateField(label=_("To day"), required=False, widget=DayInput())
    station = forms.ModelChoiceField(
        Station.objects.none(), label=_("Station"), required=False, empty_label=_("All stations")
    )

    def __init__(self, request: HttpRequest, *, first: date, last: date) -> None:
        """What is not asked for is filled in with `first` and `last`, on the page as well."""
        asked: dict[str, Any] = {"first": first.isoformat(), "last": last.isoformat()}
        asked |= {name: request.GET[name] for name in ("first", "last", "station") if request.GET.get(name)}
        super().__init__(asked)
        points = PickupPoint.objects.values("station_id")
        chooser = self.fields["station"]
        chooser.queryset = Station.objects.filter(pk__in=points).order_by("name")  # type: ignore[attr-defined]


class OpenForm(forms.Form):
    """A day, and perhaps one hour of it."""

    day = forms.DateField(label=_("Day"), required=False, widget=DayInput())
    hour = forms.ChoiceField(label=_("Open in the hour"), required=False)

    def __init__(self, request: HttpRequest, *, day: date) -> None:
        """What is not asked for is filled in with `day`, on the page as well."""
        asked = {"day": request.GET.get("day") or day.isoformat(), "hour": request.GET.get("hour", "")}
        super().__init__(asked)
        hours = [(str(hour), f"{hour}:00–{hour + 1}:00") for hour in range(24)]
        self.fields["hour"].choices = [("", _("Any")), *hours]  # type: ignore[attr-defined]
