"""Sentences about stations that must always hold."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F, Max, Min

from nuanfeng.modules.stations.models import DoorEvidence, DoorReport, Station, StationImportRow, StationStaff
from nuanfeng.modules.stations.rules.hours import refusal_to_keep_hours
from nuanfeng.modules.stations.rules.naming import search_text


def stations_whose_hours_cannot_be_read() -> Iterable[str]:
    """Every station's hours are empty or can be judged."""
    for hours in Station.objects.exclude(hours="").values_list("hours", flat=True).distinct():
        if refusal_to_keep_hours(hours):
            for pk in Station.objects.filter(hours=hours).values_list("pk", flat=True):
                yield f"station {pk}"


def stations_that_a_search_misses() -> Iterable[str]:
    """Every station is found under its names as they are now."""
    fields = Station.objects.values_list("pk", "name", "aliases", "name_en", "name_search")
    for pk, name, aliases, name_en, kept in fields.iterator():
        if kept != search_text(name, *aliases, name_en):
            yield f"station {pk}"


def staff_who_left_the_network() -> Iterable[str]:
    """Nobody who erased their account still minds a station."""
    running = StationStaff.objects.filter(until__isnull=True, person__erased_at__isnull=False)
    for pk in running.values_list("pk", flat=True):
        yield f"station staff {pk}"


def rows_the_same_as_a_later_row() -> Iterable[str]:
    """A row of a sheet is the same as an earlier one, never as itself or a later one."""
    for pk in StationImportRow.objects.filter(same_as_row__gte=F("number")).values_list("pk", flat=True):
        yield f"import row {pk}"


def doors_that_say_other_than_their_reports() -> Iterable[str]:
    """What is kept of a locked door is what its unsettled reports say."""
    locked = DoorReport.objects.filter(kind="locked").exclude(state="settled")
    believed: dict[int, datetime] = dict(
        locked.filter(state="believed").order_by().values_list("station_id").annotate(Min("at"))
    )
    heard: dict[int, datetime] = dict(
        locked.filter(state="heard").order_by().values_list("station_id").annotate(Max("at"))
    )
    rows = DoorEvidence.objects.values_list("pk", "locked_since", "heard_locked_at")
    kept = {pk: (since, heard_at) for pk, since, heard_at in rows.iterator()}
    for pk in sorted({*kept, *believed, *heard}):
        if kept.get(pk, (None, None)) != (believed.get(pk), heard.get(pk)):
            yield f"station {pk}"


def doors_alive_before_their_last_tap() -> Iterable[str]:
    """A door's last sign of life is no older than the last time its people opened it."""
    opened = DoorEvidence.objects.filter(said_open_at__isnull=False)
    for pk in opened.exclude(active_at__gte=F("said_open_at")).values_list("pk", flat=True):
        yield f"station {pk}"
