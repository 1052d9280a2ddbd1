"""Addresses of this module."""

from django.urls import path

from nuanfeng.modules.insight import desk

app_name = "insight"
urlpatterns = [
    path("office/", desk.county, name="county"),
    path("office/audit/", desk.done, name="done"),
    path("office/figures/hand-outs/", desk.hand_outs, name="hand_outs"),
    path("office/figures/answers/", desk.screens, name="screens"),
    path("office/figures/stock/", desk.stock, name="stock"),
    path("office/figures/days/", desk.days, name="days"),
    path("office/figures/table/", desk.table, name="table"),
    path("office/figures/people/", desk.people, name="people"),
    path("office/figures/stations/", desk.stations, name="stations"),
]
