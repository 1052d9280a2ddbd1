"""What people open: places to rest, and what is true at their doors."""

from nuanfeng.modules.stations.pages import access, counters, doors, places, upkeep

__all__ = ["access", "counters", "doors", "places", "upkeep"]
