"""`nuanfeng rebuild_figures`: make the county's figures again from the hand-outs."""

from typing import Any

from django.core.management.base import BaseCommand

from nuanfeng.kernel import clock
from nuanfeng.modules.insight.usecases import rebuild_figures


class Command(BaseCommand):
    """Harmless at any time: the figures come out the same, or right where they were wrong."""

    help = "Make the figures of stations and days again from the rows of hand-outs."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild and say how many days of stations there are."""
        made = rebuild_figures(now=clock.now())
        self.stdout.write(f"{made} days of stations counted again.")
