"""The office's work on stations: the list, one station, its staff, imports."""

from nuanfeng.modules.stations.desk import imports, listing, staff, station

__all__ = ["imports", "listing", "staff", "station"]
