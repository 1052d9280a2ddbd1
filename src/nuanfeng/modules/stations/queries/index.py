"""Every station in one compact answer: the phone sorts it by distance itself."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import get_language, gettext

from nuanfeng.modules.organisations.api import Area
from nuanfeng.modules.stations.models import FacilityType, Station, StationFacility
from nuanfeng.modules.stations.queries.doors import (
    CONFIRMED_AT,
    NOTHING_KNOWN,
    DoorView,
    Place,
    door_states,
    door_view,
    evidence_of,
)
from nuanfeng.modules.stations.queries.opening import opening_states, sentence_at, word_at
from nuanfeng.modules.stations.queries.upkeep import stale_facilities
from nuanfeng.modules.stations.rules.datum import Point, to_gcj02
from nuanfeng.modules.stations.rules.hours import OpeningState
from nuanfeng.modules.stations.rules.hours_sentence import PAUSED

COLUMNS = (
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
)
MICRO = 1_000_000
# Word by the hours, sentence, whether the hours are in doubt, word at the door, what that rests on.
Opening = tuple[str, str, bool, str, str]
NOWHERE = (None, None, None, None)


def facilities_in_use() -> list[FacilityType]:
    """What people can look for: a facility that no station has is no choice.

    In two steps, and each looks for one holder only: asked at once, PostgreSQL joins every station to
    everything that it has.
    """
    held_by_any = FacilityType.objects.filter(pk__in=StationFacility.objects.values("facility_type"))
    held = StationFacility.objects.filter(facility_type=OuterRef("pk")).exclude(station__status="closed")
    in_use = FacilityType.objects.filter(pk__in=list(held_by_any.values_list("pk", flat=True)))
    return list(in_use.alias(holder=Subquery(held.order_by().values("pk")[:1])).filter(holder__isnull=False))


def station_index(*, now: datetime) -> dict[str, Any]:
    """All stations as rows of a table whose columns `columns` names; words that repeat stand once.

    Built from plain rows and not from objects: a county may have ten thousand.
    """
    types = list(FacilityType.objects.all())
    held = _facilities_held(types, now)
    stations = Station.objects.exclude(status="closed").order_by("pk")
    rows = list(
        stations.values_list(
            "pk", "name", "name_en", "kind", "latitude", "longitude", F("area__parent_id"), "area_id"
        )
    )
    openings, opening_of = _openings(now)
    areas = {area.pk: str(area) for area in Area.objects.filter(pk__in={row[6] or row[7] for row in rows})}
    towns = {number: place for place, number in enumerate([None, *areas])}
    in_english = get_language() == "en"
    return {
        "made": now.isoformat(timespec="seconds"),
        "columns": COLUMNS,
        "facilities": [(facility.code, str(facility)) for facility in types],
        "openings": openings,
        "towns": ["", *areas.values()],
        "stations": [
            (
                pk,
                (in_english and name_en) or name,
                kind,
                *_point(latitude, longitude),
                opening_of[pk],
                towns[parent or area],
                sorted(held[pk]),
            )
            for pk, name, name_en, kind, latitude, longitude, parent, area in rows
        ],
    }


def _facilities_held(types: list[FacilityType], now: datetime) -> defaultdict[int, list[int]]:
    place_of = {facility.pk: place for place, facility in enumerate(types)}
    held: defaultdict[int, list[int]] = defaultdict(list)
    gone = stale_facilities(None, today=timezone.localdate(now))
    for number, facility in StationFacility.objects.filter(state="working").values_list(
        "station_id", "facility_type_id"
    ):
        if number not in gone or facility not in gone[number]:
            held[number].append(place_of[facility])
    return held


def _openings(now: datetime) -> tuple[list[Opening], dict[int, int]]:
    """The different answers to "is it open?", and which of them each station has."""
    here, known = timezone.localtime(now), evidence_of()
    rows = list(
        Station.objects.exclude(status="closed").values_list(
            "pk", "hours", "status", "hours_doubtful", CONFIRMED_AT
        )
    )
    states = opening_states(((pk, hours, status) for pk, hours, status, *_rest in rows), now=now)
    places = [Place(pk, is_doubtful, confirmed) for pk, _h, _s, is_doubtful, confirmed in rows]
    doors = door_states(places, states, known, now=now)
    place_of: dict[Opening, int] = {}
    opening_of: dict[int, int] = {}
    for pk, _hours, status, is_doubtful, _confirmed in rows:
        door = door_view(doors[pk], known.get(pk, NOTHING_KNOWN), now=now)
        answer = _in_words(states[pk], status, is_doubtful, door, here)
        opening_of[pk] = place_of.setdefault(answer, len(place_of))
    return list(place_of), opening_of


def _in_words(state: OpeningState, status: str, is_doubtful: bool, door: DoorView, here: datetime) -> Opening:
    if status == "paused":
        return "paused", gettext(PAUSED), False, "", ""
    word, sentence = word_at(state, door), sentence_at(state, door, here)
    return word, sentence, is_doubtful, door.word, door.news


def _point(latitude: float | None, longitude: float | None) -> tuple[float | int | None, ...]:
    if latitude is None or longitude is None:
        return NOWHERE
    shown = to_gcj02(Point(latitude, longitude))
    return (
        round(latitude, 6),
        round(longitude, 6),
        round((shown.latitude - latitude) * MICRO),
        round((shown.longitude - longitude) * MICRO),
    )
