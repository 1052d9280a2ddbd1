"""`nuanfeng county set ...`: say which county an empty installation serves."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from nuanfeng.kernel import clock
from nuanfeng.kernel.errors import Refused
from nuanfeng.modules.organisations import rules
from nuanfeng.modules.organisations.api import load_areas, set_up_county, the_county
from nuanfeng.modules.organisations.models import Area
from nuanfeng.modules.organisations.policies import COMMAND_LINE
from nuanfeng.modules.organisations.queries import county_staff


class Command(BaseCommand):
    """Set up the county, or bring what is known of it up to date."""

    help = "Say which county this installation serves: code, name, outline, towns and villages."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What is known of the county; what is left out stays as it is."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        change = verbs.add_parser("set", help="set up the county, or change what is known of it")
        change.add_argument("code", help="its administrative code, for example 430121")
        change.add_argument("name", help="its name, for example 长沙县")
        change.add_argument("--name-en", help="its name in English")
        change.add_argument("--hotline", help="the number people call for help")
        change.add_argument("--boundary", type=Path, help="a GeoJSON file with its outline (WGS-84)")
        change.add_argument("--towns", type=Path, help="a CSV file: code, name (name_en, aliases)")
        change.add_argument("--villages", type=Path, help="a CSV file: code, name, town_code")
        verbs.add_parser("show", help="what is known of the county")

    def handle(self, *args: Any, **options: Any) -> None:
        """Set or show."""
        if options["verb"] == "set":
            try:
                self._set(options)
            except Refused as no:
                raise CommandError(str(no)) from None
        self._show()

    def _set(self, options: dict[str, Any]) -> None:
        known = {name: options[name] for name in ("name", "name_en", "hotline") if options[name] is not None}
        if options["boundary"]:
            outline = _outline(options["boundary"])
            known["boundary"] = outline
            known["latitude"], known["longitude"] = rules.centre_of(outline)
        # Files are read before anything is written.
        rows = [row for name in ("towns", "villages") if options[name] for row in _areas(options[name])]
        now = clock.now()
        set_up_county(actor=COMMAND_LINE, now=now, code=options["code"], **known)
        if rows:
            changed = load_areas(rows=rows, actor=COMMAND_LINE, now=now)
            self.stdout.write(f"Towns and villages added or changed: {changed}")

    def _show(self) -> None:
        county = the_county()
        if county is None:
            self.stdout.write("No county yet. Set it up with: nuanfeng county set CODE NAME")
            return
        towns = Area.objects.filter(kind="town").count()
        villages = Area.objects.filter(kind="village").count()
        self.stdout.write(
            f"{county.name} ({county.code}), {towns} towns, {villages} villages, "
            f"{'with' if county.boundary else 'without'} an outline"
        )
        if not county_staff().exists():
            self.stdout.write("Next: appoint the first county staff with: nuanfeng staff add PHONE NICKNAME")


def _outline(file: Path) -> dict[str, Any]:
    outline = rules.outline_of(_json(file))
    if outline is None:
        raise CommandError(f"{file}: {rules.NO_OUTLINE.sentence}")
    return outline


def _json(file: Path) -> Any:
    try:
        return json.loads(_text(file))
    except ValueError:
        raise CommandError(f"{file} is not JSON.") from None


def _areas(file: Path) -> list[rules.AreaRow]:
    rows = rules.read_areas(_text(file).splitlines())
    if not rows:
        raise CommandError(f"{file}: no rows with the columns code and name.")
    return rows


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as problem:
        raise CommandError(f"{file} cannot be read: {problem.strerror}.") from None
    except UnicodeDecodeError:
        raise CommandError(f"{file} is not UTF-8 text; save it again as UTF-8.") from None
