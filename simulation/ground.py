"""What a history stands on: a database in memory, a clock that is told the time, numbers from a seed."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from random import Random
from typing import Any
from uuid import UUID

IN_MEMORY = "sqlite://:memory:"


def prepare(folder: str) -> None:
    """Load the product with settings of its own: nothing of an installation is read or written."""
    os.environ |= {
        "DATABASE_URL": IN_MEMORY,
        "NUANFENG_DATA": folder,
        "NUANFENG_DEMO": "0",
        "NUANFENG_LOG": "ERROR",
        "NUANFENG_SECRET_KEY": "a-simulation-signs-no-cookie-for-anybody",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)


class Crash(BaseException):
    """The server's process ends here; nobody gets to tidy up, as with `kill -9`."""


class Ground:
    """The database in memory, the time, and where the next request's process ends."""

    def __init__(self) -> None:
        from django.db import connection

        from nuanfeng.kernel import clock

        connection.ensure_connection()
        self.connection = connection
        self.now = datetime(1970, 1, 1, tzinfo=UTC)
        self.commits = 0
        self.random = Random(0)
        self._commit = connection.commit
        self._crashes_at_commit = False
        connection.commit = self._counted_commit  # type: ignore[method-assign]
        clock.now = lambda: self.now
        _numbers_from(self)

    def copy(self) -> sqlite3.Connection:
        """A backup of everything, as SQLite's backup makes it."""
        kept = sqlite3.connect(":memory:")
        self.connection.connection.backup(kept)
        return kept

    def put_back(self, backup: sqlite3.Connection) -> None:
        """Everything is as it was; the processes that knew more are started anew."""
        backup.backup(self.connection.connection)
        self.forget()

    def forget(self) -> None:
        """What a process remembers goes with it."""
        from nuanfeng.modules.passes.queries.keys import forget_trust

        forget_trust()

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """What the database says."""
        found: list[tuple[Any, ...]] = self.connection.connection.execute(sql, values).fetchall()
        return found

    def _counted_commit(self) -> None:
        if self._crashes_at_commit:
            self._crashes_at_commit = False
            self.connection.rollback()
            raise Crash
        self._commit()
        self.commits += 1

    @contextmanager
    def crashing(self, statement: int | None) -> Iterator[None]:
        """End the process at the so-many-eth statement, at the commit for 0, or not at all for None."""
        left = statement or 0

        def count(execute: Callable[..., Any], *rest: Any) -> Any:
            nonlocal left
            left -= 1
            if left == 0:
                raise Crash
            return execute(*rest)

        if statement is None:
            yield
            return
        self._crashes_at_commit = statement == 0
        try:
            with self.connection.execute_wrapper(count):
                yield
        finally:
            self._crashes_at_commit = False
            self.forget()


def _numbers_from(ground: Ground) -> None:
    """Row numbers come from the seed, so that a history is the same each time."""
    import uuid6

    def uuid7() -> uuid6.UUID:
        milliseconds = int(ground.now.timestamp() * 1000)
        return uuid6.UUID(hex=number_at(milliseconds, ground.random).hex)

    uuid6.uuid7 = uuid7


def number_at(milliseconds: int, random: Random) -> UUID:
    """A UUIDv7 of a moment (RFC 9562)."""
    value = (milliseconds << 80) | random.getrandbits(80)
    value = value & ~(0xF << 76) | (7 << 76)
    return UUID(int=value & ~(0x3 << 62) | (0x2 << 62))
