"""Reading figures."""

from nuanfeng.modules.insight.queries.county_day import CountyDay, county_day
from nuanfeng.modules.insight.queries.figures import figures_between, today_of
from nuanfeng.modules.insight.queries.opening import OpenStation, open_count, stations_open

__all__ = [
    "CountyDay",
    "OpenStation",
    "county_day",
    "figures_between",
    "open_count",
    "stations_open",
    "today_of",
]
