"""What a typed word may mean: a name, an address, a town under any of its names, something to have."""

from django.db.models import Q, QuerySet

from nuanfeng.modules.organisations.api import Area
from nuanfeng.modules.stations.models import Station, StationFacility
from nuanfeng.modules.stations.rules.facility_words import facility_meant
from nuanfeng.modules.stations.rules.naming import tidy

WORDS_MAX = 5
AREA_ENDINGS = ("街道", "镇", "乡", "村", "社区")
ALL_DAY = ("24小时", "24h", "通宵", "24/7")


def stations_matching(rows: QuerySet[Station], typed: str) -> QuerySet[Station]:
    """Those that every word of the search means in some way."""
    for word in tidy(typed).lower().split()[:WORDS_MAX]:
        rows = rows.filter(_meant_by(word))
    return rows


def _meant_by(word: str) -> Q:
    meant = Q(name_search__contains=word) | Q(address__icontains=word)
    for number, spellings in _areas_called(word):
        meant |= Q(area=number) | Q(area__parent=number)
        for spelling in spellings:
            meant |= Q(name_search__contains=spelling)
    if code := facility_meant(word):
        meant |= Q(pk__in=StationFacility.objects.filter(facility_type__code=code).values("station"))
    if word in ALL_DAY:
        meant |= Q(hours="24/7")
    return meant


def _areas_called(word: str) -> list[tuple[int, list[str]]]:
    """Areas that have the word in one of their names, each with the stems of all its names."""
    stem = _stem(word)
    if len(stem) < 2:
        return []
    found = []
    for number, name, aliases in Area.objects.values_list("pk", "name", "aliases"):
        stems = [_stem(spelling.lower()) for spelling in (name, *aliases)]
        if any(stem in spelling for spelling in stems):
            found.append((number, [spelling for spelling in stems if len(spelling) > 1]))
    return found


def _stem(name: str) -> str:
    for ending in AREA_ENDINGS:
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name.removesuffix(ending)
    return name
