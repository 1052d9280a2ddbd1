"""The shape of what people and the office send; no rules."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from nuanfeng.modules.bookings.models import Venue
from nuanfeng.modules.bookings.rules import HOW_OFTEN, KINDS, PLACES_MOST, Series
from nuanfeng.modules.people.api import KINDS_OF_WORK, Person
from nuanfeng.modules.stations.api import Station


def sender_of(request: HttpRequest) -> Person:
    """Who sent it, on a page that only signed-in people reach."""
    if not isinstance(request.user, Person):
        raise TypeError("this page is behind a sign-in")
    return request.user


class BookForm(forms.Form):
    """One place at one time, under the number that the page made for it."""

    id = forms.UUIDField()
    slot = forms.IntegerField(min_value=1, max_value=2**62)


class BookingForm(forms.Form):
    """One booking."""

    booking = forms.UUIDField()


class ArrivalForm(forms.Form):
    """A code that was scanned, or the ten digits."""

    code = forms.CharField(max_length=600)


class OfferForm(forms.Form):
    """What the county says of an offer and may change."""

    name = forms.CharField(label=_("Name"), max_length=60)
    name_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    what = forms.CharField(
        label=_("What it gives"),
        max_length=400,
        required=False,
        help_text=_("In plain words, as you would say it to somebody at the door. Nothing about illnesses."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    for_kind_of_work = forms.ChoiceField(
        label=_("For whom"),
        required=False,
        choices=[("", _("Everybody")), *((code, _(word)) for code, word in KINDS_OF_WORK.items())],
    )
    is_active = forms.BooleanField(label=_("Can be booked"), required=False, initial=True)


class NewOfferForm(OfferForm):
    """An offer from the beginning."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[(code, _(word)) for code, word in KINDS.items()])
    how_often = forms.ChoiceField(
        label=_("How often a person may"), choices=[(code, _(word)) for code, word in HOW_OFTEN.items()]
    )
    code = forms.SlugField(
        label=_("Short name"),
        max_length=30,
        help_text=_("For addresses, in small letters and digits. Stays as it is."),
    )
    field_order = ("kind", "name", "what", "how_often", "for_kind_of_work", "name_en", "code")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["is_active"]


class VenueForm(forms.Form):
    """Where it takes place."""

    name = forms.CharField(label=_("Name"), max_length=80)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    station = forms.ModelChoiceField(
        Station.objects.none(),
        label=_("Whose people say who came"),
        required=False,
        empty_label=_("The county alone"),
        help_text=_("The people of this station see the list and take attendance there."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        station = self.fields["station"]
        assert isinstance(station, forms.ModelChoiceField)
        station.queryset = Station.objects.filter(status="active").order_by("name")

    def known(self) -> dict[str, Any]:
        """The place as the use cases take it."""
        cleaned = dict(self.cleaned_data)
        station = cleaned.pop("station")
        return {**cleaned, "station_id": station.pk if station else None}


class SeriesForm(forms.Form):
    """Many times in one go."""

    venue = forms.ModelChoiceField(Venue.objects.all(), label=_("Where"), empty_label=None)
    first_day = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    last_day = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}))
    begins = forms.TimeField(label=_("From what time"), widget=forms.TimeInput(attrs={"type": "time"}))
    ends = forms.TimeField(label=_("Until what time"), widget=forms.TimeInput(attrs={"type": "time"}))
    every = forms.IntegerField(
        label=_("Minutes each"),
        min_value=5,
        max_value=24 * 60,
        initial=15,
        help_text=_("A journey of a whole day is one time: as many minutes as it lasts."),
    )
    places = forms.IntegerField(label=_("Places each"), min_value=1, max_value=PLACES_MOST, initial=4)

    def series(self) -> Series:
        """The times as the rule lays them out."""
        known = self.cleaned_data
        return Series(
            first_day=known["first_day"],
            last_day=known["last_day"],
            begins=known["begins"],
            ends=known["ends"],
            every=timedelta(minutes=known["every"]),
        )


class PlacesForm(forms.Form):
    """How many places a time has."""

    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=PLACES_MOST)
