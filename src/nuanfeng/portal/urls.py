"""Addresses of pages that compose modules."""

from django.urls import URLPattern

app_name = "portal"
urlpatterns: list[URLPattern] = []
