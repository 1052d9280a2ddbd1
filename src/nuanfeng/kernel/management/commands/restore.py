"""`nuanfeng restore FILE`: bring a backup to life on an empty installation."""

import tarfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections

from nuanfeng.kernel.management.commands.backup import KEPT_FOLDERS, run_postgres_tool

DUMPS = {"sqlite": "nuanfeng.sqlite3", "postgresql": "nuanfeng.pgdump"}


class Command(BaseCommand):
    """Refuses to write over anything: move the old data folder aside first."""

    help = "Restore a backup into an empty data folder or an empty PostgreSQL database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to restore."""
        parser.add_argument("file", type=Path, help="a .tar.gz made by `nuanfeng backup`")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check the archive, refuse to overwrite, unpack, load."""
        dump = DUMPS[connection.vendor]
        refuse_unless_empty()
        try:
            with tarfile.open(options["file"]) as archive:
                if dump not in archive.getnames():
                    raise CommandError(f"This backup holds no {dump}; it is of the other database.")
                archive.extractall(settings.NUANFENG_DATA, filter="data")
        except (OSError, tarfile.TarError) as problem:
            raise CommandError(f"Cannot read {options['file']} as a backup.") from problem
        self._load(settings.NUANFENG_DATA / dump)
        for folder in KEPT_FOLDERS:
            tighten(settings.NUANFENG_DATA / folder)
        self.stdout.write("Restored. Start the server; it brings the tables up to date.")

    def _load(self, dump: Path) -> None:
        if connection.vendor == "sqlite":
            Path(connection.settings_dict["NAME"]).parent.mkdir(parents=True, exist_ok=True)
            dump.replace(connection.settings_dict["NAME"])
            return
        database = str(connection.settings_dict["NAME"])
        run_postgres_tool("pg_restore", ["--no-owner", "--exit-on-error", f"--dbname={database}", str(dump)])
        dump.unlink()


def refuse_unless_empty() -> None:
    """Raise where tables stand already."""
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return
    has_tables = bool(connection.introspection.table_names())
    connections.close_all()
    if has_tables:
        raise CommandError(
            "The database is not empty. Move it aside, or point NUANFENG_DATA or DATABASE_URL elsewhere."
        )


def tighten(folder: Path) -> None:
    """Keys are for their owner alone, whatever the archive says."""
    for path in [folder, *folder.rglob("*")] if folder.is_dir() else []:
        path.chmod(0o700 if path.is_dir() else 0o600)
