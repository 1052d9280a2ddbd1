"""All tests in one go: the embedded database, PostgreSQL, the browser. `script/test` runs it.

python -m tools.suites                       every part, whatever the one before said
python -m tools.suites PART [arguments]      sqlite, postgres or journeys, with pytest's own arguments
"""

import os
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tools.postgres import NoPostgres, environment_for, private_postgres

PROJECT = Path(__file__).resolve().parents[1]
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass
class Outcome:
    """How one part of the tests ended, and what it left out and why."""

    part: str
    failed: bool
    left_out: Counter[str] = field(default_factory=Counter)


def sqlite(arguments: list[str]) -> Outcome:
    """Everything but journeys, on the embedded database."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return _pytest("sqlite", ["-m", "not journey", *arguments], environment)


def postgres(arguments: list[str]) -> Outcome:
    """The same on PostgreSQL: on a private one, or on the one that DATABASE_URL names."""
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return _pytest("postgres", ["-m", "not journey", *arguments], dict(os.environ))
    try:
        with private_postgres() as url:
            return _pytest("postgres", ["-m", "not journey", *arguments], environment_for(url))
    except NoPostgres as why:
        print(why, file=sys.stderr)
        return Outcome("postgres", failed=True)


def journeys(arguments: list[str]) -> Outcome:
    """People's ways through the pages, in headless Chromium."""
    chromium = find_chromium() or install_chromium()
    if not chromium:
        reason = "no Chromium on this machine; `sudo apt-get install chromium fonts-noto-cjk` helps"
        return Outcome("journeys", failed=False, left_out=Counter({reason: 1}))
    environment = {**os.environ, "CHROMIUM": chromium}
    environment.pop("DATABASE_URL", None)
    return _pytest("journeys", ["-m", "journey", *arguments], environment, where="tests/journeys")


Part = Callable[[list[str]], Outcome]
PARTS: dict[str, Part] = {"sqlite": sqlite, "postgres": postgres, "journeys": journeys}


def find_chromium() -> str:
    """The browser that CHROMIUM names, or the one on the path."""
    if named := os.environ.get("CHROMIUM"):
        return named
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), "")


def install_chromium() -> str:
    """Debian's Chromium and a Chinese font, where we are root and may install."""
    apt = shutil.which("apt-get")
    if not apt or os.geteuid() != 0:
        return ""
    print("Installing Chromium and a Chinese font ...", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    wanted = ["install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-noto-cjk"]
    for words in (["update", "-qq"], wanted):
        subprocess.run(
            [apt, *words],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=False,
        )
    return find_chromium()


def _pytest(part: str, arguments: list[str], environment: dict[str, str], where: str = "") -> Outcome:
    print(f"\n--- {part} ---", flush=True)
    counted = any(word.startswith(("-n", "--numprocesses")) for word in arguments)
    chosen = any((PROJECT / word.split("::")[0]).exists() for word in arguments)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", f"--junitxml={report}", *arguments]
        command += ([] if counted else ["-n", "2"]) + ([where] if where and not chosen else [])
        done = subprocess.run(command, env=environment, cwd=PROJECT, stdin=subprocess.DEVNULL, check=False)
        return Outcome(part, failed=done.returncode != 0, left_out=_left_out(report))


def _left_out(report: Path) -> Counter[str]:
    if not report.exists():
        return Counter()
    skipped = ElementTree.parse(report).iter("skipped")
    return Counter(" ".join(tag.get("message", "no reason given").split()) for tag in skipped)


def summary(outcomes: list[Outcome]) -> str:
    """Two lines: what failed, and what was skipped and why."""
    failed = [outcome.part for outcome in outcomes if outcome.failed]
    passed = [outcome.part for outcome in outcomes if not outcome.failed]
    first = f"FAILED: {', '.join(failed)}" if failed else f"Passed: {', '.join(passed)}"
    reasons = [
        f"{count} in {outcome.part} ({reason})"
        for outcome in outcomes
        for reason, count in outcome.left_out.items()
    ]
    return f"{first}\nSkipped: {'; '.join(reasons) or 'nothing'}"


def main(words: list[str]) -> int:
    """Run the parts asked for; fail if one failed."""
    if words and words[0] not in PARTS:
        print(__doc__)
        return 2
    chosen = words[:1] or list(PARTS)
    outcomes = [PARTS[part](words[1:]) for part in chosen]
    print(f"\n{summary(outcomes)}")
    return int(any(outcome.failed for outcome in outcomes))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
