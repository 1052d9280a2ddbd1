"""The module as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BookingsConfig(AppConfig):
    """Places that are booked: the health package at a clinic, a seat on a journey."""

    name = "nuanfeng.modules.bookings"
    label = "bookings"
    verbose_name = _("Bookings")
    default_auto_field = "django.db.models.BigAutoField"
