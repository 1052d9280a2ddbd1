"""What a station master or a volunteer sees first: the own stations and what is due today."""

from collections import defaultdict
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nuanfeng.kernel import clock
from nuanfeng.kernel.ids import new_id
from nuanfeng.kernel.web import render_page
from nuanfeng.modules.benefits.api import TableToday, tables_today
from nuanfeng.modules.bookings.api import takes_attendance_at
from nuanfeng.modules.stations.api import (
    Station,
    open_reports_of,
    opening_views,
    stations_where,
    upkeep_of,
)


@login_required
@never_cache
@require_safe
def station_work(request: HttpRequest) -> HttpResponse:
    """One column, only what is due; ends with "nothing else today"."""
    now = clock.now()
    roles = stations_where(request.user)
    stations = [role.station for role in roles]
    tables: defaultdict[int, list[TableToday]] = defaultdict(list)
    for table in tables_today([station.pk for station in stations], now=now):
        tables[table.station_id].append(table)
    openings = opening_views(stations, now=now)
    reports = open_reports_of([station.pk for station in stations])
    upkeeps = {station.pk: upkeep_of(station.pk, now=now) for station in stations}
    context = {
        "now": now,
        "today": timezone.localtime(now).date(),
        "places": [
            {
                **_place(role.station, role.role, tables[role.station.pk], openings[role.station.pk]),
                "upkeep": upkeeps[role.station.pk],
                "has_attendance": takes_attendance_at(role.station.pk),
                "reports": reports.get(role.station.pk, []),
            }
            for role in roles
        ],
        "is_all_done": not reports
        and all(upkeeps[station.pk].is_done for station in stations if station.status == "active")
        and not any(table.duty or table.is_open for each in tables.values() for table in each),
    }
    return render_page(request, "portal/station_work.html", context)


def _place(station: Station, role: str, tables: list[TableToday], opening: Any) -> dict[str, Any]:
    return {
        "station": station,
        "is_master": role == "master",
        "tables": tables,
        "opening": opening,
        "hands_out": bool(tables),
        "tap_id": new_id(),
        "count_id": new_id(),
        "note_id": new_id(),
    }
