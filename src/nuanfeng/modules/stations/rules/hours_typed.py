"""What somebody typed into the box for hours: plain Chinese or an OSM string."""

import re

from nuanfeng.modules.stations.rules.hours import refusal_to_keep_hours
from nuanfeng.modules.stations.rules.hours_text import HoursReading, read_hours

_LOOKS_LIKE_OSM = re.compile(r"24/7|[0-9A-Za-z:;,\-+()\[\]\"' /]*(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|off)[^一-鿿]*")


def read_typed_hours(text: str) -> HoursReading:
    """OSM where it is that, else as published hours are read."""
    plain = text.strip()
    if _LOOKS_LIKE_OSM.fullmatch(plain) and refusal_to_keep_hours(plain) is None:
        return HoursReading(plain, "exact")
    return read_hours(plain)


def is_typed_osm(text: str) -> bool:
    """Whether the box holds an OSM string, which says all by itself."""
    plain = text.strip()
    return bool(_LOOKS_LIKE_OSM.fullmatch(plain)) and refusal_to_keep_hours(plain) is None
