"""`nuanfeng verify`: hold every promise against the rows that are there."""

import json
from argparse import ArgumentParser
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from nuanfeng.modules.benefits.api import PROMISES

SHOWN_MAX = 20


class Command(BaseCommand):
    """Prints each promise and where it does not hold; ends with 1 where one does not."""

    help = "Check the promises about hand-outs and stock (I1 to I8) on the live data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """For people, or for a program that watches."""
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check one after the other; a broken one does not hide the next."""
        broken = [name for name, check in PROMISES.items() if not self._holds(name, check, options["json"])]
        if not options["json"]:
            self.stdout.write("I7  —  begins with scanners that work without a network.")
        if broken:
            raise CommandError(f"Broken: {', '.join(broken)}.")

    def _holds(self, name: str, check: Callable[[], Iterable[str]], is_json: bool) -> bool:
        sentence = (check.__doc__ or "").strip().split(": ", 1)[-1]
        places = list(islice(check(), SHOWN_MAX + 1))
        if is_json:
            found = {"promise": name, "holds": not places, "sentence": sentence, "where": places[:SHOWN_MAX]}
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return not places
        self.stdout.write(f"{name}  {'holds' if not places else 'BROKEN'}  {sentence}")
        for place in places[:SHOWN_MAX]:
            self.stdout.write(f"      {place}")
        if len(places) > SHOWN_MAX:
            self.stdout.write("      and more")
        return not places
