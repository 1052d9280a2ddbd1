"""Starting and stopping: a person who runs script/server is told plainly what stands in the way."""

import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tools import server
from tools.server import CannotStart, Child


@pytest.fixture
def a_child() -> Iterator[Callable[[str], Child]]:
    """Makes programs in sessions of their own, as the server starts them."""
    made: list[Child] = []

    def make(code: str) -> Child:
        program: subprocess.Popen[bytes] = subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        made.append(Child("web server", program))
        return made[-1]

    yield make
    for child in made:
        child.process.kill()
        child.process.communicate()


@pytest.fixture
def own_signals():
    """Stopping children makes the caller deaf to signals; the test run is not to stay so."""
    before = {signum: signal.getsignal(signum) for signum in server.ENDED_BY_SIGNAL}
    yield
    for signum, listener in before.items():
        signal.signal(signum, listener)


def test_a_port_that_somebody_else_uses_is_named_with_a_way_out():
    with socket.socket() as somebody:
        somebody.bind(("127.0.0.1", 0))
        somebody.listen()
        port = somebody.getsockname()[1]
        with pytest.raises(CannotStart, match=f"PORT={port + 1} script/server"):
            server.check_port("127.0.0.1", port)


def test_a_free_port_is_let_through():
    with socket.socket() as somebody:
        somebody.bind(("127.0.0.1", 0))
        port = somebody.getsockname()[1]
    server.check_port("127.0.0.1", port)


@pytest.mark.parametrize("given", ["http", "0", "65536", "-1"])
def test_a_port_that_is_none_is_named(monkeypatch, given):
    monkeypatch.setenv("PORT", given)
    with pytest.raises(CannotStart, match=given):
        server.address()


def test_nothing_given_means_this_machine_and_a_demo(monkeypatch):
    for name in ("PORT", "NUANFENG_HOST", "NUANFENG_DEMO", "NUANFENG_DATA"):
        monkeypatch.delenv(name, raising=False)
    assert server.address() == ("127.0.0.1", 8000)
    assert server.surroundings()["NUANFENG_DEMO"] == "1"
    assert server.surroundings()["NUANFENG_DATA"] == str(server.PROJECT / "var")


@pytest.mark.parametrize(("url", "workers"), [("", "1"), ("postgres://somewhere/nuanfeng", "2")])
def test_sqlite_gets_one_process_and_postgresql_two(url, workers):
    (_, web), (called, _) = server.programs("127.0.0.1", 8000, {"DATABASE_URL": url})
    assert web[web.index("--workers") + 1] == workers
    assert called == "task worker"


def test_a_child_that_ends_is_noticed_and_named(a_child, capsys):
    slow, quick = a_child("input()"), a_child("raise SystemExit(3)")
    assert server.wait([slow, quick]) == 1
    assert "The web server ended by itself (code 3)" in capsys.readouterr().err


def test_a_child_that_does_not_start_ends_the_waiting(a_child):
    child = a_child("raise SystemExit(4)")
    with socket.socket() as nobody_listens:
        nobody_listens.bind(("127.0.0.1", 0))
        port = nobody_listens.getsockname()[1]
        with pytest.raises(CannotStart, match="code 4"):
            server.wait_until_it_answers([child], "127.0.0.1", port)


def test_ending_ends_the_children_of_children_too(a_child, own_signals):
    code = (
        "import subprocess, sys; p = subprocess.Popen(['sleep', '600']); print(p.pid, flush=True); p.wait()"
    )
    child = a_child(code)
    assert child.process.stdout
    grandchild = int(child.process.stdout.readline())

    server.end([child])

    assert child.process.returncode is not None
    assert is_gone(grandchild)


def is_gone(number: int) -> bool:
    """Whether a process has ended, or does so within seconds: the system needs a moment to end it."""
    for _ in range(100):
        try:
            if Path(f"/proc/{number}/stat").read_text().split()[2] == "Z":
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        threading.Event().wait(0.05)
    return False


@pytest.fixture
def a_web_server(tmp_path):
    """The web server on a free port, and the file with its words."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**server.surroundings(), "NUANFENG_DATA": str(tmp_path), "NUANFENG_DEMO": "0"}
    called, command = next(server.programs("127.0.0.1", port, environment))
    (tmp_path / "static").mkdir()
    command[command.index("--log-level") + 1] = "info"  # to hear what becomes of its processes
    said = tmp_path / "said"
    with said.open("wb") as words:
        web = subprocess.Popen(
            command, cwd=server.PROJECT, env=environment, stdout=words, stderr=words, start_new_session=True
        )
    yield Child(called, web), port, said
    web.kill()
    web.wait()


def has_said(said: Path, words: str) -> bool:
    """Whether a program says the words within half a minute."""
    for _ in range(600):
        if words in said.read_text():
            return True
        threading.Event().wait(0.05)
    return False


def test_a_browser_that_stopped_in_mid_request_does_not_hold_up_the_end(a_web_server, own_signals):
    child, port, said = a_web_server
    server.wait_until_it_answers([child], "127.0.0.1", port)
    with socket.create_connection(("127.0.0.1", port)) as browser:
        browser.sendall(b"GET / HT")
        server.end([child])
    assert child.process.returncode == 0
    assert "Killing" not in said.read_text()


def test_a_web_server_that_is_still_loading_ends_when_it_is_told_to(a_web_server, own_signals):
    child, _, said = a_web_server
    assert has_said(said, "Spawning worker-1")
    server.end([child])
    assert child.process.returncode == 0
    assert "Killing" not in said.read_text()
