"""The kernel as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KernelConfig(AppConfig):
    """Events, deliveries, audit entries and the county calendar."""

    name = "nuanfeng.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Calendar")
