"""The module as a Django application."""

from django.apps import AppConfig


class BenefitsConfig(AppConfig):
    """Programmes, stock and hand-outs."""

    name = "nuanfeng.modules.benefits"
    label = "benefits"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Benefits"
