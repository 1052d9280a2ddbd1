"""Twenty times the web server, the worker or PostgreSQL is killed (`kill -9`) in the middle of breakfast.

    python -m tests.faults.killed_often

Four phones hand out all the while and send each message again until it is acknowledged. After the last
round every message that was acknowledged must be there once, and all promises must hold.
"""

import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial

import psutil

from bench.measuring import Installation, installation
from tests.faults.killed_server import kill, one_less_is_found
from tests.faults.phones import (
    NO_ANSWER,
    PATIENCE,
    SEND_AGAIN,
    Found,
    Morning,
    free_port,
    log_of,
    mornings_in,
    say,
    web_server,
)
from tests.faults.stopped_postgres import Database
from tools.server import programs

ROUNDS, SERVED_BETWEEN, MORNINGS = 20, 30, 5
TURNS = ("web server", "worker", "PostgreSQL")


@contextmanager
def worker(county: Installation) -> Iterator[psutil.Process]:
    """The task worker as script/server starts it."""
    _web, (_called, command) = programs("127.0.0.1", 1, county.environment)
    with log_of(county).open("ab") as log:
        child = subprocess.Popen(
            command, env=county.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
        try:
            yield psutil.Process(child.pid)
        finally:
            child.kill()
            child.wait(timeout=PATIENCE)


def kill_database(database: Database) -> None:
    """The postmaster and all that it started, at once and without a word."""
    family = [database.process, *database.process.children(recursive=True)]
    for member in family:
        with suppress(psutil.NoSuchProcess):
            member.send_signal(signal.SIGKILL)
    psutil.wait_procs(family, timeout=PATIENCE)
    database.start()


def kill_in_turn(county: Installation, port: int, morning: Morning, database: Database) -> None:
    """One after the other, each time after the phones got on; what was killed is started again."""
    with ExitStack() as started:
        web = started.enter_context(web_server(county, port))
        task = started.enter_context(worker(county))
        with morning.phones_at_work():
            for turn in range(ROUNDS):
                wanted = len(morning.acknowledged) + SERVED_BETWEEN
                morning.wait_for(partial(morning.is_served, wanted), f"hand-outs before round {turn + 1}")
                if TURNS[turn % len(TURNS)] == "PostgreSQL":
                    kill_database(database)
                elif TURNS[turn % len(TURNS)] == "worker":
                    kill(task)
                    task = started.enter_context(worker(county))
                else:
                    kill(web)
                    web = started.enter_context(web_server(county, port))


def run(county: Installation) -> None:
    """Kill, let the phones finish, look."""
    port = free_port()
    mornings = mornings_in(county, f"http://127.0.0.1:{port}", MORNINGS)
    morning = mornings[0]
    for other in mornings[1:]:
        morning.waiting.extend(other.waiting)
    database = Database(county.environment["DATABASE_URL"])
    try:
        kill_in_turn(county, port, morning, database)
        there = database.stored()
        morning.look(there, may_be_told={NO_ANSWER, SEND_AGAIN})
        county.run("-m", "nuanfeng", "verify")
        said = f"{len(morning.acknowledged)} hand-outs, all there once; {dict(morning.told)}"
        say(f"Killed {ROUNDS} times: {said}")
        one_less_is_found(morning, there, SEND_AGAIN)
    finally:
        database.end()


def main() -> int:
    """Run it on a database and in a folder of its own."""
    try:
        with installation("postgresql") as county:
            run(county)
    except Found as found:
        say(str(found))
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
