"""Addresses of this module."""

from django.urls import path

from nuanfeng.modules.stations import pages

app_name = "stations"
urlpatterns = [
    path("", pages.station_list, name="list"),
    path("stations/index.json", pages.index_json, name="index_json"),
    path("stations/<int:pk>/", pages.station, name="station"),
]
