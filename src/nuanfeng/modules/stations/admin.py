"""The register of what a station can have, and the stations to look things up in."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from nuanfeng.kernel import clock
from nuanfeng.modules.people.api import look_at_people
from nuanfeng.modules.stations.models import FacilityType, Station, StationImport, StationStaff
from nuanfeng.ui.admin import PeopleAdmin, ReadOnlyAdmin, RegisterAdmin


@admin.register(FacilityType)
class FacilityTypeAdmin(RegisterAdmin[FacilityType]):
    """Facilities: names, icons, order."""

    list_display = ["name", "name_en", "code", "is_driver_basic", "rank"]
    list_filter = ["is_driver_basic"]
    search_fields = ["code", "name", "name_en"]
    ordering = ["rank", "code"]


@admin.register(Station)
class StationAdmin(ReadOnlyAdmin[Station]):
    """Stations; kept under /office/stations/."""

    list_display = ["name", "kind", "area", "hours", "status", "verified_at"]
    list_filter = ["kind", "status", "hours_doubtful"]
    search_fields = ["name", "name_search", "address"]
    list_select_related = ["area"]
    exclude = ["name_search"]


@admin.register(StationStaff)
class StationStaffAdmin(PeopleAdmin, ReadOnlyAdmin[StationStaff]):
    """Who minds which station; appointed and ended under /office/stations/."""

    list_display = ["station", "person", "role", "since", "until"]
    list_filter = ["role"]
    list_select_related = ["station", "person"]
    search_fields = ["station__name"]

    def note_look(self, request: HttpRequest, rows: Iterable[Any]) -> None:
        """Each of them reads it in their own record."""
        actor: Any = request.user
        look_at_people(people=[row.person for row in rows], actor=actor, role="county", now=clock.now())


@admin.register(StationImport)
class StationImportAdmin(ReadOnlyAdmin[StationImport]):
    """Lists that came; looked at under /office/imports/."""

    list_display = ["file_name", "rows_total", "datum", "sent_at", "applied_at"]
    search_fields = ["file_name"]
    fields = ["file_name", "kind", "datum", "rows_total", "sent_by", "sent_at", "started_at", "applied_at"]
