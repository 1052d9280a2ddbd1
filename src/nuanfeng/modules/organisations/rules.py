"""What an outline and a list of towns and villages must be. Plain values in, an answer out."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from nuanfeng.kernel.errors import N_, Refusal

COUNTY_STAFF = "county_staff"
ROLES = {COUNTY_STAFF: N_("County staff")}

NO_OUTLINE = Refusal("no_outline", N_("This file holds no outline (a Polygon or MultiPolygon in GeoJSON)."))


@dataclass(frozen=True)
class AreaRow:
    """A town (no `town_code`) or a village of one."""

    code: str
    name: str
    name_en: str = ""
    town_code: str = ""
    aliases: tuple[str, ...] = ()


def outline_of(geojson: Any) -> dict[str, Any] | None:
    """The outline as one GeoJSON geometry of longitudes and latitudes; None where there is none."""
    polygons = _polygons_of(geojson)
    # A polygon without a ring is valid GeoJSON and encloses nothing: it has no middle either.
    if not polygons or not all(polygons) or not all(_is_ring(ring) for each in polygons for ring in each):
        return None
    return {"type": "MultiPolygon", "coordinates": polygons}


def _polygons_of(geojson: Any) -> list[Any]:
    if not isinstance(geojson, dict):
        return []
    inside = geojson.get("coordinates")
    match geojson.get("type"):
        case "FeatureCollection":
            features = geojson.get("features")
            return [p for each in features for p in _polygons_of(each)] if isinstance(features, list) else []
        case "Feature":
            return _polygons_of(geojson.get("geometry"))
        case "MultiPolygon" if isinstance(inside, list) and all(isinstance(p, list) for p in inside):
            return inside
        case "Polygon" if isinstance(inside, list):
            return [inside]
    return []


def _is_ring(ring: Any) -> bool:
    return isinstance(ring, list) and len(ring) >= 4 and all(_is_place(place) for place in ring)


def _is_place(place: Any) -> bool:
    if not isinstance(place, list) or len(place) < 2:
        return False
    longitude, latitude = place[0], place[1]
    if not all(isinstance(number, int | float) for number in (longitude, latitude)):
        return False
    return bool(-180 <= longitude <= 180 and -90 <= latitude <= 90)


def centre_of(outline: dict[str, Any]) -> tuple[float, float]:
    """The middle of an outline's box, as (latitude, longitude)."""
    places = [place for polygon in outline["coordinates"] for ring in polygon for place in ring]
    longitudes, latitudes = [p[0] for p in places], [p[1] for p in places]
    return (
        round((min(latitudes) + max(latitudes)) / 2, 6),
        round((min(longitudes) + max(longitudes)) / 2, 6),
    )


# The names of columns as the county's own sheets and the published code lists have them.
_COLUMNS = {
    "code": ("code", "代码", "区划代码"),
    "name": ("name", "名称"),
    "name_en": ("name_en", "英文名称"),
    "town_code": ("town_code", "street_code", "所属街镇代码", "上级代码"),
    "aliases": ("aliases", "aliases_seen_in_sources", "别名"),
}


def read_areas(lines: Iterable[str]) -> list[AreaRow]:
    """Towns and villages out of CSV lines; rows without a code or a name are left out."""
    rows = []
    for row in csv.DictReader(lines):
        known = {name: _first(row, titles) for name, titles in _COLUMNS.items()}
        if known["code"] and known["name"]:
            aliases = tuple(part.strip() for part in known.pop("aliases").split("|") if part.strip())
            rows.append(AreaRow(**known, aliases=aliases))
    return rows


def _first(row: dict[str, Any], titles: tuple[str, ...]) -> str:
    return next((str(row[title]).strip() for title in titles if row.get(title)), "")


def refusal_to_load(rows: list[AreaRow], known_towns: set[str]) -> Refusal | None:
    """Whether every village lies in a town that is known or comes along."""
    towns = known_towns | {row.code for row in rows if not row.town_code}
    lost = sorted(row.name for row in rows if row.town_code and row.town_code not in towns)
    if not lost:
        return None
    return Refusal(
        "village_without_town",
        N_("These villages name a town that is not in the list: %(names)s."),
        {"names": "、".join(lost[:5])},
    )
