"""`nuanfeng simulate`: phones, networks, servers and restores that fail, against the real server code."""

import json
from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Works on databases of its own in memory; ours is neither read nor written."""

    help = "Live made-up histories of scanners without a network, and check I1 to I9 after each step."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many, from which number on, and with which fault."""
        parser.add_argument("--seeds", type=int, default=200, help="how many histories (default 200)")
        parser.add_argument("--first", type=int, default=1, help="the number of the first one (default 1)")
        parser.add_argument("--fault", default="", help="plant a fault; `list` names them, `all` tries each")
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run, and end with 1 where a promise was broken (with a fault: where none was)."""
        if not Path(settings.ROOT, "simulation").is_dir():
            raise CommandError("The folder simulation/ is not part of this installation.")
        names = import_module("simulation.names").FAULTS
        fault = options["fault"]
        if fault == "list":
            self.stdout.write("\n".join(f"{name:<24}{words}" for name, words in names.items()))
            return
        if fault and fault != "all" and fault not in names:
            raise CommandError("There is no such fault; `--fault list` names them.")
        faults = list(names) if fault == "all" else [fault] if fault else []
        ended = import_module("simulation.run").run(
            seeds=options["seeds"],
            first=options["first"],
            faults=faults,
            tell=self._tell_json if options["json"] else self._tell,
        )
        if faults:
            self._judge_faults(faults, ended)
        elif broken := [str(one["seed"]) for one in ended if one["broken"]]:
            raise CommandError(f"Broken in {len(broken)} of {len(ended)}: seed {', '.join(broken[:20])}.")
        else:
            self.stdout.write(f"{len(ended)} histories, every promise held.")

    def _judge_faults(self, faults: list[str], ended: list[dict[str, Any]]) -> None:
        found = {one["fault"] for one in ended if one["broken"]}
        if missed := [name for name in faults if name not in found]:
            raise CommandError(f"Not found: {', '.join(missed)}.")
        self.stdout.write(f"Found: {len(found)} of {len(faults)}.")

    def _tell_json(self, one: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(one, ensure_ascii=False))

    def _tell(self, one: dict[str, Any]) -> None:
        if not one["broken"]:
            return
        fault = f" --fault {one['fault']}" if one["fault"] else ""
        self.stdout.write(f"\nseed {one['seed']}: {one['broken']}")
        self.stdout.write("".join(f"    {line}\n" for line in one["history"][-30:]))
        self.stdout.write(f"  again: nuanfeng simulate --first {one['seed']} --seeds 1{fault}")
