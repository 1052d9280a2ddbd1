"""Addresses of this module."""

from django.urls import path

from nuanfeng.modules.bookings import desk, pages

app_name = "bookings"
urlpatterns = [
    path("bookings/", pages.offers, name="offers"),
    path("bookings/<slug:code>/", pages.offer, name="offer"),
    path("me/bookings/", pages.mine, name="mine"),
    path("me/bookings/change/", pages.change_mine, name="change_mine"),
    path("me/bookings/<uuid:booking>.ics", pages.calendar, name="calendar"),
    path("stations/<int:pk>/attendance/", pages.attendance, name="attendance"),
    path("office/bookings/", desk.offers, name="desk_offers"),
    path("office/bookings/new/", desk.new_offer, name="desk_new_offer"),
    path("office/bookings/venues/new/", desk.new_venue, name="desk_new_venue"),
    path("office/bookings/venues/<int:pk>/", desk.venue, name="desk_venue"),
    path("office/bookings/slots/<int:pk>/", desk.slot, name="desk_slot"),
    path("office/bookings/offers/<slug:code>/", desk.offer, name="desk_offer"),
    path("office/bookings/offers/<slug:code>/change/", desk.change_offer, name="desk_change_offer"),
    path("office/bookings/offers/<slug:code>/times/", desk.open_slots, name="desk_open_slots"),
]
