"""Every station in one compact answer: the phone sorts it by distance itself."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from nuanfeng.modules.stations.models import FacilityType, Station, StationFacility
from nuanfeng.modules.stations.queries.opening import opening_views
from nuanfeng.modules.stations.rules.datum import Point, to_gcj02

_SHOWN = ("name", "name_en", "kind", "latitude", "longitude", "hours", "hours_doubtful", "status", "phone")
MICRO = 1_000_000


def station_index(*, now: datetime) -> dict[str, Any]:
    """All stations as rows of a table whose columns `columns` names; words that repeat stand once.

    Built for 10,000 stations: two queries, a sentence shared by many is sent once.
    """
    stations = list(
        Station.objects.exclude(status="closed")
        .only(*_SHOWN, "area__parent__name", "area__name")
        .select_related("area__parent")
        .order_by("pk")
    )
    views = opening_views(stations, now=now)
    types = list(FacilityType.objects.all())
    place_of = {facility.pk: place for place, facility in enumerate(types)}
    held = defaultdict(list)
    for number, facility in StationFacility.objects.values_list("station_id", "facility_type_id"):
        held[number].append(place_of[facility])
    sentences: dict[tuple[str, str, bool], int] = {}
    towns: dict[str, int] = {}
    rows = []
    for station in stations:
        view = views[station.pk]
        said = (view.word, view.sentence, view.is_doubtful)
        rows.append(
            [
                station.pk,
                str(station),
                station.kind,
                *_point(station),
                sentences.setdefault(said, len(sentences)),
                towns.setdefault(_town(station), len(towns)),
                sorted(held[station.pk]),
            ]
        )
    return {
        "made": now.isoformat(timespec="seconds"),
        "columns": [
            "id",
            "name",
            "kind",
            "latitude",
            "longitude",
            "gcj02_north_micro",
            "gcj02_east_micro",
            "opening",
            "town",
            "facilities",
        ],
        "facilities": [[facility.code, str(facility)] for facility in types],
        "openings": [list(said) for said in sentences],
        "towns": list(towns),
        "stations": rows,
    }


def facilities_in_use() -> list[FacilityType]:
    """What people can look for: a facility that no station has is no choice."""
    held = StationFacility.objects.filter(facility_type=OuterRef("pk")).exclude(station__status="closed")
    return list(FacilityType.objects.filter(Exists(held)))


def _point(station: Station) -> list[float | None]:
    if station.latitude is None or station.longitude is None:
        return [None, None, None, None]
    shown = to_gcj02(Point(station.latitude, station.longitude))
    return [
        round(station.latitude, 6),
        round(station.longitude, 6),
        round((shown.latitude - station.latitude) * MICRO),
        round((shown.longitude - station.longitude) * MICRO),
    ]


def _town(station: Station) -> str:
    if station.area is None:
        return ""
    return str(station.area.parent or station.area)
