"""`nuanfeng verify`: hold every promise against the rows that are there."""

import json
from argparse import ArgumentParser
from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from nuanfeng.portal.queries import Invariant, all_invariants

SHOWN_MAX = 20


class Command(BaseCommand):
    """Prints each promise and where it does not hold; ends with 1 where one does not."""

    help = "Check on the live data what must always hold: I1 to I8 and I10 of the hand-outs, and the rest."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """For people, or for a program that watches."""
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check one after the other; a broken one does not hide the next."""
        broken = [
            sentence.partition(":")[0] if sentence[:1] == "I" and sentence[1:2].isdigit() else name
            for module, name, sentence, invariant in all_invariants()
            if not self._holds(module, name, sentence, invariant, is_json=options["json"])
        ]
        if broken:
            raise CommandError(f"Broken: {', '.join(broken)}.")

    def _holds(self, module: str, name: str, sentence: str, invariant: Invariant, *, is_json: bool) -> bool:
        places = list(islice(invariant(), SHOWN_MAX + 1))
        if is_json:
            found = {
                "module": module,
                "name": name,
                "sentence": sentence,
                "holds": not places,
                "where": places[:SHOWN_MAX],
            }
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return not places
        self.stdout.write(f"{'holds ' if not places else 'BROKEN'}  {module:<10}{sentence}")
        for place in places[:SHOWN_MAX]:
            self.stdout.write(f"        {place}")
        if len(places) > SHOWN_MAX:
            self.stdout.write("        and more")
        return not places
