"""The look as a Django application."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Base templates, components, tokens."""

    name = "nuanfeng.ui"
    label = "ui"
