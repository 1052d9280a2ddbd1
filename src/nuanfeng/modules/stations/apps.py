"""The module as a Django application."""

from django.apps import AppConfig


class StationsConfig(AppConfig):
    """Places, spaces, facilities and hours."""

    name = "nuanfeng.modules.stations"
    label = "stations"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Stations"
