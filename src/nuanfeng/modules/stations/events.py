"""The facts this module announces."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class StationOpened:
    """A station is on the list from now on."""

    name: ClassVar[str] = "stations.station_opened"
    version: ClassVar[int] = 1
    station_id: int


@dataclass(frozen=True)
class StationChanged:
    """Something that people see of a station is different; `fields` says what."""

    name: ClassVar[str] = "stations.station_changed"
    version: ClassVar[int] = 1
    station_id: int
    fields: list[str]


@dataclass(frozen=True)
class StationPaused:
    """A station is shut for the time being."""

    name: ClassVar[str] = "stations.station_paused"
    version: ClassVar[int] = 1
    station_id: int


@dataclass(frozen=True)
class StationClosed:
    """A station is gone from the list."""

    name: ClassVar[str] = "stations.station_closed"
    version: ClassVar[int] = 1
    station_id: int


@dataclass(frozen=True)
class StationReopened:
    """A paused or closed station is there again."""

    name: ClassVar[str] = "stations.station_reopened"
    version: ClassVar[int] = 1
    station_id: int


@dataclass(frozen=True)
class StationConfirmed:
    """Somebody looked, and what is written of the station is true."""

    name: ClassVar[str] = "stations.station_confirmed"
    version: ClassVar[int] = 1
    station_id: int


@dataclass(frozen=True)
class StationStaffAppointed:
    """A person minds a station from now on."""

    name: ClassVar[str] = "stations.staff_appointed"
    version: ClassVar[int] = 1
    station_id: int
    person_id: int
    role: str


@dataclass(frozen=True)
class StationStaffEnded:
    """A person no longer minds a station."""

    name: ClassVar[str] = "stations.staff_ended"
    version: ClassVar[int] = 1
    station_id: int
    person_id: int


@dataclass(frozen=True)
class DoorTapped:
    """The person on duty said that the door is open, or stays shut today."""

    name: ClassVar[str] = "stations.door_tapped"
    version: ClassVar[int] = 1
    station_id: int
    is_open: bool


@dataclass(frozen=True)
class DoorReportBelieved:
    """Enough people say the same of a place; `kind` is what they say."""

    name: ClassVar[str] = "stations.door_report_believed"
    version: ClassVar[int] = 1
    station_id: int
    kind: str


@dataclass(frozen=True)
class DoorReportSettled:
    """What people said of a place is mended or was a mistake."""

    name: ClassVar[str] = "stations.door_report_settled"
    version: ClassVar[int] = 1
    station_id: int
    kind: str
    by: str
