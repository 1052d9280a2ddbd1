"""The portal layer as a Django application."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Loaded by Django; pages and commands that compose modules."""

    name = "nuanfeng.portal"
    label = "portal"
