"""The registers of the county: itself, its areas, its organisations, its calendar, its staff."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nuanfeng.kernel import clock
from nuanfeng.kernel.models import CalendarDay
from nuanfeng.modules.organisations import rules
from nuanfeng.modules.organisations.models import Appointment, Area, County, Organisation
from nuanfeng.modules.people.api import look_at_people, masked_phone
from nuanfeng.ui.admin import PeopleAdmin, ReadOnlyAdmin, RegisterAdmin


class SpellingsField(forms.CharField):
    """A list of spellings, one a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        """Lines out of a list."""
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """A list out of lines."""
        return [line.strip() for line in (value or "").splitlines() if line.strip()]


class AreaForm(forms.ModelForm[Area]):
    """An area, with its spellings one a line."""

    aliases = SpellingsField(
        required=False,
        label=_("Other spellings"),
        help_text=_("One a line; an import finds the place by each."),
    )

    class Meta:
        model = Area
        fields = ["code", "name", "name_en", "kind", "parent", "aliases"]


@admin.register(Area)
class AreaAdmin(RegisterAdmin[Area]):
    """Towns and villages."""

    form = AreaForm
    list_display = ["code", "name", "kind", "parent"]
    list_filter = ["kind"]
    search_fields = ["code", "name", "name_en"]
    list_select_related = ["parent"]


class CountyForm(forms.ModelForm[County]):
    """The county; a boundary that is none is refused beside its field."""

    class Meta:
        model = County
        fields = ["code", "name", "name_en", "hotline", "latitude", "longitude", "boundary"]

    def clean_boundary(self) -> Any:
        """Polygons of numbers, or nothing."""
        boundary = self.cleaned_data["boundary"]
        if boundary and not (outline := rules.outline_of(boundary)):
            raise forms.ValidationError(
                _("This is not an outline in GeoJSON (Polygon or MultiPolygon)."), code="boundary_wrong"
            )
        return outline if boundary else None


@admin.register(County)
class CountyAdmin(RegisterAdmin[County]):
    """The one county."""

    form = CountyForm
    list_display = ["name", "code", "hotline"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """One county to an installation."""
        return super().has_add_permission(request) and not County.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The county stays."""
        return False


@admin.register(Organisation)
class OrganisationAdmin(RegisterAdmin[Organisation]):
    """Enterprises, their outlets, logistics parks, public bodies."""

    list_display = ["name", "kind", "area", "park", "is_active"]
    list_filter = ["kind", "is_active"]
    search_fields = ["name", "name_en", "address"]
    list_select_related = ["area", "park"]
    readonly_fields = ["is_demo"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **known: Any) -> Any:
        """Where the form asks for a park, offer parks only."""
        if db_field.name == "park":
            known["queryset"] = Organisation.objects.filter(kind="park")
        return super().formfield_for_foreignkey(db_field, request, **known)


@admin.register(CalendarDay)
class CalendarDayAdmin(RegisterAdmin[CalendarDay]):
    """Holidays and worked weekends that differ from the country's calendar."""

    list_display = ["day", "kind", "name"]
    list_filter = ["kind"]
    date_hierarchy = "day"


@admin.register(Appointment)
class AppointmentAdmin(PeopleAdmin, ReadOnlyAdmin[Appointment]):
    """Who acts for the county; appointed and ended under /office/staff/."""

    list_display = ["person", "number", "role_in_words", "since", "until"]
    list_select_related = ["person"]
    ordering = ["until", "since"]

    @admin.display(description=_("Mobile number"))
    def number(self, appointment: Appointment) -> str:
        """With its middle hidden."""
        return masked_phone(appointment.person)

    @admin.display(description=_("Role"))
    def role_in_words(self, appointment: Appointment) -> str:
        """In the reader's language."""
        return gettext(rules.ROLES.get(appointment.role, appointment.role))

    def note_look(self, request: HttpRequest, rows: Iterable[Any]) -> None:
        """Each of them reads it in their own record."""
        actor: Any = request.user
        look_at_people(people=[row.person for row in rows], actor=actor, role="county", now=clock.now())
