"""The module as a Django application."""

from django.apps import AppConfig


class PassesConfig(AppConfig):
    """Tokens, handles, cards and scanners."""

    name = "nuanfeng.modules.passes"
    label = "passes"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Passes"
