"""Starts Nuanfeng on one machine: the web server and the task worker, until Ctrl-C.

python -m tools.server             what script/server runs
python -m tools.server prepare     only migrations, static files and the demo county
"""

import hashlib
import io
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
STOP_SECONDS_MAX = 30
START_TRIES_MAX = 300
START_TRY_SECONDS = 0.2
ENDED_BY_SIGNAL = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class CannotStart(Exception):
    """Something stands in the way; the sentence says what, and what to do."""


class Stop(BaseException):
    """Somebody asked us to stop: Ctrl-C, or a signal."""


@dataclass
class Child:
    """A program that we started, and what a person calls it."""

    called: str
    process: subprocess.Popen[bytes]


def main(words: list[str]) -> int:
    """Prepare, start, wait; say plainly what went wrong where something did."""
    for signum in ENDED_BY_SIGNAL:
        signal.signal(signum, _stop)
    children: list[Child] = []
    try:
        if words == ["prepare"]:
            prepare()
            return 0
        host, port = address()
        check_port(host, port)
        environment = surroundings()
        run_preparation(environment)
        for called, command in programs(host, port, environment):
            children.append(_start(called, command, environment))
        wait_until_it_answers(children, host, port)
        greet(host, port, environment)
        return wait(children)
    except CannotStart as why:
        print(why, file=sys.stderr)
        return 1
    except Stop:
        print("\nStopping ...", flush=True)
        return 0
    finally:
        end(children)


def address() -> tuple[str, int]:
    """Where to listen, from the environment."""
    given = os.environ.get("PORT", "").strip() or "8000"
    if not given.isdigit() or not 0 < int(given) < 65536:
        raise CannotStart(f"PORT is {given!r}; it must be a number from 1 to 65535.")
    return os.environ.get("NUANFENG_HOST", "").strip() or "127.0.0.1", int(given)


def check_port(host: str, port: int) -> None:
    """Say so now if somebody else listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise CannotStart(f"Only root may listen on port {port}. Try PORT=8000 script/server") from None
        except OSError as error:
            raise CannotStart(
                f"Cannot listen on {host}:{port} ({error.strerror}). Another program may be using it; "
                f"try another port: PORT={port + 1 if port < 65535 else 8000} script/server"
            ) from None


def surroundings() -> dict[str, str]:
    """The environment of everything that is started here."""
    folders = [str(PROJECT / "src"), str(PROJECT)]
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(folders),
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "NUANFENG_DATA": str(Path(os.environ.get("NUANFENG_DATA") or PROJECT / "var").resolve()),
        "NUANFENG_DEMO": os.environ.get("NUANFENG_DEMO", "").strip() or "1",
    }


def programs(host: str, port: int, environment: dict[str, str]) -> Iterator[tuple[str, list[str]]]:
    """What runs: on SQLite one process whose threads take turns, on PostgreSQL two."""
    workers = "2" if environment.get("DATABASE_URL", "").startswith("postgres") else "1"
    yield "web server", [
        sys.executable, "-m", "tools.web", "--interface", "wsgi", "config.wsgi:application",
        "--host", host, "--port", str(port), "--workers", workers, "--blocking-threads", "4",
        # Much shorter than the wait for ending, which a busy machine stretches: a browser that began a
        # request and sends no more holds nothing up.
        "--http1-header-read-timeout", "8000", "--workers-kill-timeout", "25",
        # Above warning, because ending with a phone that stopped reading is nobody's news.
        "--no-ws", "--log-level", "error",
    ]  # fmt: skip
    yield "task worker", [sys.executable, "-m", "nuanfeng", "worker"]


def wait_until_it_answers(children: list[Child], host: str, port: int) -> None:
    """The address is printed only once somebody answers there."""
    for _ in range(START_TRIES_MAX):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            if probe.connect_ex((_local(host), port)) == 0:
                return
        for child in children:
            if child.process.poll() is not None:
                raise CannotStart(_last_words(child))
        try:
            children[0].process.wait(timeout=START_TRY_SECONDS)
        except subprocess.TimeoutExpired:
            continue
    raise CannotStart("The web server did not answer within a minute.")


def greet(host: str, port: int, environment: dict[str, str]) -> None:
    """The address, and who may sign in for a look around."""
    shown = f"[{_local(host)}]" if ":" in host else _local(host)
    print(f"\nNuanfeng is ready: http://{shown}:{port}/", flush=True)
    if environment["NUANFENG_DEMO"] != "0":
        subprocess.run([sys.executable, "-m", "nuanfeng", "demo", "--sign-ins"], env=environment, check=False)
    print("Ctrl-C stops everything.\n", flush=True)


def wait(children: list[Child]) -> int:
    """Sleep until a child ends; when one does, the rest must not limp on."""
    # Look without taking: the child's code is for Popen to collect.
    os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
    for child in children:
        if child.process.poll() is not None:
            print(_last_words(child), file=sys.stderr)
    return 1


def end(children: list[Child]) -> None:
    """Ask every child to finish what it holds; insist after a while."""
    for signum in ENDED_BY_SIGNAL:
        signal.signal(signum, signal.SIG_IGN)
    for child in children:
        # Itself alone: it ends its own in order, and one that ended before it knew would count as a failure.
        child.process.terminate()
    for child in children:
        try:
            child.process.wait(timeout=STOP_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            print(f"The {child.called} did not finish in time and was ended.", file=sys.stderr)
        # Its own children are in its group, and may outlive it.
        with suppress(ProcessLookupError):
            os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()


def prepare() -> None:
    """Bring database, static files and, the first time, the demo county up to date."""
    os.environ.update(surroundings())
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    # What it finds in order is nobody's news; what it finds wrong it raises.
    call_command("check", stdout=io.StringIO())
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    _fill_periods()
    _collect_static(Path(settings.STATIC_ROOT))
    if settings.NUANFENG_DEMO:
        from nuanfeng.modules.organisations import api as organisations

        if organisations.the_county() is None:
            call_command("demo")


def _fill_periods() -> None:
    """What the release before this one wrote, if somebody went back to it for a while."""
    from nuanfeng.kernel import clock
    from nuanfeng.modules.benefits.api import fill_periods

    fill_periods(now=clock.now())


def _collect_static(target: Path) -> None:
    """Copying, hashing and compressing takes seconds, so only when a file is new or other than it was."""
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    seen = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = os.stat(storage.path(name))
            seen.update(f"{storage.path(name)} {stat.st_mtime_ns} {stat.st_size}\n".encode())
    record = target / ".collected"
    if record.exists() and record.read_text() == seen.hexdigest():
        return
    call_command("collectstatic", interactive=False, clear=target.exists(), verbosity=0)
    record.write_text(seen.hexdigest())


def run_preparation(environment: dict[str, str]) -> None:
    """In a process of its own, so that the one that waits all day stays small."""
    child = _start("preparation", [sys.executable, "-m", "tools.server", "prepare"], environment)
    try:
        code = child.process.wait()
    except Stop:
        end([child])
        raise
    if code:
        raise CannotStart("The database could not be prepared. What stands above says why.")


def _start(called: str, command: list[str], environment: dict[str, str]) -> Child:
    # A session of its own: Ctrl-C reaches us alone, and we pass it on.
    return Child(
        called,
        subprocess.Popen(
            command, cwd=PROJECT, env=environment, stdin=subprocess.DEVNULL, start_new_session=True
        ),
    )


def _last_words(child: Child) -> str:
    return (
        f"The {child.called} ended by itself (code {child.process.returncode}), so the rest is stopped too. "
        "What it said stands above; start again with script/server."
    )


def _local(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)


def _stop(_signum: int, _frame: object) -> None:
    raise Stop


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
