"""The module as a Django application."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Figures of the county, over projections of its own."""

    name = "nuanfeng.modules.insight"
    label = "insight"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Insight"
