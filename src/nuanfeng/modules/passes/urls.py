"""Addresses of this module."""

from django.urls import path

from nuanfeng.modules.passes import pages

app_name = "passes"
urlpatterns = [
    path("pass/", pages.show_pass, name="show_pass"),
    path("pass/slices.json", pages.slices, name="slices"),
    path("pass/new/", pages.rotate_handle, name="rotate_handle"),
    path("stations/<int:pk>/scanners/", pages.scanners, name="scanners"),
    path("stations/<int:pk>/cards/", pages.print_cards, name="print_cards"),
    path("cards/<uuid:pk>/", pages.card_sheet, name="card_sheet"),
    path("cards/<uuid:pk>/cards.pdf", pages.card_sheet_file, name="card_sheet_file"),
    path("cards/<uuid:pk>/print/", pages.card_sheet_print, name="card_sheet_print"),
    path("scanners/<uuid:pk>/revoke/", pages.revoke_scanner, name="revoke_scanner"),
]
