"""Addresses of this module."""

from django.urls import path

from nuanfeng.modules.stations import desk, pages

app_name = "stations"
office = "office/stations/"
one = f"{office}<int:pk>/"
sheets = "office/imports/"
urlpatterns = [
    path("", pages.places.station_list, name="list"),
    path("stations/index.json", pages.places.index_json, name="index_json"),
    path("stations/<int:pk>/", pages.places.station, name="station"),
    path("stations/hours/", desk.station.preview_hours, name="hours"),
    path("stations/<int:pk>/report/", pages.doors.report, name="report"),
    path("stations/<int:pk>/poster/", pages.doors.poster, name="poster"),
    path("stations/<int:pk>/other-hours/", pages.access.other_hours, name="other_hours"),
    path("stations/<int:pk>/way-in/", pages.access.way_in, name="way_in"),
    path("stations/<int:pk>/wifi/", pages.access.wireless, name="wireless"),
    path("stations/<int:pk>/counters/", pages.counters.counters, name="counters"),
    path("stations/<int:pk>/tap/", pages.doors.tap, name="tap"),
    path("here/<int:pk>/<slug:check>/", pages.doors.here, name="here"),
    path("stations/<int:pk>/upkeep/", pages.upkeep.upkeep, name="upkeep"),
    path("stations/<int:pk>/supplies/", pages.upkeep.supplies, name="supplies"),
    path("stations/<int:pk>/turns/", pages.upkeep.turns, name="turns"),
    path("stations/<int:pk>/keep/", desk.own.keep, name="keep"),
    path(office, desk.listing.stations, name="desk_list"),
    path(f"{office}export/", desk.listing.export, name="desk_export"),
    path(f"{office}new/", desk.station.new, name="desk_new"),
    path(f"{office}help/", desk.help.help_needed, name="help"),
    path(f"{office}help/<int:pk>/", desk.help.help_station, name="help_station"),
    path(one, desk.station.station, name="desk_station"),
    path(f"{one}change/", desk.station.change, name="desk_change"),
    path(f"{one}pause/", desk.station.pause, name="desk_pause"),
    path(f"{one}close/", desk.station.close, name="desk_close"),
    path(f"{one}reopen/", desk.station.reopen, name="desk_reopen"),
    path(f"{one}confirm/", desk.station.confirm, name="desk_confirm"),
    path(f"{one}staff/", desk.staff.appoint, name="desk_appoint"),
    path(f"{one}staff/<int:staff_id>/end/", desk.staff.end, name="desk_end_staff"),
    path(sheets, desk.imports.imports, name="desk_imports"),
    path(f"{sheets}<int:pk>/", desk.imports.sheet, name="desk_import"),
    path(f"{sheets}<int:pk>/rows/<int:row_id>/", desk.imports.decide, name="desk_decide"),
    path(f"{sheets}<int:pk>/decide/", desk.imports.decide_all, name="desk_decide_all"),
    path(f"{sheets}<int:pk>/apply/", desk.imports.apply, name="desk_apply"),
    path(f"{sheets}<int:pk>/progress/", desk.imports.progress, name="desk_progress"),
    path(f"{sheets}<int:pk>/take-back/", desk.imports.take_back, name="desk_take_back"),
    path(f"{sheets}<int:pk>/returned/", desk.imports.returned, name="desk_returned"),
]
