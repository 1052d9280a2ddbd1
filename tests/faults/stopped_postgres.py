"""PostgreSQL ends in the middle of breakfast, without a goodbye, and comes back.

    python -m tests.faults.stopped_postgres

A real web server on a database of its own; four phones hand out, each message sent again until it is
acknowledged. In the middle the database is stopped as a power cut would do it, and started again. Then
every message that was acknowledged must be there once, the phones must have seen nothing but
acknowledgements and "send it again", and the web server must be the one that was there before.

The control does the same with a database that says "kept" before it is: there the loss is found.
"""

import signal
import subprocess
import threading
from collections import Counter
from pathlib import Path

import psutil
import psycopg
import requests

from bench.measuring import Installation, installation
from tests.faults.phones import (
    PATIENCE,
    SEND_AGAIN,
    SERVED_BEFORE_IT_BREAKS,
    TRIES_MAX,
    TRY_SECONDS,
    Found,
    Morning,
    free_port,
    log_of,
    mornings_in,
    say,
    web_server,
)
from tools.postgres import lent_identity

FAILURES_BEFORE_IT_RETURNS = 20


class Database:
    """The server behind DATABASE_URL, as a process that can be cut off and started again."""

    def __init__(self, url: str) -> None:
        self.url = url
        with psycopg.connect(url) as connection:
            [self.folder] = connection.execute("SHOW data_directory").fetchone() or [""]
        self.process = psutil.Process(int((Path(self.folder) / "postmaster.pid").read_text().split()[0]))
        self.command = self.process.cmdline()

    def cut(self) -> None:
        """What `pg_ctl stop -m immediate` does: no goodbye, nothing written that was not written."""
        self.process.send_signal(signal.SIGQUIT)
        try:
            self.process.wait(timeout=PATIENCE)
        except psutil.TimeoutExpired:
            raise Found("PostgreSQL did not stop") from None

    def end(self) -> None:
        """Close it for good: nobody else knows of the one that was started here."""
        if self.process.is_running():
            self.process.send_signal(signal.SIGINT)
            self.process.wait(timeout=PATIENCE)

    def start(self) -> None:
        """The same again, in the same folder and on the same port."""
        child = subprocess.Popen(
            self.command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            cwd="/", start_new_session=True, **lent_identity(),
        )  # fmt: skip
        self.process = psutil.Process(child.pid)
        for _try in range(TRIES_MAX):
            try:
                psycopg.connect(self.url, connect_timeout=5).close()
            except psycopg.OperationalError:
                threading.Event().wait(TRY_SECONDS)
            else:
                return
        raise Found("PostgreSQL did not come back")

    def say_kept_before_it_is(self) -> None:
        """For the control: acknowledge a commit that lies in memory only."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET synchronous_commit = off")
            connection.execute("SELECT pg_reload_conf()")
        # Nobody carries it to the disk meanwhile.
        for child in self.process.children():
            if "walwriter" in " ".join(child.cmdline()):
                child.suspend()

    def stored(self) -> Counter[str]:
        """The numbers of all hand-outs that are there, and how often."""
        with psycopg.connect(self.url) as connection:
            return Counter(str(row[0]) for row in connection.execute("SELECT id FROM benefits_redemption"))


def cut_in_the_middle(morning: Morning, database: Database) -> None:
    """Let the phones work, take the database away, look around, bring it back, let them finish."""
    with morning.phones_at_work():
        try:
            morning.wait_for(lambda: morning.is_served(SERVED_BEFORE_IT_BREAKS), "the first hand-outs")
            database.cut()
            morning.wait_for(lambda: morning.has_failed(FAILURES_BEFORE_IT_RETURNS), "the first failures")
            page = requests.get(morning.url, timeout=PATIENCE)
        finally:
            database.start()
    if (page.status_code, "Retry-After" in page.headers, "Traceback" in page.text) != (503, True, False):
        raise Found(f"without a database the first page answers {page.status_code}")
    if requests.get(morning.url, timeout=PATIENCE).status_code != 200:
        raise Found("the first page does not come back with the database")
    morning.look(database.stored(), may_be_told={SEND_AGAIN})


def workers_of(process: psutil.Process) -> set[int]:
    """The numbers of a web server's processes."""
    return {process.pid, *(child.pid for child in process.children(recursive=True))}


def run(county: Installation) -> None:
    """Once with a database that keeps its word, once with one that does not."""
    port = free_port()
    morning, control = mornings_in(county, f"http://127.0.0.1:{port}", 2)
    database = Database(county.environment["DATABASE_URL"])
    try:
        with web_server(county, port) as web:
            keeps_its_word(morning, database, county, web)
            forgets(control, database)
    finally:
        database.end()


def keeps_its_word(morning: Morning, database: Database, county: Installation, web: psutil.Process) -> None:
    """Everything acknowledged is there, the web server is the same, its log holds no trace."""
    before = workers_of(web)
    cut_in_the_middle(morning, database)
    if workers_of(web) != before:
        raise Found("the web server had to start a process anew")
    if "Traceback" in log_of(county).read_text():
        raise Found(f"the log holds a trace:\n{log_of(county).read_text()[-3000:]}")
    county.run("-m", "nuanfeng", "verify")
    say(f"PostgreSQL cut off: {len(morning.acknowledged)} hand-outs, all there once; {dict(morning.told)}")


def forgets(control: Morning, database: Database) -> None:
    """The control: the same look finds what a careless database lost."""
    database.say_kept_before_it_is()
    try:
        cut_in_the_middle(control, database)
    except Found as found:
        if "acknowledged" not in str(found):
            raise
        say(f"The control is found: {found}")
    else:
        raise Found("the control is not found: a database that forgets passes as one that does not")


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
