"""Addresses of this module."""

from django.urls import URLPattern

app_name = "stations"
urlpatterns: list[URLPattern] = []
