"""The office's work on stations: the list, one station, its staff, imports; a master's on their own."""

from nuanfeng.modules.stations.desk import imports, listing, own, staff, station

__all__ = ["imports", "listing", "own", "staff", "station"]
