"""Addresses of this module."""

from django.urls import path

from nuanfeng.modules.benefits import desk, pages

app_name = "benefits"
urlpatterns = [
    path("scan/<int:pk>/", pages.scan, name="scan"),
    path("scan/<int:pk>/enrol/", pages.enrol_phone, name="enrol_phone"),
    path("scanner/", pages.scanner, name="scanner"),
    path("scanner/manifest.webmanifest", pages.scanner_manifest, name="scanner_manifest"),
    path("scanner/paper/", pages.scanner_paper, name="scanner_paper"),
    path("stations/<int:pk>/scanners/invite/", pages.invite_phone, name="invite_phone"),
    path("stations/<int:pk>/stock/", pages.stock, name="stock"),
    path("stations/<int:pk>/day/", pages.day_sheet, name="day_sheet"),
    path("stations/<int:pk>/leftovers/", pages.leftovers, name="leftovers"),
    path("me/leftovers/", pages.my_leftovers, name="my_leftovers"),
    path("office/programmes/", desk.programmes.programmes, name="desk_programmes"),
    path("office/programmes/new/", desk.programmes.new_programme, name="desk_new_programme"),
    path("office/programmes/<slug:code>/", desk.programmes.programme, name="desk_programme"),
    path("office/programmes/<slug:code>/items/new/", desk.programmes.new_item, name="desk_new_item"),
    path("office/programmes/<slug:code>/items/<slug:item>/", desk.programmes.item, name="desk_item"),
    path("office/programmes/<slug:code>/rule/", desk.rules.rule, name="desk_rule"),
    path("office/programmes/<slug:code>/points/", desk.programmes.points, name="desk_points"),
    path("office/quarantine/", desk.quarantine.records, name="desk_quarantine"),
    path("office/quarantine/<slug:record>/", desk.quarantine.record, name="desk_quarantined"),
]
