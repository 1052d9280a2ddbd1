"""`nuanfeng bench NAME`: measure a hot path beside its limit, in one run."""

from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

BENCHES = ("doors", "offline", "pages", "redeem", "served", "stations", "sync")


class Command(BaseCommand):
    """Each benchmark sets up a county of its own and leaves nothing behind; ours is not touched."""

    help = "Measure a hot path beside its limit. Needs what tests need (script/test installs it)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which one, and how to print."""
        parser.add_argument("name", choices=BENCHES, help="which benchmark")
        parser.add_argument("--json", action="store_true", help="one JSON object a line")
        parser.add_argument("--engine", choices=("postgresql", "sqlite"), help="one engine only")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the program of that name in bench/."""
        if not Path(settings.ROOT, "bench").is_dir():
            raise CommandError("The folder bench/ is not part of this installation.")
        program = import_module(f"bench.{options['name']}")
        engines = [options["engine"]] if options["engine"] else ["postgresql", "sqlite"]
        program.run(engines=engines, is_json=options["json"])
