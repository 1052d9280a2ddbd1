"""One row of a sheet as a station: what it says, what is wrong with it, what is odd about it."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from nuanfeng.kernel.errors import N_
from nuanfeng.modules.stations.rules.datum import Point, is_inside, is_on_earth, to_wgs84
from nuanfeng.modules.stations.rules.facility_words import facilities_in, says_yes
from nuanfeng.modules.stations.rules.hours import refusal_to_keep_hours
from nuanfeng.modules.stations.rules.hours_text import read_hours
from nuanfeng.modules.stations.rules.naming import names_in_brackets, tidy
from nuanfeng.modules.stations.rules.places import NAME_LENGTH_MAX

# What keeps a row out.
PROBLEMS = {
    "name_missing": N_("There is no name in this row."),
    "name_too_long": N_("This name is longer than 80 characters."),
    "point_half": N_("Only one of longitude and latitude is there."),
    "point_unreadable": N_("%(text)s is no longitude or latitude."),
    "point_not_on_earth": N_("There is no such point: %(text)s."),
}
# What lets it in and is said beside it.
REMARKS = {
    "outside_county": N_("This point lies outside the county."),
    "point_swapped": N_("Longitude and latitude stood in each other's place; they were exchanged."),
    "hours_doubtful": N_("The hours may be wrong: %(text)s"),
    "hours_unread": N_("No hours could be read from: %(text)s"),
    "facility_unknown": N_("Not a facility that the county knows: %(text)s"),
    "area_unknown": N_("No town or village is called %(text)s."),
    "phone_is_mobile": N_("This looks like somebody's own mobile number; everybody will see it."),
    "phone_unreadable": N_("%(text)s is no phone number; it was left out."),
    "date_unreadable": N_("%(text)s is no date; it was left out."),
    "kind_unknown": N_("The kind %(text)s is not known; the one chosen above was taken."),
}
_NUMBER = re.compile(r"[NSEW东西南北]?(-?\d{1,3}(?:\.\d+)?)°?")
_DEGREES = re.compile(r"[NSEW东西南北]?(\d{1,3})°(\d{1,2})['′](?:(\d{1,2}(?:\.\d+)?)[\"″]?)?")
_MOBILE = re.compile(r"(?:\+?86)?1[3-9]\d{9}")
_PHONE = re.compile(r"[+(]?\d[\d()+\-\s转*#.,;/]{2,40}")
_DATE = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})")
_SERIAL = re.compile(r"[2-6]\d{4}")
_ADDRESS_MAX, _SOURCE_MAX, _HOURS_TEXT_MAX, _PHONE_MAX, _ALIASES_MAX = 200, 300, 300, 30, 10

_PLACE_KIND = re.compile(r"(?:街道|镇|乡|社区|村|(?:社区)?居委会|村委会|村民委员会|社区居民委员会)$")
_HOME_WORDS = ("红色之家", "司机之家", "小哥之家", "骑手之家")
_PARTNER_WORDS = ("驿站", "户外劳动者", "党群", "工会", "爱心", "union", "station", "其他")

Said = tuple[str, dict[str, str]]


@dataclass(frozen=True)
class Town:
    """A town or village as far as a sheet needs it."""

    code: str
    name: str
    aliases: Sequence[str] = ()
    parent: str = ""


@dataclass(frozen=True)
class Surroundings:
    """What rows are read against: the chosen datum and kind, and what the county knows."""

    datum: str = "wgs84"
    kind: str = "partner"
    towns: Sequence[Town] = ()
    facility_names: Mapping[str, str] = field(default_factory=dict)
    boundary: Any = None


@dataclass
class StationRow:
    """A row, read. `values` are plain and can be kept as JSON."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Said] = field(default_factory=list)
    remarks: list[Said] = field(default_factory=list)

    @property
    def point(self) -> Point | None:
        """Where it is, in WGS-84."""
        latitude, longitude = self.values.get("latitude"), self.values.get("longitude")
        return None if latitude is None or longitude is None else Point(latitude, longitude)

    @property
    def fingerprint(self) -> str:
        """The same for two rows that say the same, whatever file they came in."""
        told = json.dumps(self.values, ensure_ascii=False, sort_keys=True)
        return sha256(told.encode()).hexdigest()

    def as_plain(self) -> dict[str, Any]:
        """For keeping."""
        return asdict(self)


def read_row(number: int, cells: Mapping[str, str], around: Surroundings) -> StationRow:
    """What a row says of a station."""
    row = StationRow(number)
    _read_name(row, cells)
    row.values["kind"] = _kind(row, cells, around)
    row.values["address"] = (cells.get("address") or cells.get("address_other") or "")[:_ADDRESS_MAX]
    row.values["source"] = cells.get("source", "")[:_SOURCE_MAX]
    row.values["area"] = _area(row, cells, around.towns)
    _read_point(row, cells, around)
    _read_phone(row, cells.get("phone", ""))
    _read_hours(row, cells)
    _read_facilities(row, cells, around.facility_names)
    _read_date(row, cells.get("checked_on", ""))
    return row


def _read_name(row: StationRow, cells: Mapping[str, str]) -> None:
    name = cells.get("name", "")
    if not name:
        row.problems.append(("name_missing", {}))
    elif len(name) > NAME_LENGTH_MAX:
        row.problems.append(("name_too_long", {}))
    aliases = [part.strip() for part in re.split(r"[;；、|/]", cells.get("aliases", "")) if part.strip()]
    aliases += [other for other in names_in_brackets(name) if other not in aliases]
    row.values["name"] = name[:NAME_LENGTH_MAX]
    row.values["name_en"] = cells.get("name_en", "")[:120]
    row.values["aliases"] = [alias[:NAME_LENGTH_MAX] for alias in aliases[:_ALIASES_MAX] if alias != name]


def _kind(row: StationRow, cells: Mapping[str, str], around: Surroundings) -> str:
    told = cells.get("kind", "")
    plain = told.lower()
    if plain in ("rider_home", "driver_home", "partner"):
        return plain
    words = f"{plain} {cells.get('name', '')}"
    if any(word in words for word in _HOME_WORDS):
        return "driver_home" if "司机" in words else "rider_home"
    if any(word in plain for word in _PARTNER_WORDS):
        return "partner"
    if told:
        row.remarks.append(("kind_unknown", {"text": told[:40]}))
    return around.kind


def _area(row: StationRow, cells: Mapping[str, str], towns: Sequence[Town]) -> str:
    """The code of the village or town that the sheet names, or that its address holds."""
    named, village = cells.get("area", ""), cells.get("village", "")
    town = _town_in(named, [town for town in towns if not town.parent])
    town = town or _town_in(cells.get("address", ""), [town for town in towns if not town.parent])
    inside = [found for found in towns if found.parent and (not town or found.parent == town.code)]
    place = _town_in(village, inside)
    unknown = (named and not town and named) or (village and not place and towns and village)
    if unknown:
        row.remarks.append(("area_unknown", {"text": unknown[:40]}))
    found = place or town
    return found.code if found else ""


def _town_in(text: str, towns: Sequence[Town]) -> Town | None:
    """The town whose name, or an alias of it, is the longest that stands in the text."""
    best: tuple[int, Town] | None = None
    for town in towns if text else ():
        for name in (town.name, *town.aliases):
            inside = name in text or _PLACE_KIND.sub("", name) == _PLACE_KIND.sub("", text)
            if inside and (best is None or len(name) > best[0]):
                best = (len(name), town)
    return best[1] if best else None


def _read_point(row: StationRow, cells: Mapping[str, str], around: Surroundings) -> None:
    row.values["latitude"] = row.values["longitude"] = None
    latitude, longitude = cells.get("latitude_wgs84", ""), cells.get("longitude_wgs84", "")
    is_known_datum = bool(latitude and longitude)
    if not is_known_datum:
        latitude, longitude = cells.get("latitude", ""), cells.get("longitude", "")
    if not latitude and not longitude and (pair := cells.get("point", "")):
        longitude, latitude = ([*re.split(r"[,，;；\s]+", pair.strip("()[] "), maxsplit=1), ""])[:2]
    if not latitude and not longitude:
        return
    if not latitude or not longitude:
        row.problems.append(("point_half", {}))
        return
    point = _point(row, latitude, longitude)
    if point is None:
        return
    if around.datum == "gcj02" and not is_known_datum:
        point = to_wgs84(point)
    if around.boundary and not is_inside(point, around.boundary):
        row.remarks.append(("outside_county", {}))
    row.values["latitude"], row.values["longitude"] = round(point.latitude, 7), round(point.longitude, 7)


def _point(row: StationRow, latitude: str, longitude: str) -> Point | None:
    north, east = _degrees(latitude), _degrees(longitude)
    if north is None or east is None:
        row.problems.append(("point_unreadable", {"text": (latitude if north is None else longitude)[:40]}))
        return None
    if north == 0 and east == 0:
        return None
    if abs(north) > 90 >= abs(east):
        north, east = east, north
        row.remarks.append(("point_swapped", {}))
    if not is_on_earth(north, east):
        row.problems.append(("point_not_on_earth", {"text": f"{longitude}, {latitude}"[:60]}))
        return None
    return Point(north, east)


def _degrees(text: str) -> float | None:
    plain = text.upper().replace(" ", "")
    if found := _NUMBER.fullmatch(plain):
        return float(found[1])
    if found := _DEGREES.fullmatch(plain):
        return int(found[1]) + int(found[2]) / 60 + float(found[3] or 0) / 3600
    return None


def _read_phone(row: StationRow, text: str) -> None:
    plain = tidy(text)
    row.values["phone"] = ""
    if not plain or plain in ("无", "/", "-"):
        return
    if not _PHONE.fullmatch(plain) or len(plain) > _PHONE_MAX:
        row.remarks.append(("phone_unreadable", {"text": plain[:40]}))
        return
    if _MOBILE.fullmatch(re.sub(r"[\s\-]", "", plain)):
        row.remarks.append(("phone_is_mobile", {}))
    row.values["phone"] = plain


def _read_hours(row: StationRow, cells: Mapping[str, str]) -> None:
    text, written = cells.get("hours", ""), cells.get("hours_osm", "")
    row.values |= {"hours": "", "hours_text": text[:_HOURS_TEXT_MAX], "hours_doubtful": False}
    if written and refusal_to_keep_hours(written) is None:
        row.values["hours"] = written
        return
    # A remark is only asked where no column is there for hours, and nobody minds if it is silent.
    reading = read_hours(text or cells.get("remarks", ""))
    if reading.osm and not text:
        row.values["hours_text"] = cells.get("remarks", "")[:_HOURS_TEXT_MAX]
    row.values["hours"], row.values["hours_doubtful"] = reading.osm, reading.is_doubtful
    if reading.is_doubtful:
        row.remarks.append(("hours_doubtful", {"text": row.values["hours_text"][:80]}))
    elif text and not reading.osm:
        row.remarks.append(("hours_unread", {"text": text[:80]}))


def _read_facilities(row: StationRow, cells: Mapping[str, str], names: Mapping[str, str]) -> None:
    found: dict[str, str] = {}
    unknown: list[str] = []
    for meaning in ("facilities", "facilities_more"):
        codes, strange = facilities_in(cells.get(meaning, ""), names)
        found |= codes
        unknown += strange if meaning == "facilities_more" or not cells.get("facilities_more") else []
    for meaning, cell in cells.items():
        if not meaning.startswith("facility:"):
            continue
        answer = says_yes(cell)
        if answer is None:
            unknown.append(cell)
        elif answer[0]:
            found[meaning.removeprefix("facility:")] = answer[1]
    row.values["facilities"] = dict(sorted(found.items()))
    if unknown:
        row.remarks.append(("facility_unknown", {"text": "、".join(unknown)[:80]}))


def _read_date(row: StationRow, text: str) -> None:
    row.values["checked_on"] = ""
    if not text:
        return
    day = date_in(text)
    if day is None:
        row.remarks.append(("date_unreadable", {"text": text[:40]}))
    else:
        row.values["checked_on"] = day.isoformat()


def date_in(text: str) -> date | None:
    """2024.1.3, 2024年1月3日, 2024-01-03, or the number of days that a spreadsheet counts."""
    if found := _DATE.search(text):
        try:
            return date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            return None
    if _SERIAL.fullmatch(text):
        # Day 1 was 1900-01-01, and spreadsheets believe in 1900-02-29.
        return date(1899, 12, 30) + timedelta(days=int(text))
    return None
