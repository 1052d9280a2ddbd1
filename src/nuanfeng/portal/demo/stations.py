"""The stations of `places`, put on the list as county staff would."""

from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from nuanfeng.modules.organisations.api import Area, Organisation
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations.api import COMMAND_LINE, Station, confirm_station, open_station, pause_station
from nuanfeng.portal.demo.county import TOWN_CENTRES
from nuanfeng.portal.demo.places import PLACES, Place

# Two places whose position nobody has published stay without one, as in real lists.
WITHOUT_POINT = {"繁花驿司机之家", "板仓爱心驿站"}
ABOUT_THE_POINT = " · 地图上的位置是大概的"


def build_stations(
    areas: dict[str, Area], parks: dict[str, Organisation], random: Random, *, now: datetime
) -> list[Station]:
    """All 28, in the order of `places`."""
    return [_station(place, number, areas, parks, random, now) for number, place in enumerate(PLACES, 1)]


def confirm_stations(stations: list[Station], *, staff: Person, random: Random, now: datetime) -> None:
    """Somebody stood in front of most of them lately; the doubtful and unknown stay as they are."""
    for station in stations:
        if station.hours and not station.hours_doubtful and random.random() < 0.8:
            day = timezone.localtime(now) - timedelta(days=random.randrange(1, 45))
            seen = day.replace(hour=9 + random.randrange(9), minute=random.randrange(60), second=0)
            confirm_station(station_id=station.pk, actor=staff, now=seen)


def _station(
    place: Place,
    number: int,
    areas: dict[str, Area],
    parks: dict[str, Organisation],
    random: Random,
    now: datetime,
) -> Station:
    area = areas[place.place]
    town = area.parent or area
    latitude, longitude = _point(place, town, random)
    station = open_station(
        actor=COMMAND_LINE,
        now=now,
        kind=place.kind,
        name=place.name,
        name_en=place.name_en,
        aliases=list(place.aliases),
        area=area,
        organisation=parks.get(place.park),
        address=place.address or f"长沙县{town.name}演示路 {number} 号（演示地址）",
        latitude=latitude,
        longitude=longitude,
        # Rings nobody: no number of this place begins with zeros.
        phone=f"0731-000001{number:02d}" if place.is_demo else "",
        hours=place.hours,
        hours_text=place.hours_text,
        hours_doubtful=place.is_doubtful,
        is_demo=place.is_demo,
        source=place.source + ABOUT_THE_POINT if place.source and latitude else place.source,
        facilities=place.facilities.split(),
        spaces=place.spaces,
    )
    if place.paused_because:
        pause_station(station_id=station.pk, reason=place.paused_because, actor=COMMAND_LINE, now=now)
    return station


def _point(place: Place, town: Area, random: Random) -> tuple[float | None, float | None]:
    latitude, longitude = TOWN_CENTRES[town.name]
    north, east = random.uniform(-0.009, 0.009), random.uniform(-0.009, 0.009)
    if place.name in WITHOUT_POINT:
        return None, None
    return round(latitude + north, 5), round(longitude + east, 5)
