"""`nuanfeng backup FILE`: everything that a new machine needs, in one file."""

import os
import subprocess
import tarfile
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

KEPT_FOLDERS = ("keys", "uploads")


class Command(BaseCommand):
    """Copy the database as it stands at this moment, the keys and the uploads, while people work on."""

    help = "Write the database, the keys and the uploads to one .tar.gz, while the server runs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to write."""
        parser.add_argument("file", type=Path, help="the .tar.gz to write; must not exist yet")

    def handle(self, *args: Any, **options: Any) -> None:
        """Copy, pack, and only then give the file its name."""
        target: Path = options["file"]
        if target.exists():
            raise CommandError(f"{target} exists already; a backup never overwrites another.")
        if not target.parent.is_dir():
            raise CommandError(f"There is no folder {target.parent}.")
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            database = copy_database(Path(folder))
            packed = Path(folder) / "backup.tar.gz"
            # Keys open everything that is encrypted: the file is for its owner alone.
            with open(packed, "xb", opener=lambda p, f: os.open(p, f, 0o600)) as stream:
                pack(stream, database)
            packed.rename(target)
        self.stdout.write(f"{target}: {target.stat().st_size / 1e6:.1f} MB. Keep it away from this machine.")


def copy_database(folder: Path) -> Path:
    """A whole copy of the database, of one moment, in `folder`."""
    if connection.vendor == "sqlite":
        path = folder / "nuanfeng.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(path)])
        return path
    path = folder / "nuanfeng.pgdump"
    with open(path, "wb") as file:
        run_postgres_tool("pg_dump", ["--format=custom", "--no-owner"], stdout=file)
    return path


def run_postgres_tool(tool: str, arguments: list[str], **streams: Any) -> None:
    """Run a PostgreSQL client program against our database; the password travels in the environment."""
    given = connection.get_connection_params()
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
    environment = {names[key]: str(value) for key, value in given.items() if key in names}
    environment["PGDATABASE"] = str(given["dbname"])
    try:
        subprocess.run([tool, *arguments], env=os.environ | environment, check=True, **streams)
    except FileNotFoundError as missing:
        raise CommandError(f"{tool} is not installed: apt-get install postgresql-client") from missing
    except subprocess.CalledProcessError as failure:
        raise CommandError(f"{tool} failed; what it said stands above.") from failure


def pack(stream: Any, database: Path) -> None:
    """Put the copy, the keys and the uploads into one archive."""
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        archive.add(database, arcname=database.name)
        for name in KEPT_FOLDERS:
            folder = settings.NUANFENG_DATA / name
            if folder.is_dir():
                archive.add(folder, arcname=name)
