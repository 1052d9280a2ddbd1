"""Stations for programs."""

from nuanfeng.modules.stations.rest import visits as visits
from nuanfeng.modules.stations.rest.public import router

__all__ = ["router", "visits"]
