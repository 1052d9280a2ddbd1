"""Who may import whom: the contracts hold, and each of them refuses what it is there to refuse."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
MODULES = "src/nuanfeng/modules"

SMALL_HOUSE = {
    "config/__init__.py": "",
    "config/settings.py": "",
    "src/nuanfeng/__init__.py": "",
    "src/nuanfeng/kernel/__init__.py": "",
    "src/nuanfeng/kernel/errors.py": "",
    "src/nuanfeng/kernel/db.py": "import django\n",
    "src/nuanfeng/ui/__init__.py": "",
    "src/nuanfeng/portal/__init__.py": "",
    "src/nuanfeng/portal/pages.py": "from nuanfeng.modules.stations import api\n",
    "src/nuanfeng/reactions/__init__.py": "",
    "src/nuanfeng/reactions/wiring.py": "from nuanfeng.modules.people import events\n",
    f"{MODULES}/__init__.py": "",
    f"{MODULES}/people/__init__.py": "",
    f"{MODULES}/people/api.py": "from nuanfeng.modules.people import usecases\n",
    f"{MODULES}/people/events.py": "",
    f"{MODULES}/people/models.py": "import django\n",
    f"{MODULES}/people/rules.py": "from nuanfeng.kernel import errors\n",
    f"{MODULES}/people/usecases/__init__.py": "from nuanfeng.modules.people import models, rules\n",
    f"{MODULES}/stations/__init__.py": "",
    f"{MODULES}/stations/api.py": "from nuanfeng.modules.people import api\n",
    f"{MODULES}/stations/models.py": "import django\n",
    f"{MODULES}/stations/pages.py": "from nuanfeng.modules.stations import api\n",
    f"{MODULES}/stations/desk.py": "from nuanfeng.modules.stations import api\n",
    f"{MODULES}/stations/tests/__init__.py": "from nuanfeng.modules.people.tests import builders\n",
    f"{MODULES}/people/tests/__init__.py": "",
    f"{MODULES}/people/tests/builders.py": "",
}

TRESPASSES = {
    "a module below looks up": (f"{MODULES}/people/models.py", "from nuanfeng.modules.stations import api"),
    "a module looks up inside a function": (
        f"{MODULES}/people/models.py",
        "def later():\n    from nuanfeng.modules.stations import api",
    ),
    "a module looks up for a type": (
        f"{MODULES}/people/models.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from nuanfeng.modules.stations import api",
    ),
    "past the door": (f"{MODULES}/stations/api.py", "from nuanfeng.modules.people import models"),
    "past the door, relatively": (f"{MODULES}/stations/api.py", "from ..people.models import *"),
    "the portal goes past the door": (
        "src/nuanfeng/portal/pages.py",
        "from nuanfeng.modules.stations import models",
    ),
    "a module asks the portal": (f"{MODULES}/stations/pages.py", "from nuanfeng.portal import pages"),
    "the kernel knows a module": ("src/nuanfeng/kernel/db.py", "from nuanfeng.modules.people import api"),
    "somebody calls a reaction": ("src/nuanfeng/portal/pages.py", "from nuanfeng.reactions import wiring"),
    "somebody imports the settings": ("src/nuanfeng/kernel/db.py", "from config import settings"),
    "a rule knows Django": (f"{MODULES}/people/rules.py", "from django.db import models"),
    "a rule knows Django by way of the kernel": (
        f"{MODULES}/people/rules.py",
        "from nuanfeng.kernel import db",
    ),
    "a model calls a use case": (
        f"{MODULES}/people/models.py",
        "from nuanfeng.modules.people import usecases",
    ),
    "a page calls the desk": (f"{MODULES}/stations/pages.py", "from nuanfeng.modules.stations import desk"),
    "a file that is not on the list": (f"{MODULES}/stations/utils.py", ""),
    "a module that is on no layer": (f"{MODULES}/astrology/__init__.py", ""),
    "a package beside the shell": ("src/nuanfeng/extras/__init__.py", ""),
}


def lint(house: Path, config: Path) -> subprocess.CompletedProcess[str]:
    """What import-linter says about a house."""
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache", "--config", config],
        cwd=house,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(house / "src"), str(house), str(PROJECT)])},
        capture_output=True,
        text=True,
        check=False,
    )


def build(house: Path, files: dict[str, str]) -> None:
    """Write a house of a few lines."""
    for name, text in files.items():
        path = house / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def test_the_house_keeps_its_directions():
    said = lint(PROJECT, PROJECT / ".importlinter")
    assert said.returncode == 0, said.stdout


def test_a_small_house_that_keeps_them_is_let_through(tmp_path):
    build(tmp_path, SMALL_HOUSE)
    said = lint(tmp_path, PROJECT / ".importlinter")
    assert said.returncode == 0, said.stdout + said.stderr


@pytest.mark.parametrize("trespass", TRESPASSES)
def test_a_trespass_is_seen(tmp_path, trespass):
    place, line = TRESPASSES[trespass]
    build(tmp_path, SMALL_HOUSE)
    build(tmp_path, {place: f"{SMALL_HOUSE.get(place, '')}\n{line}\n"})

    said = lint(tmp_path, PROJECT / ".importlinter")

    assert said.returncode == 1, said.stdout + said.stderr
    assert "BROKEN" in said.stdout
