"""Addresses of this module."""

from django.urls import path

from nuanfeng.modules.passes import pages

app_name = "passes"
urlpatterns = [
    path("pass/", pages.show_pass, name="show_pass"),
    path("pass/slices.json", pages.slices, name="slices"),
    path("pass/new/", pages.rotate_handle, name="rotate_handle"),
    path("stations/<int:pk>/scanners/", pages.scanners, name="scanners"),
    path("stations/<int:pk>/scanners/invite/", pages.invite_scanner, name="invite_scanner"),
    path("scanners/<uuid:pk>/revoke/", pages.revoke_scanner, name="revoke_scanner"),
]
