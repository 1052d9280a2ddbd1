"""`nuanfeng import stations FILE`: the same import as in the office, for whoever runs the installation."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext
from rich.console import Console
from rich.progress import Progress

from nuanfeng.kernel import clock
from nuanfeng.kernel.errors import Refusal, Refused
from nuanfeng.kernel.web import sentence_of
from nuanfeng.modules.stations.api import (
    COMMAND_LINE,
    StationImport,
    apply_import,
    decide_undecided,
    preview_import,
)
from nuanfeng.modules.stations.models import STATION_KINDS
from nuanfeng.modules.stations.queries.importing import (
    JudgedRow,
    counts_by_tab,
    judge_sheet,
    rows_of_tab,
    told,
)
from nuanfeng.modules.stations.rules.datum import DATUMS
from nuanfeng.modules.stations.rules.sheets import BYTES_MAX

SHOWN_MAX = 20


class Command(BaseCommand):
    """Import a list of stations."""

    help = "Import a list of stations from .xlsx, .xls, .ods or .csv."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to import, how its points are written, and what to do with likely doubles."""
        parser.add_argument("what", choices=["stations"], help="what is in the file")
        parser.add_argument("file", type=Path, help="the list: .xlsx, .xls, .ods or .csv")
        parser.add_argument("--datum", choices=DATUMS, required=True, help="how its points are written")
        parser.add_argument("--kind", choices=STATION_KINDS, default="partner", help="where a row names none")
        parser.add_argument(
            "--undecided", choices=["leave", "new", "same", "skip"], default="leave",
            help="rows that may be a known station: leave them to the office (default), or decide",
        )  # fmt: skip
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")
        parser.add_argument("--json", action="store_true", help="one JSON object on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look, decide, apply; or only look."""
        content = _content(options["file"])
        look = _look_only if options["dry_run"] else _import
        try:
            summary = look(content, options)
        except Refused as no:
            raise _failure(no.refusal, options) from None
        if options["json"]:
            self.stdout.write(json.dumps(summary, ensure_ascii=False))
        else:
            self._tell(summary)

    def _tell(self, summary: dict[str, Any]) -> None:
        if summary.get("already"):
            self.stdout.write(gettext("This file was imported before; nothing has changed."))
        for name, figure in summary["rows"].items():
            self.stdout.write(f"{figure:>7}  {name}")
        for problem in summary["problems"]:
            self.stdout.write(f"  {problem['row']}: {' '.join(problem['sentences'])}")
        if summary.get("import") and summary["rows"].get("undecided"):
            self.stdout.write(f"/office/imports/{summary['import']}/?tab=undecided")


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(BYTES_MAX + 1)
    except OSError as problem:
        raise CommandError(f"{path}: {problem.strerror}") from None


def _failure(refusal: Refusal, options: dict[str, Any]) -> CommandError:
    if options["json"]:
        return CommandError(
            json.dumps({"code": refusal.code, "title": sentence_of(refusal)}, ensure_ascii=False)
        )
    return CommandError(f"{sentence_of(refusal)} ({refusal.code})")


def _look_only(content: bytes, options: dict[str, Any]) -> dict[str, Any]:
    judged = judge_sheet(content, datum=options["datum"], kind=options["kind"])
    if isinstance(judged, Refusal):
        raise Refused(judged)
    wrong = [row for row in judged.rows if row.row.problems]
    return {
        "file": options["file"].name,
        "dry_run": True,
        "rows": {"total": len(judged.rows), **judged.counts()},
        "problems": [_problem(row) for row in wrong[:SHOWN_MAX]],
        "left_out_columns": judged.sheet.personal,
    }


def _problem(judged: JudgedRow) -> dict[str, Any]:
    return {"row": judged.row.number, "sentences": told(judged.row.problems)}


def _import(content: bytes, options: dict[str, Any]) -> dict[str, Any]:
    sheet = preview_import(
        actor=COMMAND_LINE,
        now=clock.now(),
        content=content,
        file_name=options["file"].name,
        datum=options["datum"],
        kind=options["kind"],
    )
    already = sheet.applied_at is not None
    if options["undecided"] != "leave":
        decide_undecided(
            sheet_id=sheet.pk, decision=options["undecided"], actor=COMMAND_LINE, now=clock.now()
        )
    done = _apply(sheet, is_quiet=options["json"])
    counts = counts_by_tab(sheet)
    return {
        "file": options["file"].name,
        "dry_run": False,
        "import": sheet.pk,
        "already": already and not any(done.values()),
        "rows": {"total": sheet.rows_total, **done, **_waiting(counts)},
        "problems": [
            {"row": row.number, "sentences": told(row.problems)}
            for row in rows_of_tab(sheet, "wrong")[:SHOWN_MAX]
        ],
        "left_out_columns": sheet.personal_columns,
    }


def _waiting(counts: dict[str, int]) -> dict[str, int]:
    return {name: counts[name] for name in ("known", "undecided", "skipped", "wrong")}


def _apply(sheet: StationImport, *, is_quiet: bool) -> dict[str, int]:
    done = {"opened": 0, "changed": 0, "unchanged": 0}
    total = counts_by_tab(sheet)["ready"]
    # The bar goes where people look and a pipe does not read.
    with Progress(console=Console(file=sys.stderr), disable=is_quiet or not total) as progress:
        bar = progress.add_task(gettext("Importing"), total=total)
        while True:
            applied = apply_import(sheet_id=sheet.pk, actor=COMMAND_LINE, now=clock.now())
            for name in done:
                done[name] += getattr(applied, name)
            progress.update(bar, completed=total - applied.rows_left)
            if not applied.rows_left:
                return done
