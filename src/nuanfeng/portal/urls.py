"""Addresses of pages that compose modules."""

from django.urls import path

from nuanfeng.portal.pages.ask import ask
from nuanfeng.portal.pages.station import station
from nuanfeng.portal.pages.station_work import station_work

app_name = "portal"
urlpatterns = [
    # In front of the same address of stations.urls, which shows a station without its meals.
    path("stations/<int:pk>/", station, name="station"),
    path("ask/", ask, name="ask"),
    path("station-work/", station_work, name="station_work"),
]
