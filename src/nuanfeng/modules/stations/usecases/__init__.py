"""What people do with stations."""

from nuanfeng.modules.stations.usecases.add_hours_exception import add_hours_exception
from nuanfeng.modules.stations.usecases.add_supply import add_supply
from nuanfeng.modules.stations.usecases.apply_import import apply_import
from nuanfeng.modules.stations.usecases.appoint_station_staff import appoint_station_staff
from nuanfeng.modules.stations.usecases.change_station import change_station
from nuanfeng.modules.stations.usecases.close_station import close_station
from nuanfeng.modules.stations.usecases.confirm_station import confirm_station
from nuanfeng.modules.stations.usecases.continue_imports import continue_imports
from nuanfeng.modules.stations.usecases.count_visit import count_people, count_visit
from nuanfeng.modules.stations.usecases.decide_row import decide_row
from nuanfeng.modules.stations.usecases.decide_undecided import decide_undecided
from nuanfeng.modules.stations.usecases.do_duty import do_duty
from nuanfeng.modules.stations.usecases.end_hours_exception import end_hours_exception
from nuanfeng.modules.stations.usecases.end_station_staff import end_station_staff
from nuanfeng.modules.stations.usecases.end_supply import end_supply, replace_supply
from nuanfeng.modules.stations.usecases.forget_callers import forget_callers
from nuanfeng.modules.stations.usecases.forget_minding import forget_minding
from nuanfeng.modules.stations.usecases.forget_person import forget_person
from nuanfeng.modules.stations.usecases.leave_note import leave_note, read_note
from nuanfeng.modules.stations.usecases.make_door_counter import make_door_counter
from nuanfeng.modules.stations.usecases.mark_facility import mark_facility
from nuanfeng.modules.stations.usecases.note_activity import note_activity
from nuanfeng.modules.stations.usecases.note_evenings import note_evenings
from nuanfeng.modules.stations.usecases.open_station import open_station
from nuanfeng.modules.stations.usecases.pause_station import pause_station
from nuanfeng.modules.stations.usecases.plan_turn import drop_turn, plan_turn
from nuanfeng.modules.stations.usecases.preview_import import preview_import
from nuanfeng.modules.stations.usecases.reopen_station import reopen_station
from nuanfeng.modules.stations.usecases.report_door import report_door
from nuanfeng.modules.stations.usecases.revoke_door_counter import revoke_door_counter
from nuanfeng.modules.stations.usecases.set_access import set_access
from nuanfeng.modules.stations.usecases.set_wireless import change_wireless_password, set_wireless
from nuanfeng.modules.stations.usecases.settle_report import settle_report
from nuanfeng.modules.stations.usecases.start_import import start_import
from nuanfeng.modules.stations.usecases.stop_import import stop_import
from nuanfeng.modules.stations.usecases.take_back_import import take_back_import
from nuanfeng.modules.stations.usecases.tap_opening import tap_opening

__all__ = [
    "add_hours_exception",
    "add_supply",
    "apply_import",
    "appoint_station_staff",
    "change_station",
    "change_wireless_password",
    "close_station",
    "confirm_station",
    "continue_imports",
    "count_people",
    "count_visit",
    "decide_row",
    "decide_undecided",
    "do_duty",
    "drop_turn",
    "end_hours_exception",
    "end_station_staff",
    "end_supply",
    "forget_callers",
    "forget_minding",
    "forget_person",
    "leave_note",
    "make_door_counter",
    "mark_facility",
    "note_activity",
    "note_evenings",
    "open_station",
    "pause_station",
    "plan_turn",
    "preview_import",
    "read_note",
    "reopen_station",
    "replace_supply",
    "report_door",
    "revoke_door_counter",
    "set_access",
    "set_wireless",
    "settle_report",
    "start_import",
    "stop_import",
    "take_back_import",
    "tap_opening",
]
