"""What people do with stations."""

from nuanfeng.modules.stations.usecases.appoint_station_staff import appoint_station_staff
from nuanfeng.modules.stations.usecases.change_station import change_station
from nuanfeng.modules.stations.usecases.close_station import close_station
from nuanfeng.modules.stations.usecases.confirm_station import confirm_station
from nuanfeng.modules.stations.usecases.end_station_staff import end_station_staff
from nuanfeng.modules.stations.usecases.open_station import open_station
from nuanfeng.modules.stations.usecases.pause_station import pause_station
from nuanfeng.modules.stations.usecases.reopen_station import reopen_station

__all__ = [
    "appoint_station_staff",
    "change_station",
    "close_station",
    "confirm_station",
    "end_station_staff",
    "open_station",
    "pause_station",
    "reopen_station",
]
