"""Stations for programs: for everybody, and kept for a minute by whoever asks.

Nobody's place is asked for or told: a program that wants the nearest sorts by itself.
"""

import json
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page
from django.views.decorators.vary import vary_on_headers
from ninja import Path, Query, Router, Schema
from ninja.decorators import decorate_view
from ninja.errors import ValidationError
from pydantic import Field

from nuanfeng.kernel import clock
from nuanfeng.modules.stations import queries
from nuanfeng.modules.stations.models import FacilityType, StationFacility
from nuanfeng.modules.stations.queries.opening import OpeningView
from nuanfeng.modules.stations.queries.public import (
    StationCard,
    StationFilter,
    station_cards,
    wanted_stations,
)

router = Router(auth=None, tags=["stations"])
for_a_minute = (conditional_page, cache_control(public=True, max_age=60), vary_on_headers("Accept-Language"))

NUMBER_MAX = 2**53
GEOJSON = "application/geo+json"
Number = Annotated[int, Field(ge=1, le=NUMBER_MAX)]
Code = Annotated[str, Field(min_length=1, max_length=20, pattern=r"^[-a-z0-9_]+$")]
Kind = Literal["rider_home", "driver_home", "partner"]
# paused: shut for the time being, whatever its hours. gone: off the list.
State = Literal["open", "closed", "unknown", "paused", "gone"]


class FacilityOut(Schema):
    """Something that a station can have."""

    code: str
    name: str
    is_driver_basic: bool


class DoorOut(Schema):
    """What the evidence says of the door: the word, how sure (0 to 1), what it rests on, since when."""

    state: Literal["open", "likely", "unsure", "closed"]
    worth: float
    because: str
    sentence: str
    since: datetime | None


class OpeningOut(Schema):
    """Whether it is open, until when, whether that is sure, and what the door's evidence says."""

    state: State
    sentence: str
    changes_at: datetime | None
    is_doubtful: bool
    door: DoorOut | None


class StationOut(Schema):
    """A station as a list shows it. The point is WGS-84; `hours` is OSM's `opening_hours`."""

    id: int
    name: str
    kind: Kind
    address: str
    town: str
    latitude: float | None
    longitude: float | None
    phone: str
    access: Literal["staffed", "key", "appointment", "door_code"]
    access_note: str
    hours: str
    opening: OpeningOut
    facilities: list[str]
    verified_on: date | None
    is_demo: bool


class StationsOut(Schema):
    """One page of the list: open places first, then by name."""

    stations: list[StationOut]
    total: int
    open_total: int
    page: int
    pages: int


class SpaceOut(Schema):
    """A room or area of a station."""

    kind: Literal["service_area", "hall", "driver_station", "activity_room"]
    name: str
    note: str


class HoursLineOut(Schema):
    """Days and hours in words."""

    days: str
    hours: str


class HeldOut(Schema):
    """A facility of a station with what there is to say of it."""

    code: str
    name: str
    note: str
    state: Literal["working", "empty", "broken"]
    state_since: datetime | None


class StationWholeOut(StationOut):
    """Everything that everybody may know of a station."""

    name_en: str
    aliases: list[str]
    status_note: str
    hours_text: str
    hours_lines: list[HoursLineOut]
    held: list[HeldOut]
    spaces: list[SpaceOut]
    maps: dict[str, str]


class Problem(Schema):
    """An RFC 9457 problem."""

    type: str
    status: int
    code: str
    title: str


class Wanted(Schema):
    """Which stations. Facilities given twice must both be there."""

    facility: Annotated[list[Code], Field(max_length=24)] = []
    kind: Annotated[list[Kind], Field(max_length=3)] = []
    q: Annotated[str, Field(max_length=60)] = ""
    area: Annotated[str, Field(max_length=12, pattern=r"^[0-9A-Za-z]*$")] = ""
    open_now: bool = False

    def filter(self) -> StationFilter:
        """In the words of the queries; a facility that the county does not know is refused."""
        known = set(FacilityType.objects.filter(code__in=self.facility).values_list("code", flat=True))
        if unknown := [place for place, code in enumerate(self.facility) if code not in known]:
            loc = ("query", "wanted", "facility")
            raise ValidationError([{"loc": (*loc, place), "type": "unknown_facility"} for place in unknown])
        q = self.q.replace("\x00", "")
        return StationFilter(self.facility, self.kind, q, self.area, self.open_now)


@router.get("/facilities", response=list[FacilityOut], summary="What a station can have")
@decorate_view(*for_a_minute)
def facilities(request: HttpRequest) -> list[dict[str, Any]]:
    """Every kind of facility that the county knows, in its order."""
    return [
        {"code": held.code, "name": str(held), "is_driver_basic": held.is_driver_basic}
        for held in FacilityType.objects.all()
    ]


@router.get("/stations", response={200: StationsOut, 422: Problem}, summary="Stations, open ones first")
@decorate_view(*for_a_minute)
def stations(
    request: HttpRequest,
    wanted: Query[Wanted],
    page: Annotated[int, Field(ge=1, le=100_000)] = 1,
    page_size: Annotated[int, Field(ge=1, le=200)] = 50,
) -> dict[str, Any]:
    """Those that match; a page past the last is the last."""
    found = queries.public_stations(wanted.filter(), now=clock.now(), page=page, page_size=page_size)
    return {
        "stations": [_station(card) for card in found.cards],
        "total": found.total,
        "open_total": found.open_total,
        "page": found.page,
        "pages": found.pages,
    }


@router.get(
    "/stations.geojson",
    response={422: Problem},
    summary="Stations as GeoJSON",
    openapi_extra={
        "responses": {200: {"description": "OK", "content": {GEOJSON: {"schema": {"type": "object"}}}}}
    },
)
@decorate_view(*for_a_minute)
def stations_geojson(request: HttpRequest, wanted: Query[Wanted]) -> HttpResponse:
    """All that match and whose place is known, as points."""
    now = clock.now()
    rows = wanted_stations(wanted.filter(), now=now).exclude(latitude=None).order_by("pk")
    cards = station_cards(list(rows.values_list("pk", flat=True)), now=now)
    chosen = [card for card in cards if card.opening.is_open or not wanted.open_now]
    collection = {"type": "FeatureCollection", "features": [_feature(card) for card in chosen]}
    return HttpResponse(json.dumps(collection, ensure_ascii=False, default=str), content_type=GEOJSON)


@router.get(
    "/stations/{station}",
    response={200: StationWholeOut, 404: Problem, 422: Problem},
    summary="One station, whole",
)
@decorate_view(*for_a_minute)
def station(request: HttpRequest, station: Path[Number]) -> dict[str, Any]:
    """What its own page says. A closed one answers that it is gone."""
    details = queries.station_details(station, now=clock.now())
    if details is None:
        raise Http404
    kept = details.station
    card = StationCard(
        kept, details.opening, [one.facility_type for one in details.held if one.state == "working"]
    )
    return {
        **_station(card),
        "name_en": kept.name_en,
        "aliases": kept.aliases,
        "status_note": kept.status_note,
        "hours_text": kept.hours_text,
        "hours_lines": [{"days": line.days, "hours": line.hours} for line in details.hours_lines],
        "held": [_held(held) for held in details.held],
        "spaces": [{"kind": one.kind, "name": one.name, "note": one.note} for one in details.spaces],
        "maps": details.map_links,
    }


def _station(card: StationCard) -> dict[str, Any]:
    kept = card.station
    return {
        "id": kept.pk,
        "name": str(kept),
        "kind": kept.kind,
        "address": kept.address,
        "town": str(kept.area or ""),
        "latitude": kept.latitude,
        "longitude": kept.longitude,
        "phone": kept.phone,
        "access": kept.access,
        "access_note": kept.access_note,
        "hours": kept.hours,
        "opening": _opening(card.opening),
        "facilities": [held.code for held in card.facilities],
        "verified_on": timezone.localdate(kept.verified_at) if kept.verified_at else None,
        "is_demo": kept.is_demo,
    }


def _held(held: StationFacility) -> dict[str, Any]:
    return {
        "code": held.facility_type.code,
        "name": str(held.facility_type),
        "note": held.note,
        "state": held.state,
        "state_since": held.state_since,
    }


def _opening(view: OpeningView) -> dict[str, Any]:
    return {
        "state": view.word,
        "sentence": view.sentence,
        "changes_at": view.changes_at,
        "is_doubtful": view.is_doubtful,
        "door": _door(view.door) if view.door else None,
    }


def _door(door: queries.DoorView) -> dict[str, Any]:
    return {
        "state": door.word,
        "worth": round(door.state.worth, 2),
        "because": door.state.because,
        "sentence": door.ground,
        "since": door.state.since,
    }


def _feature(card: StationCard) -> dict[str, Any]:
    told = _station(card)
    point = [told.pop("longitude"), told.pop("latitude")]
    return {
        "type": "Feature",
        "id": told["id"],
        "geometry": {"type": "Point", "coordinates": point},
        "properties": told,
    }
