"""What the benchmarks share: a server of their own, a load of known size, and CPU time read from outside.

CPU time per request is the figure to compare: these are small, shared machines, where the time on
the wall says more about the neighbours.
"""

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import psutil

from tools.postgres import private_postgres

PROJECT = Path(__file__).resolve().parents[1]
ENGINES = ("postgresql", "sqlite")
Result = TypeVar("Result")
START_SECONDS_MAX = 60


@dataclass
class Figure:
    """One line of a result; names and units as in docs/reference/benchmarks.md."""

    bench: str
    engine: str
    cpu_ms_web: float | None = None
    cpu_ms_db: float | None = None
    limit_cpu_ms: float | None = None
    ratio: float | None = None
    rps_1: float | None = None
    rps_8: float | None = None
    p99_ms_8: float | None = None
    more: dict[str, Any] = field(default_factory=dict)

    def as_line(self) -> str:
        """One JSON object; what does not apply is left out."""
        known = {name: value for name, value in asdict(self).items() if value is not None and name != "more"}
        rounded = {n: round(v, 3) if isinstance(v, float) else v for n, v in (known | self.more).items()}
        return json.dumps(rounded, ensure_ascii=False)


@dataclass
class Installation:
    """A county of the benchmark's own, in a folder that goes away."""

    engine: str
    environment: dict[str, str]
    folder: Path

    def run(self, *words: str) -> str:
        """What `python ...` prints in this county; a failure ends the benchmark with what was said."""
        done = subprocess.run(
            [sys.executable, *words],
            env=self.environment,
            cwd=PROJECT,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"{' '.join(words)} failed:\n{done.stderr[-3000:]}")
        return done.stdout


@contextmanager
def installation(engine: str) -> Iterator[Installation]:
    """An empty county on this engine, with durable commits as in production."""
    with tempfile.TemporaryDirectory(prefix="nuanfeng-bench-") as folder:
        environment = dict(os.environ)
        environment |= {
            "NUANFENG_DATA": folder,
            "NUANFENG_DEMO": "0",
            "NUANFENG_LOG": "WARNING",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONPATH": f"{PROJECT / 'src'}{os.pathsep}{PROJECT}",
        }
        environment.pop("DATABASE_URL", None)
        if engine == "sqlite":
            yield _prepared(Installation(engine, environment, Path(folder)))
            return
        with private_postgres(durable=True) as address:
            environment["DATABASE_URL"] = address
            yield _prepared(Installation(engine, environment, Path(folder)))


def _prepared(county: Installation) -> Installation:
    for command in (["migrate"], ["createcachetable"], ["collectstatic", "--no-input"]):
        county.run("-m", "nuanfeng", *command, "--verbosity", "0")
    return county


@dataclass
class Server:
    """A running web server and the address where it answers."""

    port: int
    process: psutil.Process


@contextmanager
def server(county: Installation, *, workers: int = 1) -> Iterator[Server]:
    """Granian as `script/server` starts it: threads on SQLite, workers on PostgreSQL."""
    port = _free_port()
    child = subprocess.Popen(
        [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
            "--port", str(port), "--workers", str(workers), "--blocking-threads", "4",
            "--no-ws", "--log-level", "error", "config.wsgi:application",
        ],
        env=county.environment, cwd=PROJECT, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait_for(port, child)
        yield Server(port, psutil.Process(child.pid))
    finally:
        child.terminate()
        child.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, child: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS_MAX
    while time.monotonic() < until:
        if child.poll() is not None:
            raise SystemExit("the web server ended before it answered")
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        threading.Event().wait(0.1)
    raise SystemExit("the web server did not answer in time")


def cpu_seconds(processes: Sequence[psutil.Process]) -> float:
    """User and system time that these processes and their living children have used."""
    seconds = 0.0
    for process in processes:
        for member in [process, *process.children(recursive=True)]:
            try:
                spent = member.cpu_times()
            except psutil.NoSuchProcess:
                continue
            seconds += spent.user + spent.system
    return seconds


def database_processes(county: Installation) -> list[psutil.Process]:
    """The PostgreSQL server of this county; nothing on SQLite, which works inside the web server."""
    if county.engine == "sqlite":
        return []
    port = urlsplit(county.environment["DATABASE_URL"]).port
    for process in psutil.process_iter(["cmdline"]):
        words = process.info["cmdline"] or []
        if "-p" in words and str(port) in words and "postgres" in words[0]:
            return [process]
    raise SystemExit("the database server of this benchmark is not to be found")


def talk(port: int, requests: Sequence[bytes]) -> list[tuple[float, int]]:
    """Send prepared requests one after another on one connection: seconds and status of each."""
    answers = []
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        reader = line.makefile("rb")
        for request in requests:
            begun = time.perf_counter()
            line.sendall(request)
            status = _read_answer(reader)
            answers.append((time.perf_counter() - begun, status))
    return answers


def _read_answer(reader: Any) -> int:
    status = int(reader.readline().split()[1])
    length = 0
    while (header := reader.readline()) not in (b"\r\n", b""):
        if header.lower().startswith(b"content-length:"):
            length = int(header.split(b":")[1])
    reader.read(length)
    return status


def request_bytes(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """An HTTP/1.1 request, ready to send."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass
class Load:
    """What a load did: requests a second, slowest in a hundred (ms), statuses."""

    rps: float
    p99_ms: float
    median_ms: float
    statuses: dict[int, int]


def load(port: int, shares: Sequence[Sequence[bytes]]) -> Load:
    """One connection per share, all at once."""
    answers: list[tuple[float, int]] = []
    threads = [
        threading.Thread(target=lambda share=share: answers.extend(talk(port, share))) for share in shares
    ]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter() - begun
    times = sorted(seconds for seconds, _status in answers)
    statuses: dict[int, int] = {}
    for _seconds, status in answers:
        statuses[status] = statuses.get(status, 0) + 1
    slowest = times[min(len(times) - 1, int(len(times) * 0.99))]
    return Load(len(times) / elapsed, slowest * 1000, statistics.median(times) * 1000, statuses)


def shares_of(requests: Sequence[bytes], parts: int) -> list[list[bytes]]:
    """The requests dealt to so many connections."""
    return [list(requests[part::parts]) for part in range(parts)]


def cpu_ms_each(
    groups: Sequence[Sequence[psutil.Process]], times: int, work: Callable[[], Result]
) -> tuple[list[float], Result]:
    """CPU milliseconds of each group of processes for each of `times` pieces of work, and its result."""
    before = [cpu_seconds(group) for group in groups]
    result = work()
    after = [cpu_seconds(group) for group in groups]
    return [(end - begin) * 1000 / times for begin, end in zip(before, after, strict=True)], result


def report(figures: Sequence[Figure], *, is_json: bool) -> None:
    """Print the figures, as lines for machines or as words for people."""
    for figure in figures:
        if is_json:
            print(figure.as_line())
            continue
        values = json.loads(figure.as_line())
        print(f"{values.pop('bench')} on {values.pop('engine')}")
        for name, value in values.items():
            print(f"  {name:<24}{value}")
