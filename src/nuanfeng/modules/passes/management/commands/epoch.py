"""`nuanfeng epoch`: after a backup was put back, ask every scanner for its log again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from nuanfeng.kernel import clock
from nuanfeng.modules.passes.queries import epoch_number
from nuanfeng.modules.passes.usecases import raise_epoch
from nuanfeng.modules.stations.api import COMMAND_LINE


class Command(BaseCommand):
    """Says the epoch; with --raise makes the next one."""

    help = "Show the epoch of scanners, or raise it once after a restore: they send their logs again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Looking changes nothing."""
        parser.add_argument("--raise", action="store_true", dest="is_raised", help="after a restore, once")
        parser.add_argument("--reason", default="", help="for the record")

    def handle(self, *args: Any, **options: Any) -> None:
        """The number, before or after."""
        if not options["is_raised"]:
            self.stdout.write(f"Epoch {epoch_number()}.")
            return
        epoch = raise_epoch(actor=COMMAND_LINE, reason=options["reason"], now=clock.now())
        self.stdout.write(f"Epoch {epoch.number}. Every scanner sends its log of 72 hours again")
        self.stdout.write("when it next has a network; nothing is counted twice.")
