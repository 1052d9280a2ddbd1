"""The module as a Django application."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """The county, its towns, parks and enterprises, and who acts for whom."""

    name = "nuanfeng.modules.organisations"
    label = "organisations"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Organisations"
