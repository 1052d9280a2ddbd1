"""Addresses of pages that compose modules."""

from django.urls import path

from nuanfeng.portal.pages import card, me, privacy
from nuanfeng.portal.pages.ask import ask
from nuanfeng.portal.pages.door import door, doors
from nuanfeng.portal.pages.show_pass import show_pass
from nuanfeng.portal.pages.station import station
from nuanfeng.portal.pages.station_screen import station_screen
from nuanfeng.portal.pages.station_work import station_work

app_name = "portal"
urlpatterns = [
    # In front of the same address of stations.urls, which shows a station without its meals.
    path("stations/<int:pk>/", station, name="station"),
    path("stations/<int:pk>/door/", door, name="door"),
    path("stations/<int:pk>/screen/", station_screen, name="station_screen"),
    # In front of the same address of passes.urls, which shows a pass without the programme of the hour.
    path("pass/", show_pass, name="show_pass"),
    path("pass/doors/", doors, name="doors"),
    path("ask/", ask, name="ask"),
    path("me/", me.me, name="me"),
    path("me/record/", me.my_record, name="my_record"),
    path("me/record.json", me.my_record_file, name="my_record_file"),
    path("me/card/", card.my_card, name="my_card"),
    path("me/card/<int:pk>/replace/", card.replace_my_card, name="replace_my_card"),
    path("card/", card.card, name="card"),
    path("card/<int:pk>/", card.card, name="card_of_station"),
    path("me/leave-everywhere/", me.leave_everywhere, name="leave_everywhere"),
    path("me/erase/", me.erase, name="erase"),
    path("erased/", me.erased, name="erased"),
    path("privacy/", privacy.privacy, name="privacy"),
    path("station-work/", station_work, name="station_work"),
]
