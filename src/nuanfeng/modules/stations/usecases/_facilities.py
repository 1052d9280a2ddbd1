"""Make a station have these facilities and no others: part of opening and changing a station."""

from collections.abc import Mapping
from dataclasses import replace

from nuanfeng.kernel.errors import Refused
from nuanfeng.modules.stations.models import FacilityType, Station, StationFacility
from nuanfeng.modules.stations.rules.places import FACILITY_UNKNOWN


def keep_facilities(station: Station, *, wanted: Mapping[str, str]) -> bool:
    """`wanted` maps codes to notes; says whether anything is different now."""
    types = {held.code: held for held in FacilityType.objects.filter(code__in=wanted)}
    for code in wanted:
        if code not in types:
            raise Refused(replace(FACILITY_UNKNOWN, params={"code": code}))
    held = {facility.facility_type.code: facility for facility in _held_by(station)}
    gone = [facility.pk for code, facility in held.items() if code not in wanted]
    if gone:
        StationFacility.objects.filter(pk__in=gone).delete()
    StationFacility.objects.bulk_create(
        StationFacility(station=station, facility_type=types[code], note=note)
        for code, note in wanted.items()
        if code not in held
    )
    kept = [facility for code, facility in held.items() if code in wanted]
    renoted = [facility for facility in kept if facility.note != wanted[facility.facility_type.code]]
    for facility in renoted:
        facility.note = wanted[facility.facility_type.code]
        facility.save(update_fields=["note"])
    return bool(gone or renoted or set(wanted) - set(held))


def _held_by(station: Station) -> list[StationFacility]:
    return list(StationFacility.objects.filter(station=station).select_related("facility_type"))
