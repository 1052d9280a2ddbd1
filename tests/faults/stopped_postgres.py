"""PostgreSQL ends in the middle of breakfast, without a goodbye, and comes back.

    python -m tests.faults.stopped_postgres

A real web server on a database of its own; four phones hand out, each message sent again until it is
acknowledged. In the middle the database is stopped as a power cut would do it, and started again. Then
every message that was acknowledged must be there once, the phones must have seen nothing but
acknowledgements and "send it again", and the web server must be the one that was there before.

The control does the same with a database that says "kept" before it is: there the loss is found.
"""

import json
import signal
import socket
import subprocess
import sys
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import psycopg
import requests

from bench.measuring import Installation, installation
from tools.postgres import lent_identity
from tools.server import Child, programs, wait_until_it_answers

PHONES, ROUND = 4, 160
SERVED_BEFORE_IT_STOPS, FAILURES_BEFORE_IT_RETURNS = 60, 20
TRIES_MAX, TRY_SECONDS, PATIENCE = 600, 0.1, 60


class Found(Exception):
    """A promise did not hold; the sentence says which."""


@dataclass
class Morning:
    """What the phones send, what was acknowledged, and whatever else they were told."""

    url: str
    key: str
    waiting: deque[dict[str, Any]]
    acknowledged: list[str] = field(default_factory=list)
    told: Counter[str] = field(default_factory=Counter)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def serve(self) -> None:
        """One phone: the next in the queue, until nobody is left."""
        with requests.Session() as phone:
            phone.headers["Authorization"] = f"Bearer {self.key}"
            while self.waiting:
                self.insist(phone, self.waiting.popleft())

    def insist(self, phone: requests.Session, message: dict[str, Any]) -> None:
        """Send it until it is acknowledged, as a phone does."""
        for _try in range(TRIES_MAX):
            answer = phone.post(f"{self.url}/api/v1/redemptions", json=message, timeout=PATIENCE)
            kept = answer.status_code == 201
            with self.changed:
                self.told[_as_words(answer)] += 1
                if kept:
                    self.acknowledged.append(message["id"])
                self.changed.notify_all()
            if kept:
                return
            threading.Event().wait(TRY_SECONDS)
        raise Found(f"one message was not taken in {TRIES_MAX} tries: {dict(self.told)}")

    def wait_for(self, reached: Callable[[], bool], what: str) -> None:
        """Until enough of it happened."""
        with self.changed:
            if not self.changed.wait_for(reached, timeout=PATIENCE):
                raise Found(f"waited for {what}; the phones were told {dict(self.told)}")


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


def _as_words(answer: requests.Response) -> str:
    kind = answer.headers.get("Content-Type", "").split(";")[0]
    return f"{answer.status_code} {kind}" + (" again" if "Retry-After" in answer.headers else "")


def cut_in_the_middle(morning: Morning, database: Database) -> None:
    """Let the phones work, take the database away, look around, bring it back, let them finish."""
    failures: list[BaseException] = []

    def phone() -> None:
        try:
            morning.serve()
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=phone) for _phone in range(PHONES)]
    for thread in threads:
        thread.start()
    try:
        morning.wait_for(lambda: len(morning.acknowledged) >= SERVED_BEFORE_IT_STOPS, "the first hand-outs")
        database.cut()
        morning.wait_for(lambda: _not_kept(morning) >= FAILURES_BEFORE_IT_RETURNS, "the first failures")
        page = requests.get(morning.url, timeout=PATIENCE)
    finally:
        database.start()
        for thread in threads:
            thread.join()
    if failures:
        raise Found(f"a phone gave up: {failures[0]!r}")
    if (page.status_code, "Retry-After" in page.headers, "Traceback" in page.text) != (503, True, False):
        raise Found(f"without a database the first page answers {page.status_code}")
    if requests.get(morning.url, timeout=PATIENCE).status_code != 200:
        raise Found("the first page does not come back with the database")


def _not_kept(morning: Morning) -> int:
    return sum(times for words, times in morning.told.items() if not words.startswith("201"))


def look(morning: Morning, database: Database) -> None:
    """Raise where something acknowledged is not there once, or a phone was told anything strange."""
    strange = set(morning.told) - {"201 application/json", "503 application/problem+json again"}
    if strange:
        raise Found(f"the phones were told {sorted(strange)}")
    stored = database.stored()
    lost = [number for number in morning.acknowledged if stored[number] != 1]
    if lost:
        raise Found(f"{len(lost)} of {len(morning.acknowledged)} acknowledged hand-outs are gone")


@contextmanager
def web_server(county: Installation) -> Iterator[tuple[str, psutil.Process]]:
    """The web server as script/server starts it, its address, and a log in the county's folder."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (_called, command), *_others = programs("127.0.0.1", port, county.environment)
    with log_of(county).open("wb") as log:
        web = subprocess.Popen(
            command, env=county.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
        try:
            wait_until_it_answers([Child("web server", web)], "127.0.0.1", port)
            yield f"http://127.0.0.1:{port}", psutil.Process(web.pid)
        finally:
            web.terminate()
            web.wait(timeout=PATIENCE)


def log_of(county: Installation) -> Path:
    """What the web server said."""
    return county.folder / "web.log"


def workers_of(process: psutil.Process) -> set[int]:
    """The numbers of a web server's processes."""
    return {process.pid, *(child.pid for child in process.children(recursive=True))}


def prepare(path: Path) -> None:
    """Write what the phones send."""
    import django

    django.setup()
    from bench.county import a_morning

    path.write_text(json.dumps(a_morning(workers=2 * ROUND)))


def run(county: Installation) -> None:
    """Once with a database that keeps its word, once with one that does not."""
    orders = county.folder / "orders.json"
    county.run("-m", "tests.faults.stopped_postgres", "prepare", str(orders))
    prepared = json.loads(orders.read_text())
    key, bodies = prepared["key"], prepared["bodies"]
    database = Database(county.environment["DATABASE_URL"])
    try:
        with web_server(county) as (url, web):
            keeps_its_word(Morning(url, key, deque(bodies[:ROUND])), database, county, web)
            forgets(Morning(url, key, deque(bodies[ROUND:])), database)
    finally:
        database.end()


def keeps_its_word(morning: Morning, database: Database, county: Installation, web: psutil.Process) -> None:
    """Everything acknowledged is there, the web server is the same, its log holds no trace."""
    before = workers_of(web)
    cut_in_the_middle(morning, database)
    look(morning, database)
    if workers_of(web) != before:
        raise Found("the web server had to start a process anew")
    if "Traceback" in log_of(county).read_text():
        raise Found(f"the log holds a trace:\n{log_of(county).read_text()[-3000:]}")
    county.run("-m", "nuanfeng", "verify")
    say(f"{len(morning.acknowledged)} hand-outs acknowledged, all there once; told: {dict(morning.told)}")


def forgets(control: Morning, database: Database) -> None:
    """The control: the same look finds what a careless database lost."""
    database.say_kept_before_it_is()
    cut_in_the_middle(control, database)
    try:
        look(control, database)
    except Found as found:
        say(f"The control is found: {found}")
    else:
        raise Found("the control is not found: a database that forgets passes as one that does not")


def say(sentence: str) -> None:
    """One line for whoever runs this."""
    sys.stdout.write(f"{sentence}\n")


def main(words: list[str]) -> int:
    """Run it, or the part of it that needs the county's own settings."""
    if words[:1] == ["prepare"]:
        prepare(Path(words[1]))
        return 0
    try:
        with installation("postgresql") as county:
            run(county)
    except Found as found:
        say(str(found))
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
