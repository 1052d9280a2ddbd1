"""The portal layer as a Django application."""

from datetime import timedelta

from django.apps import AppConfig

from nuanfeng.kernel.web import landing_from


class PortalConfig(AppConfig):
    """Loaded by Django; pages and commands that compose modules."""

    name = "nuanfeng.portal"
    label = "portal"

    def ready(self) -> None:
        """Whoever signs in begins where their work is; and the one job that spans modules from above."""
        from nuanfeng.kernel import schedule
        from nuanfeng.portal.queries import first_page_of
        from nuanfeng.portal.usecases import check_promises, erase_unused

        landing_from(first_page_of)
        schedule.every("portal.check_promises", timedelta(days=1), lambda now: check_promises(now=now))
        schedule.every("portal.erase_unused", timedelta(days=1), lambda now: erase_unused(now=now))
