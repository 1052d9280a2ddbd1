"""The door: what other modules may use."""

from nuanfeng.modules.stations.models import FacilityType, Space, Station, StationFacility, StationStaff

__all__ = ["FacilityType", "Space", "Station", "StationFacility", "StationStaff"]
