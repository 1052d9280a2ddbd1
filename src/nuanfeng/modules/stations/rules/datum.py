"""Points and distances. Kept in WGS-84; Chinese maps draw GCJ-02, several hundred metres off."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, cos, fabs, isfinite, pi, radians, sin, sqrt
from typing import Any
from urllib.parse import quote, urlencode

# The Krasovsky 1940 ellipsoid, on which GCJ-02 computes its shift.
SEMI_MAJOR_METRES = 6378245.0
ECCENTRICITY_SQUARED = 0.006693421622965823
EARTH_RADIUS_METRES = 6371008.8
DATUMS = ("wgs84", "gcj02")


@dataclass(frozen=True)
class Point:
    """A place on earth, in degrees."""

    latitude: float
    longitude: float


def is_on_earth(latitude: float, longitude: float) -> bool:
    """Whether two figures can be a latitude and a longitude at all."""
    return isfinite(latitude) and isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180


def to_gcj02(point: Point) -> Point:
    """The same place as Amap and Tencent write it; outside the region of the shift, unchanged."""
    if not (72.004 <= point.longitude <= 137.8347 and 0.8293 <= point.latitude <= 55.8271):
        return point
    north, east = _shift(point)
    return Point(point.latitude + north, point.longitude + east)


def to_wgs84(point: Point) -> Point:
    """From GCJ-02, by repeated approach; right to a few millimetres."""
    guess = point
    for _round in range(6):
        seen = to_gcj02(guess)
        guess = Point(
            guess.latitude - (seen.latitude - point.latitude),
            guess.longitude - (seen.longitude - point.longitude),
        )
    return guess


def metres_between(one: Point, other: Point) -> float:
    """The distance along a great circle."""
    lat_one, lat_other = radians(one.latitude), radians(other.latitude)
    half = sin((lat_other - lat_one) / 2) ** 2
    half += cos(lat_one) * cos(lat_other) * sin(radians(other.longitude - one.longitude) / 2) ** 2
    return 2 * EARTH_RADIUS_METRES * asin(min(1.0, sqrt(half)))


def is_inside(point: Point, boundary: Any) -> bool:
    """Whether a point lies in a GeoJSON boundary (geometry, feature or collection).

    Counts how often a line to the east crosses the rings, holes included.
    """
    crossings = sum(_crossings(point, ring) for ring in _rings(boundary))
    return crossings % 2 == 1


def amap_marker(point: Point, name: str) -> str:
    """Amap shows the place; it takes WGS-84."""
    position = f"{point.longitude:.6f},{point.latitude:.6f}"
    words = urlencode(
        {"position": position, "name": name, "coordinate": "wgs84", "callnative": "1"},
        safe=",",
        quote_via=quote,
    )
    return f"https://uri.amap.com/marker?{words}"


def amap_directions(point: Point, name: str) -> str:
    """Amap leads the way; its address has no datum, so it is given GCJ-02."""
    there = to_gcj02(point)
    place = f"{there.longitude:.6f},{there.latitude:.6f},{name.replace(',', ' ')}"
    words = urlencode({"to": place, "mode": "ride", "callnative": "1"}, safe=",", quote_via=quote)
    return f"https://uri.amap.com/navigation?{words}"


def tencent_marker(point: Point, name: str, address: str) -> str:
    """Tencent's map, which also opens inside WeChat; `coord_type=1` says WGS-84."""
    title, place = (text.translate({ord(";"): " ", ord(":"): " "}) for text in (name, address or name))
    marker = f"coord:{point.latitude:.6f},{point.longitude:.6f};title:{title};addr:{place}"
    words = urlencode(
        {"marker": marker, "coord_type": "1", "referer": "nuanfeng"}, safe=",:;", quote_via=quote
    )
    return f"https://apis.map.qq.com/uri/v1/marker?{words}"


def _shift(point: Point) -> tuple[float, float]:
    east, north = point.longitude - 105.0, point.latitude - 35.0
    waves = (20.0 * sin(6.0 * east * pi) + 20.0 * sin(2.0 * east * pi)) * 2.0 / 3.0
    to_north = -100.0 + 2.0 * east + 3.0 * north + 0.2 * north * north + 0.1 * east * north
    to_north += 0.2 * sqrt(fabs(east)) + waves
    to_north += (20.0 * sin(north * pi) + 40.0 * sin(north / 3.0 * pi)) * 2.0 / 3.0
    to_north += (160.0 * sin(north / 12.0 * pi) + 320.0 * sin(north * pi / 30.0)) * 2.0 / 3.0
    to_east = 300.0 + east + 2.0 * north + 0.1 * east * east + 0.1 * east * north
    to_east += 0.1 * sqrt(fabs(east)) + waves
    to_east += (20.0 * sin(east * pi) + 40.0 * sin(east / 3.0 * pi)) * 2.0 / 3.0
    to_east += (150.0 * sin(east / 12.0 * pi) + 300.0 * sin(east / 30.0 * pi)) * 2.0 / 3.0
    latitude = radians(point.latitude)
    flat = 1 - ECCENTRICITY_SQUARED * sin(latitude) ** 2
    meridian = SEMI_MAJOR_METRES * (1 - ECCENTRICITY_SQUARED) / (flat * sqrt(flat))
    parallel = SEMI_MAJOR_METRES / sqrt(flat) * cos(latitude)
    return to_north * 180.0 / (meridian * pi), to_east * 180.0 / (parallel * pi)


def _rings(boundary: Any) -> list[Sequence[Sequence[float]]]:
    kind = boundary.get("type") if isinstance(boundary, dict) else None
    if kind == "FeatureCollection":
        return [ring for feature in boundary["features"] for ring in _rings(feature)]
    if kind == "Feature":
        return _rings(boundary["geometry"])
    if kind == "MultiPolygon":
        return [ring for polygon in boundary["coordinates"] for ring in polygon]
    return list(boundary["coordinates"]) if kind == "Polygon" else []


def _crossings(point: Point, ring: Sequence[Sequence[float]]) -> int:
    count = 0
    for (lon_one, lat_one, *_), (lon_two, lat_two, *_) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (lat_one > point.latitude) != (lat_two > point.latitude):
            along = (point.latitude - lat_one) / (lat_two - lat_one)
            count += point.longitude < lon_one + along * (lon_two - lon_one)
    return count
