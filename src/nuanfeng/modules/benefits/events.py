"""The facts this module announces. Hand-outs are not among them: their rows are read by watermark."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar


@dataclass(frozen=True)
class ProgrammeCreated:
    """The county hands out something new."""

    name: ClassVar[str] = "benefits.programme_created"
    version: ClassVar[int] = 1
    programme_id: int


@dataclass(frozen=True)
class StockOpened:
    """A station's table is laid for a service day."""

    name: ClassVar[str] = "benefits.stock_opened"
    version: ClassVar[int] = 1
    station_id: int
    programme_id: int
    service_date: date


@dataclass(frozen=True)
class StockClosed:
    """A station has counted what is left of a service day."""

    name: ClassVar[str] = "benefits.stock_closed"
    version: ClassVar[int] = 1
    station_id: int
    programme_id: int
    service_date: date


@dataclass(frozen=True)
class RecordDecided:
    """The county said what becomes of a record that was set aside: `stored` or `dismissed`."""

    name: ClassVar[str] = "benefits.record_decided"
    version: ClassVar[int] = 1
    record_hash: str
    station_id: int
    decision: str
