"""Addresses of the shell itself."""

from django.urls import path

from nuanfeng.ui import pages

app_name = "ui"
urlpatterns = [
    path("preferences/", pages.preferences, name="preferences"),
    path("manifest.webmanifest", pages.manifest, name="manifest"),
    path("sw.js", pages.worker_script, name="worker_script"),
    path("offline/", pages.offline, name="offline"),
]
