"""What ruff refuses by name: hidden transactions, hidden directions, hidden clocks, sleep."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]

EXAMPLES = {
    "django.db.transaction.atomic": "from django.db import transaction\n\ntransaction.atomic()\n",
    "django.db.transaction.set_autocommit": "from django.db.transaction import set_autocommit\n",
    "django.apps.apps.get_model": 'from django.apps import apps\napps.get_model("people.Person")\n',
    "django.db.models.signals": "from django.db.models.signals import post_save\n",
    "django.dispatch": "from django.dispatch import receiver\n\nreceiver(None)\n",
    "django.utils.timezone.now": "from django.utils import timezone\n\ntimezone.now()\n",
    "datetime.datetime.now": "from datetime import UTC, datetime\n\ndatetime.now(UTC)\n",
    "datetime.datetime.utcnow": "from datetime import datetime\n\ndatetime.utcnow()\n",
    "datetime.date.today": "from datetime import date\n\ndate.today()\n",
    "time.time": "import time\n\ntime.time()\n",
    "time.sleep": "from time import sleep\n\nsleep(1)\n",
}


def ruff(text: str, place: str) -> str:
    """What ruff says of a text, were it in that place."""
    return subprocess.run(
        [
            Path(sys.executable).with_name("ruff"),
            "check",
            "--output-format",
            "concise",
            "--stdin-filename",
            place,
            "-",
        ],
        cwd=PROJECT,
        input=text,
        capture_output=True,
        text=True,
        check=False,
    ).stdout


def banned() -> dict[str, object]:
    """What pyproject.toml bans by name."""
    settings = tomllib.loads((PROJECT / "pyproject.toml").read_text())
    return settings["tool"]["ruff"]["lint"]["flake8-tidy-imports"]["banned-api"]


def test_every_ban_has_an_example():
    assert set(EXAMPLES) == set(banned())


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_banned_name_is_seen(name):
    assert "TID251" in ruff(EXAMPLES[name], "src/nuanfeng/modules/stations/usecases/open_station.py")


def test_the_two_places_that_may_are_let_through():
    atomic = EXAMPLES["django.db.transaction.atomic"]
    assert "TID251" not in ruff(atomic, "src/nuanfeng/kernel/db.py")
    assert "TID251" not in ruff(EXAMPLES["datetime.datetime.now"], "src/nuanfeng/kernel/clock.py")


def test_nobody_talks_a_ban_away():
    quiet = [
        f"{path.relative_to(PROJECT)}:{number}"
        for folder in ("src", "config")
        for path in sorted((PROJECT / folder).rglob("*.py"))
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if "noqa" in line and "TID251" in line
    ]
    assert quiet == []


def test_a_function_that_branches_too_often_is_seen():
    branches = "\n".join(f"    if n == {n}:\n        n += 1" for n in range(9))
    assert "C901" in ruff(f"def branch(n):\n{branches}\n    return n\n", "src/nuanfeng/kernel/ids.py")
