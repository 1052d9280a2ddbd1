"""The module as a Django application."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Persons, sign-in, consent and the right to leave."""

    name = "nuanfeng.modules.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "People"
