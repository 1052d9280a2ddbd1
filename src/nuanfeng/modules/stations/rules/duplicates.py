"""Which stations may be the same place: by name, within 30 metres, at the same address.

Everything is looked up under keys, never compared with everything else: 20,000 rows stay quick.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import floor
from typing import Literal

from nuanfeng.modules.stations.rules.datum import Point, metres_between
from nuanfeng.modules.stations.rules.naming import same_address_key, same_name_key

NEAR_METRES = 30.0
# One name used twice this far apart is two places; chains have a branch in every town. It is more than
# a point is moved by the wrong datum, so a list sent again with the right one meets itself.
FAR_METRES = 1000.0
CANDIDATES_MAX = 5
# 30 m of latitude, and of longitude as far north as 60 degrees: neighbours are never missed.
_CELL_NORTH, _CELL_EAST = 0.00028, 0.00056

Why = Literal["name", "near", "address"]


@dataclass(frozen=True)
class KnownPlace:
    """A place to compare with. `ref` is the caller's own mark for it."""

    ref: str
    names: Sequence[str]
    address: str = ""
    point: Point | None = None


@dataclass(frozen=True)
class Likeness:
    """A place that may be the same, and what they have in common."""

    ref: str
    whys: tuple[Why, ...]
    metres: int | None = None

    @property
    def is_strong(self) -> bool:
        """The same name, and the same spot or address."""
        return "name" in self.whys and len(self.whys) > 1


@dataclass
class Directory:
    """Known places under their names, addresses and cells."""

    spellings: Sequence[tuple[str, str]] = ()
    _places: dict[str, KnownPlace] = field(default_factory=dict)
    _keys: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    _cells: dict[tuple[int, int], list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, place: KnownPlace) -> None:
        """From now on it can be found."""
        self._places[place.ref] = place
        for key in set(self._keys_of(place)):
            self._keys[key].append(place.ref)
        if place.point:
            self._cells[_cell(place.point)].append(place.ref)

    def like(self, place: KnownPlace) -> list[Likeness]:
        """The places that may be this one, the likeliest first."""
        whys: dict[str, set[Why]] = defaultdict(set)
        for kind, key in self._keys_of(place):
            for ref in self._keys.get((kind, key), ())[:50]:
                whys[ref].add("name" if kind == "name" else "address")
        for ref in self._near(place.point):
            whys[ref].add("near")
        found = (self._likeness(place, ref, kinds) for ref, kinds in whys.items() if ref != place.ref)
        kept = [likeness for likeness in found if likeness]
        return sorted(kept, key=lambda one: (-len(one.whys), one.metres or 0))[:CANDIDATES_MAX]

    def _likeness(self, place: KnownPlace, ref: str, kinds: set[Why]) -> Likeness | None:
        other = self._places[ref]
        metres = None
        if place.point and other.point:
            metres = round(metres_between(place.point, other.point))
            if metres > FAR_METRES and "near" not in kinds:
                return None
        elif kinds == {"name"} and _are_elsewhere(place.address, other.address):
            return None
        return Likeness(ref, tuple(sorted(kinds)), metres)

    def _keys_of(self, place: KnownPlace) -> Iterator[tuple[str, str]]:
        for name in place.names:
            if key := same_name_key(name, self.spellings):
                yield "name", key
        key = same_address_key(place.address)
        # 星沙街道 alone is no address that tells two places from each other.
        if len(key) > 8 or (len(key) > 3 and any(sign.isdecimal() for sign in key)):
            yield "address", key

    def _near(self, point: Point | None) -> Iterable[str]:
        if point is None:
            return
        north, east = _cell(point)
        for row in (north - 1, north, north + 1):
            for column in (east - 1, east, east + 1):
                for ref in self._cells.get((row, column), ()):
                    there = self._places[ref].point
                    if there and metres_between(point, there) <= NEAR_METRES:
                        yield ref


def first_decision(known: Sequence[Likeness], in_file: Sequence[Likeness]) -> str:
    """What becomes of a row unless somebody says otherwise; empty where somebody has to.

    A station that is known under this name at this spot is the same. Two rows of one list are two
    places, unless their names say that they are one.
    """
    if any(likeness.is_strong for likeness in known):
        return "same"
    if known or any(likeness.is_strong for likeness in in_file):
        return ""
    return "new"


def _are_elsewhere(one: str, other: str) -> bool:
    return bool(one and other) and same_address_key(one) != same_address_key(other)


def _cell(point: Point) -> tuple[int, int]:
    return floor(point.latitude / _CELL_NORTH), floor(point.longitude / _CELL_EAST)
