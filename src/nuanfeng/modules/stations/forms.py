"""The shape of what the office and station masters type; no rules."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from nuanfeng.modules.organisations.api import Area, Organisation
from nuanfeng.modules.people.api import Person, phone_of_text
from nuanfeng.modules.stations.api import FacilityType, Station
from nuanfeng.modules.stations.models.places import ACCESS_WORDS
from nuanfeng.modules.stations.queries.desk import KINDS, SPACES
from nuanfeng.modules.stations.rules.datum import DATUMS, Point, to_wgs84
from nuanfeng.modules.stations.rules.hours_typed import is_typed_osm, read_typed_hours

DATUM_WORDS = {
    "gcj02": _("GCJ-02: copied from Amap or Tencent"),
    "wgs84": _("WGS-84: from a GPS or Tianditu"),
}
KIND_CHOICES = [(kind, _(word)) for kind, word in KINDS.items()]
SPACE_CHOICES = [("", "–"), *((kind, _(word)) for kind, word in SPACES.items())]
SPACE_ROWS = 6


def actor_of(request: HttpRequest) -> Person:
    """Who sent it, on a page that only signed-in people reach."""
    if not isinstance(request.user, Person):
        raise TypeError("this page is behind a sign-in")
    return request.user


class AreaField(forms.ModelChoiceField[Area]):
    """A town or a village, the village behind its town."""

    def label_from_instance(self, obj: Any) -> str:
        """星沙街道 开元路社区居委会."""
        return f"{obj.parent} {obj}" if obj.parent else str(obj)


class HoursField(forms.CharField):
    """Hours in plain words or as OSM."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Opening hours"),
            required=False,
            max_length=300,
            help_text=_("As you would write it on the door: Mon-Fri 8:30-17:30. Empty: not known."),
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )


class HoursBox(forms.Form):
    """The hours of a station, read as they are typed."""

    hours_typed = HoursField()
    is_unread_kept = forms.BooleanField(
        label=_("Keep the words even if they cannot be read; people are told to call"), required=False
    )

    def clean(self) -> dict[str, Any]:
        """`hours`, `hours_text` and `hours_doubtful` out of what was typed."""
        cleaned = super().clean() or {}
        typed = cleaned.get("hours_typed", "").strip()
        reading = read_typed_hours(typed)
        if typed and not reading.osm and not cleaned.get("is_unread_kept"):
            self.add_error(
                "hours_typed",
                forms.ValidationError(
                    _("No hours could be read from this. Write a time when it opens and one when it closes."),
                    code="hours_unread",
                ),
            )
        cleaned["hours"] = reading.osm
        cleaned["hours_text"] = "" if is_typed_osm(typed) else typed
        cleaned["hours_doubtful"] = reading.is_doubtful
        return cleaned

    def hours(self) -> dict[str, Any]:
        """What of it belongs into the station's record."""
        return {name: self.cleaned_data[name] for name in ("hours", "hours_text", "hours_doubtful")}


class FacilitiesBox(forms.Form):
    """Which facilities a station has, with a note beside each."""

    facilities = forms.ModelMultipleChoiceField(
        FacilityType.objects.all(),
        to_field_name="code",
        required=False,
        label=_("What it has"),
        widget=forms.CheckboxSelectMultiple,
    )

    def wanted(self, held: dict[str, str]) -> dict[str, str]:
        """Codes with the notes that they have already."""
        return {found.code: held.get(found.code, "") for found in self.cleaned_data["facilities"]}


class OwnStationForm(HoursBox, FacilitiesBox):
    """What a station's own master may change."""

    phone = forms.CharField(label=_("Phone of the place"), required=False, max_length=30)
    field_order = ("hours_typed", "is_unread_kept", "phone", "facilities")

    def changes(self) -> dict[str, Any]:
        """Fields of the record."""
        return {**self.hours(), "phone": self.cleaned_data["phone"]}


class StationForm(HoursBox, FacilitiesBox):
    """Everything that the office writes of a station."""

    kind = forms.ChoiceField(label=_("Kind"), choices=KIND_CHOICES)
    name = forms.CharField(label=_("Name of the station"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    aliases = forms.CharField(
        label=_("Other names"),
        required=False,
        max_length=500,
        help_text=_("One a line. An import finds the station by each."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    area = AreaField(Area.objects.none(), label=_("Town or village"), required=False, to_field_name="code")
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    longitude = forms.FloatField(label=_("Longitude"), required=False, min_value=-180, max_value=180)
    latitude = forms.FloatField(label=_("Latitude"), required=False, min_value=-90, max_value=90)
    datum = forms.ChoiceField(
        label=_("How the point is written"), choices=[(datum, DATUM_WORDS[datum]) for datum in DATUMS]
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.filter(is_active=True), label=_("Belongs to"), required=False
    )
    phone = forms.CharField(
        label=_("Phone of the place"), required=False, max_length=30, help_text=_("Everybody sees it.")
    )
    source = forms.CharField(label=_("Where this is known from"), max_length=300, required=False)
    field_order = (
        "name", "kind", "area", "address", "longitude", "latitude", "datum", "phone", "hours_typed",
        "is_unread_kept", "facilities", "organisation", "name_en", "aliases", "source",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area = self.fields["area"]
        assert isinstance(area, forms.ModelChoiceField)
        area.queryset = Area.objects.select_related("parent").order_by("code")
        for name in ("longitude", "latitude"):
            self.fields[name].widget.attrs["step"] = "any"

    def clean(self) -> dict[str, Any]:
        """A point is whole or absent, and goes on in WGS-84."""
        cleaned = super().clean()
        latitude, longitude = cleaned.get("latitude"), cleaned.get("longitude")
        if (latitude is None) != (longitude is None) and not {"latitude", "longitude"} & set(self.errors):
            lacking = "latitude" if latitude is None else "longitude"
            self.add_error(lacking, _("Give both longitude and latitude, or neither."))
        elif latitude is not None and longitude is not None and cleaned.get("datum") == "gcj02":
            point = to_wgs84(Point(latitude, longitude))
            cleaned["latitude"], cleaned["longitude"] = round(point.latitude, 7), round(point.longitude, 7)
        return cleaned

    def changes(self) -> dict[str, Any]:
        """Fields of the record."""
        plain = (
            "kind",
            "name",
            "name_en",
            "area",
            "address",
            "longitude",
            "latitude",
            "organisation",
            "phone",
            "source",
        )
        aliases = [line.strip() for line in self.cleaned_data["aliases"].splitlines() if line.strip()]
        return {**self.hours(), **{name: self.cleaned_data[name] for name in plain}, "aliases": aliases}


def first_values(station: Station) -> dict[str, Any]:
    """A station's record as the form shows it first; a point is shown as it is kept."""
    plain = ("kind", "name", "name_en", "address", "longitude", "latitude", "phone", "source", "organisation")
    return {
        **{name: getattr(station, name) for name in plain},
        "area": station.area.code if station.area else None,
        "aliases": "\n".join(station.aliases),
        "datum": "wgs84",
        "hours_typed": station.hours_text or station.hours,
        "is_unread_kept": bool(station.hours_text and not station.hours),
        "facilities": [
            held.facility_type.code for held in station.facilities.select_related("facility_type")
        ],
    }


class SpaceForm(forms.Form):
    """A room or area."""

    kind = forms.ChoiceField(label=_("Kind"), choices=SPACE_CHOICES, required=False)
    name = forms.CharField(label=_("Name"), max_length=60, required=False)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """A name needs a kind."""
        cleaned = super().clean() or {}
        if cleaned.get("name") and not cleaned.get("kind"):
            self.add_error("kind", _("Choose which kind of space this is."))
        return cleaned


class CounterForm(forms.Form):
    """A counter at a door."""

    name = forms.CharField(
        label=_("What you call it"),
        max_length=40,
        help_text=_("For example: front door. Nobody else reads it."),
    )


SpacesFormSet = forms.formset_factory(SpaceForm, extra=0, min_num=SPACE_ROWS, max_num=20, absolute_max=20)


def spaces_of(formset: Any) -> list[tuple[str, str, str]]:
    """(kind, name, note) of each row that has a name."""
    rows = (form.cleaned_data for form in formset)
    return [(row["kind"], row["name"].strip(), row["note"].strip()) for row in rows if row.get("name")]


class ReasonForm(forms.Form):
    """Why a station is shut."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=200,
        help_text=_("People at the door read this: the pipe has burst, open again on Friday."),
    )


class AppointForm(forms.Form):
    """Who is to mind a station."""

    phone = forms.CharField(label=_("Mobile number"), max_length=32)
    role = forms.ChoiceField(
        label=_("Role"), choices=[("master", _("Station master")), ("volunteer", _("Volunteer"))]
    )
    nickname = forms.CharField(
        label=_("Nickname"),
        max_length=20,
        required=False,
        help_text=_("Used only where the person has not joined yet."),
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


class ImportForm(forms.Form):
    """A sheet to look at."""

    # An empty file gets the same sentence here as on the command line.
    sheet = forms.FileField(
        label=_("The list"),
        allow_empty_file=True,
        help_text=_(
            "Excel, WPS or CSV, up to 10 MB and 20,000 rows. Nothing is changed before you have seen it."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.txt,.et"}),
    )
    datum = forms.ChoiceField(
        label=_("How its points are written"),
        choices=[("gcj02", DATUM_WORDS["gcj02"]), ("wgs84", DATUM_WORDS["wgs84"])],
        widget=forms.RadioSelect,
    )
    kind = forms.ChoiceField(label=_("Kind, where a row names none"), choices=KIND_CHOICES, initial="partner")


class DecisionForm(forms.Form):
    """What becomes of a row."""

    decision = forms.ChoiceField(choices=[(word, word) for word in ("new", "same", "update", "skip")])
    same_as = forms.CharField(required=False, max_length=24)


class ReportForm(forms.Form):
    """What is wrong at a door, under the number that the page made for it."""

    id = forms.UUIDField()
    kind = forms.SlugField(max_length=12)
    facility = forms.SlugField(max_length=20, required=False)
    question = forms.CharField(max_length=200, required=False)
    answer = forms.CharField(max_length=4, required=False)


class VisitForm(forms.Form):
    """That somebody was here, under the number that the page made for it."""

    id = forms.UUIDField()


class DoorForm(forms.Form):
    """A tap of the people there: open, shut today, so many came in, mended, a mistake."""

    id = forms.UUIDField()
    step = forms.ChoiceField(choices=[(step, step) for step in ("open", "shut", "people", "fix", "mistake")])
    people = forms.IntegerField(required=False, min_value=1, max_value=500)
    kind = forms.SlugField(max_length=12, required=False)
    facility = forms.SlugField(max_length=20, required=False)


class OtherHoursForm(forms.Form):
    """Other hours for some days."""

    first_day = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    last_day = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    hours_typed = forms.CharField(
        label=_("Hours on these days"),
        required=False,
        max_length=300,
        help_text=_("As you would write it on the door: 9:00-12:00. Empty: closed."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reason = forms.CharField(label=_("Why"), required=False, max_length=60)

    def clean(self) -> dict[str, Any]:
        """`hours` out of what was typed; one day where no last one is given."""
        cleaned = super().clean() or {}
        typed = cleaned.get("hours_typed", "").strip()
        cleaned["hours"] = read_typed_hours(typed).osm
        if typed and not cleaned["hours"]:
            self.add_error("hours_typed", _("No hours could be read from this. Write 9:00-12:00."))
        cleaned["last_day"] = cleaned.get("last_day") or cleaned.get("first_day")
        return cleaned


class AccessForm(forms.Form):
    """How people get in."""

    access = forms.ChoiceField(
        label=_("How people get in"), choices=list(ACCESS_WORDS.items()), widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("What to add to it"),
        required=False,
        max_length=200,
        help_text=_("Everybody reads it: the key is in the shop next door. Never a password."),
    )


class WirelessForm(forms.Form):
    """A Wi-Fi and its password; neither is shown to anybody but the station's people."""

    name = forms.CharField(label=_("Name of the Wi-Fi"), max_length=32)
    password = forms.CharField(
        label=_("Password"), max_length=63, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
