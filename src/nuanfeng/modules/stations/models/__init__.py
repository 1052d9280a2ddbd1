"""Places where people rest: what they are, who minds them, what is true at the door."""

from nuanfeng.modules.stations.models.access import HoursException, WirelessNetwork
from nuanfeng.modules.stations.models.door import DoorCounter, DoorEvidence, DoorReport, OpeningTap, Visit
from nuanfeng.modules.stations.models.imports import ROW_STATES, StationImport, StationImportRow
from nuanfeng.modules.stations.models.places import (
    ACCESS_KINDS,
    FACILITY_STATES,
    SPACE_KINDS,
    STATION_KINDS,
    FacilityType,
    Space,
    Station,
    StationFacility,
    StationStaff,
)
from nuanfeng.modules.stations.models.upkeep import Duty, DutyDone, DutyTurn, HandOverNote, Supply

__all__ = [
    "ACCESS_KINDS",
    "FACILITY_STATES",
    "ROW_STATES",
    "SPACE_KINDS",
    "STATION_KINDS",
    "DoorCounter",
    "DoorEvidence",
    "DoorReport",
    "Duty",
    "DutyDone",
    "DutyTurn",
    "FacilityType",
    "HandOverNote",
    "HoursException",
    "OpeningTap",
    "Space",
    "Station",
    "StationFacility",
    "StationImport",
    "StationImportRow",
    "StationStaff",
    "Supply",
    "Visit",
    "WirelessNetwork",
]
