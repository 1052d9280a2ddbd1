"""Addresses of this module."""

from django.urls import path

from nuanfeng.modules.organisations import desk

app_name = "organisations"
urlpatterns = [
    path("office/staff/", desk.staff, name="staff"),
    path("office/staff/<int:pk>/end/", desk.end_appointment, name="end_appointment"),
    path("office/calendar/", desk.calendar, name="calendar"),
]
