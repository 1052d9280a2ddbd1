"""What people open: places to rest, and what is true at their doors."""

from nuanfeng.modules.stations.pages import doors, places, upkeep

__all__ = ["doors", "places", "upkeep"]
