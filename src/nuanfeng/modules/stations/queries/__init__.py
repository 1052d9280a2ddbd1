"""Reading stations."""

from nuanfeng.modules.stations.queries.access import DoorCode, door_code_of, stations_with_door_code
from nuanfeng.modules.stations.queries.counters import counter_with
from nuanfeng.modules.stations.queries.doors import DoorView
from nuanfeng.modules.stations.queries.opening import (
    OpeningView,
    calendar_around,
    hours_open_on,
    open_spans_of,
    open_spans_on,
    opening_of,
    opening_states,
    opening_views,
    said,
    stations_open_by_hour,
)
from nuanfeng.modules.stations.queries.public import (
    StationCard,
    StationDetails,
    StationFilter,
    StationPage,
    public_stations,
    station_details,
)
from nuanfeng.modules.stations.queries.reports import OpenReport, open_reports_of
from nuanfeng.modules.stations.queries.staff import personal_record_of, staff_of, stations_where
from nuanfeng.modules.stations.queries.week import HoursLine, hours_lines

__all__ = [
    "DoorCode",
    "DoorView",
    "HoursLine",
    "OpenReport",
    "OpeningView",
    "StationCard",
    "StationDetails",
    "StationFilter",
    "StationPage",
    "calendar_around",
    "counter_with",
    "door_code_of",
    "hours_lines",
    "hours_open_on",
    "open_reports_of",
    "open_spans_of",
    "open_spans_on",
    "opening_of",
    "opening_states",
    "opening_views",
    "personal_record_of",
    "public_stations",
    "said",
    "staff_of",
    "station_details",
    "stations_open_by_hour",
    "stations_where",
    "stations_with_door_code",
]
