"""Phones that hand out, each message sent again until it is acknowledged, while something breaks."""

import json
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
import requests

from bench.measuring import Installation
from tools.server import Child, programs, wait_until_it_answers

PHONES, ROUND = 4, 160
SERVED_BEFORE_IT_BREAKS = 60
TRIES_MAX, TRY_SECONDS, PATIENCE = 600, 0.1, 60
KEPT, SEND_AGAIN = "201 application/json", "503 application/problem+json again"
NO_ANSWER = "no answer"


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
            while message := self.next():
                self.insist(phone, message)

    def next(self) -> dict[str, Any] | None:
        """Whoever stands first in the queue."""
        with self.changed:
            return self.waiting.popleft() if self.waiting else None

    def insist(self, phone: requests.Session, message: dict[str, Any]) -> None:
        """Send it until it is acknowledged, as a phone does."""
        for _try in range(TRIES_MAX):
            told = self.send(phone, message)
            with self.changed:
                self.told[told] += 1
                if told == KEPT:
                    self.acknowledged.append(message["id"])
                self.changed.notify_all()
            if told == KEPT:
                return
            threading.Event().wait(TRY_SECONDS)
        raise Found(f"one message was not taken in {TRIES_MAX} tries: {dict(self.told)}")

    def send(self, phone: requests.Session, message: dict[str, Any]) -> str:
        """What the phone is told: status, kind, and whether to come back."""
        try:
            answer = phone.post(f"{self.url}/api/v1/redemptions", json=message, timeout=PATIENCE)
        except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError):
            return NO_ANSWER
        kind = answer.headers.get("Content-Type", "").split(";")[0]
        return f"{answer.status_code} {kind}" + (" again" if "Retry-After" in answer.headers else "")

    def is_served(self, times: int) -> bool:
        """Whether so many were acknowledged."""
        return len(self.acknowledged) >= times

    def has_failed(self, times: int) -> bool:
        """Whether the phones were so often not told that it is kept."""
        return sum(self.told.values()) - self.told[KEPT] >= times

    def wait_for(self, reached: Callable[[], bool], what: str) -> None:
        """Until enough of it happened."""
        with self.changed:
            if not self.changed.wait_for(reached, timeout=PATIENCE):
                raise Found(f"waited for {what}; the phones were told {dict(self.told)}")

    @contextmanager
    def phones_at_work(self) -> Iterator[None]:
        """All phones at once; afterwards everybody was served."""
        failures: list[BaseException] = []

        def phone() -> None:
            try:
                self.serve()
            except BaseException as failure:
                failures.append(failure)

        threads = [threading.Thread(target=phone) for _phone in range(PHONES)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            for thread in threads:
                thread.join()
        if failures:
            raise Found(f"a phone gave up: {failures[0]!r}")

    def look(self, stored: Counter[str], *, may_be_told: set[str]) -> None:
        """Raise where something acknowledged is not there once, or a phone was told anything strange."""
        if strange := set(self.told) - {KEPT, *may_be_told}:
            raise Found(f"the phones were told {sorted(strange)}")
        if lost := [number for number in self.acknowledged if stored[number] != 1]:
            raise Found(f"{len(lost)} of {len(self.acknowledged)} acknowledged hand-outs are gone")


def free_port() -> int:
    """A port where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def web_server(county: Installation, port: int) -> Iterator[psutil.Process]:
    """The web server as script/server starts it, with a log in the county's folder."""
    (_called, command), *_others = programs("127.0.0.1", port, county.environment)
    with log_of(county).open("ab") as log:
        web = subprocess.Popen(
            command, env=county.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
        try:
            wait_until_it_answers([Child("web server", web)], "127.0.0.1", port)
            yield psutil.Process(web.pid)
        finally:
            web.terminate()
            web.wait(timeout=PATIENCE)


def log_of(county: Installation) -> Path:
    """What the web server said."""
    return county.folder / "web.log"


def mornings_in(county: Installation, url: str, times: int) -> list[Morning]:
    """A station with breakfast, and so many mornings' worth of people who come for it."""
    orders = county.folder / "orders.json"
    county.run("-m", "tests.faults.phones", str(orders), str(times * ROUND))
    prepared = json.loads(orders.read_text())
    bodies = prepared["bodies"]
    rounds = [bodies[place : place + ROUND] for place in range(0, len(bodies), ROUND)]
    return [Morning(url, prepared["key"], deque(messages)) for messages in rounds]


def prepare(path: Path, people: int) -> None:
    """Write what the phones send; runs with the county's own settings."""
    import django

    django.setup()
    from bench.county import a_morning

    path.write_text(json.dumps(a_morning(workers=people)))


def say(sentence: str) -> None:
    """One line for whoever runs this."""
    sys.stdout.write(f"{sentence}\n")


if __name__ == "__main__":
    prepare(Path(sys.argv[1]), int(sys.argv[2]))
