"""`nuanfeng demo`: a county to look around in, with a month of breakfasts."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from nuanfeng.kernel import clock
from nuanfeng.kernel.sms import sender
from nuanfeng.modules.organisations.api import the_county
from nuanfeng.portal.demo.build import build_demo_county
from nuanfeng.portal.demo.sign_ins import sign_ins

WORKERS_MAX, DAYS_MAX = 500_000, 90
STEPS = {
    "county": "Towns, parks and stations",
    "workers": "Workers",
    "days": "Days of breakfasts",
    "done": "Done",
}


class Command(BaseCommand):
    """Builds the demo county once; a county that is there is left as it is."""

    help = "Build the demo county: Changsha County with made-up workers and 30 days of breakfasts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How large, from which seed, or only who may sign in."""
        parser.add_argument("--workers", type=int, default=2000, help="how many workers (default 2000)")
        parser.add_argument("--days", type=int, default=30, help="how many days of breakfasts (default 30)")
        parser.add_argument("--seed", type=int, default=430121, help="the same seed makes the same county")
        parser.add_argument("--sign-ins", action="store_true", help="only say who may sign in, and how")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, or say why not."""
        if options["sign_ins"]:
            self._print_sign_ins()
        elif the_county() is not None:
            self.stdout.write("There is a county already. Nothing was changed.")
        else:
            self._build(options)

    def _build(self, options: dict[str, Any]) -> None:
        if not 1 <= options["workers"] <= WORKERS_MAX or not 1 <= options["days"] <= DAYS_MAX:
            raise CommandError(f"--workers goes from 1 to {WORKERS_MAX}, --days from 1 to {DAYS_MAX}.")
        columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(file=self.stdout), transient=False) as progress:  # type: ignore[arg-type]
            task = progress.add_task("", total=None)

            def step(name: str, done: int, of: int) -> None:
                progress.update(task, description=STEPS[name], completed=done, total=of, refresh=True)

            build_demo_county(
                workers=options["workers"],
                days=options["days"],
                seed=options["seed"],
                now=clock.now(),
                step=step,
            )

    def _print_sign_ins(self) -> None:
        county = the_county()
        if county is None or not county.is_demo:
            raise CommandError("This is no demo county, so nobody signs in for a look around.")
        for line in sign_ins(shows_codes=sender() == "console"):
            self.stdout.write(line)
