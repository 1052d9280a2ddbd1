"""What people do with stations."""

from nuanfeng.modules.stations.usecases.apply_import import apply_import
from nuanfeng.modules.stations.usecases.appoint_station_staff import appoint_station_staff
from nuanfeng.modules.stations.usecases.change_station import change_station
from nuanfeng.modules.stations.usecases.close_station import close_station
from nuanfeng.modules.stations.usecases.confirm_station import confirm_station
from nuanfeng.modules.stations.usecases.decide_row import decide_row
from nuanfeng.modules.stations.usecases.decide_undecided import decide_undecided
from nuanfeng.modules.stations.usecases.end_station_staff import end_station_staff
from nuanfeng.modules.stations.usecases.forget_person import forget_person
from nuanfeng.modules.stations.usecases.open_station import open_station
from nuanfeng.modules.stations.usecases.pause_station import pause_station
from nuanfeng.modules.stations.usecases.preview_import import preview_import
from nuanfeng.modules.stations.usecases.reopen_station import reopen_station

__all__ = [
    "apply_import",
    "appoint_station_staff",
    "change_station",
    "close_station",
    "confirm_station",
    "decide_row",
    "decide_undecided",
    "end_station_staff",
    "forget_person",
    "open_station",
    "pause_station",
    "preview_import",
    "reopen_station",
]
