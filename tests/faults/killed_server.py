"""The web server is killed in the middle of breakfast, and started again on its embedded database.

    python -m tests.faults.killed_server

Four phones hand out while the process that holds the SQLite file ends between two instructions. After
the next start every message that was acknowledged must be there once, and all promises must hold.
"""

import sqlite3
from collections import Counter
from contextlib import ExitStack, closing, suppress
from uuid import UUID

import psutil

from bench.measuring import Installation, installation
from tests.faults.phones import (
    NO_ANSWER,
    PATIENCE,
    SERVED_BEFORE_IT_BREAKS,
    Found,
    Morning,
    free_port,
    mornings_in,
    say,
    web_server,
)


def kill(web: psutil.Process) -> None:
    """The server and its workers, at once and without a word."""
    family = [web, *web.children(recursive=True)]
    for member in family:
        with suppress(psutil.NoSuchProcess):
            member.kill()
    psutil.wait_procs(family, timeout=PATIENCE)


def stored(county: Installation) -> Counter[str]:
    """The numbers of all hand-outs that are there, and how often."""
    with closing(sqlite3.connect(county.folder / "nuanfeng.sqlite3")) as connection:
        rows = connection.execute("SELECT id FROM benefits_redemption").fetchall()
    return Counter(str(UUID(number)) for (number,) in rows)


def run(county: Installation) -> None:
    """Kill, start again, let the phones finish, look."""
    port = free_port()
    [morning] = mornings_in(county, f"http://127.0.0.1:{port}", 1)
    with ExitStack() as servers:
        web = servers.enter_context(web_server(county, port))
        with morning.phones_at_work():
            try:
                morning.wait_for(lambda: morning.is_served(SERVED_BEFORE_IT_BREAKS), "the first hand-outs")
            finally:
                kill(web)
                servers.enter_context(web_server(county, port))
    there = stored(county)
    morning.look(there, may_be_told={NO_ANSWER})
    county.run("-m", "nuanfeng", "verify")
    say(f"Server killed: {len(morning.acknowledged)} hand-outs, all there once; {dict(morning.told)}")
    one_less_is_found(morning, there)


def one_less_is_found(morning: Morning, there: Counter[str], *also_told: str) -> None:
    """The control: the same look at one hand-out less."""
    try:
        morning.look(there - Counter(morning.acknowledged[:1]), may_be_told={NO_ANSWER, *also_told})
    except Found as found:
        say(f"The control is found: {found}")
    else:
        raise Found("the control is not found: a hand-out that is gone passes as there")


def main() -> int:
    """Run it in a folder of its own."""
    try:
        with installation("sqlite") as county:
            run(county)
    except Found as found:
        say(str(found))
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
