"""The office's work on stations: the list, one station, its staff, imports; a master's on their own."""

from nuanfeng.modules.stations.desk import help, imports, listing, own, staff, station

__all__ = ["help", "imports", "listing", "own", "staff", "station"]
