"""A machine burns down; the county goes on from last night's file."""

import os
import subprocess
import sys
import tarfile
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from nuanfeng.kernel.models import CalendarDay

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "sqlite", reason="the PostgreSQL half needs pg_dump of its version"
    ),
]

DAY = date(2026, 11, 23)


def run_on_new_machine(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The `nuanfeng` command with a data folder of its own."""
    own = {"DATABASE_URL": "", "NUANFENG_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings"}
    return subprocess.run(
        [sys.executable, "-m", "nuanfeng", *words],
        env=os.environ | own | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_new_machine_goes_on_where_the_old_one_stopped(tmp_path):
    CalendarDay.objects.create(day=DAY, kind="holiday", name="founding day")
    backup, new_machine = tmp_path / "last-night.tar.gz", tmp_path / "new"
    call_command("backup", backup, verbosity=0)

    restored = run_on_new_machine(new_machine, "restore", str(backup))
    assert restored.returncode == 0, restored.stderr
    seen = run_on_new_machine(
        new_machine,
        "shell",
        "--no-imports",
        "-c",
        "from nuanfeng.kernel.models import CalendarDay as D; print(D.objects.get().name)",
    )
    assert seen.stdout.strip() == "founding day"


def test_a_backup_is_for_its_owner_alone_and_holds_the_keys(tmp_path):
    (settings.NUANFENG_DATA / "keys").mkdir(exist_ok=True)
    (settings.NUANFENG_DATA / "keys" / "any").write_text("secret")
    backup = tmp_path / "last-night.tar.gz"
    call_command("backup", backup, verbosity=0)

    assert backup.stat().st_mode & 0o777 == 0o600
    with tarfile.open(backup) as archive:
        assert {"nuanfeng.sqlite3", "keys/any"} <= set(archive.getnames())
    assert [path.name for path in tmp_path.iterdir()] == ["last-night.tar.gz"]


def test_a_backup_never_overwrites_another(tmp_path):
    (tmp_path / "last-night.tar.gz").write_text("the only copy")
    with pytest.raises(CommandError, match="never overwrites"):
        call_command("backup", tmp_path / "last-night.tar.gz")
    assert (tmp_path / "last-night.tar.gz").read_text() == "the only copy"


def test_a_restore_never_writes_over_a_living_county(tmp_path):
    backup = tmp_path / "last-night.tar.gz"
    call_command("backup", backup, verbosity=0)
    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", backup)


def test_a_file_that_is_no_backup_is_named_as_such(tmp_path):
    (tmp_path / "holiday.jpg").write_bytes(b"\xff\xd8\xff")
    refused = run_on_new_machine(tmp_path / "new", "restore", str(tmp_path / "holiday.jpg"))
    assert refused.returncode == 1
    assert "Cannot read" in refused.stderr
    assert "Traceback" not in refused.stderr
