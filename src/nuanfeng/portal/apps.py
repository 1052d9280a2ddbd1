"""The portal layer as a Django application."""

from django.apps import AppConfig

from nuanfeng.kernel.web import landing_from


class PortalConfig(AppConfig):
    """Loaded by Django; pages and commands that compose modules."""

    name = "nuanfeng.portal"
    label = "portal"

    def ready(self) -> None:
        """Whoever signs in begins where their work is."""
        from nuanfeng.portal.queries import first_page_of

        landing_from(first_page_of)
