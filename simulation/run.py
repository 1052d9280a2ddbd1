"""Several processes that live histories side by side, and what they found."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
PROCESSES = 2
Ended = dict[str, Any]


def run(
    *, seeds: int, first: int = 1, faults: Sequence[str] = (), tell: Callable[[Ended], None] | None = None
) -> list[Ended]:
    """How each history ended, in the order of the seeds; `tell` hears of each as it ends."""
    ended: list[Ended] = []
    lock = threading.Lock()

    def hear(line: str) -> None:
        with lock:
            ended.append(json.loads(line))
            if tell is not None:
                tell(ended[-1])

    shares = _shares(seeds, first, list(faults))
    failures: list[str] = []
    threads = [
        threading.Thread(target=_listen, args=(words, hear, failures), daemon=True) for words in shares
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise RuntimeError(failures[0])
    return sorted(ended, key=lambda one: (one["fault"], one["seed"]))


def _shares(seeds: int, first: int, faults: list[str]) -> list[list[str]]:
    """Every second seed for each of two processes, or every second fault; the long morning once."""
    if len(faults) > 1:
        parts = [faults[place::PROCESSES] for place in range(PROCESSES)]
        return [["--seeds", str(seeds), "--first", str(first), *_named(part)] for part in parts if part]
    if faults or seeds < PROCESSES:
        return [["--seeds", str(seeds), "--first", str(first), *_named(faults)]]
    shares = [
        ["--seeds", str(seeds - place), "--first", str(first + place), "--every", str(PROCESSES)]
        for place in range(PROCESSES)
    ]
    shares[0].append("--long-morning")
    return shares


def _named(faults: Sequence[str]) -> list[str]:
    return [word for name in faults for word in ("--fault", name)]


def _listen(words: list[str], hear: Callable[[str], None], failures: list[str]) -> None:
    environment = {**os.environ, "PYTHONPATH": f"{PROJECT / 'src'}{os.pathsep}{PROJECT}"}
    command = [sys.executable, "-m", "simulation", *words]
    with subprocess.Popen(
        command, cwd=PROJECT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    ) as child:  # fmt: skip
        if child.stdout is None or child.stderr is None:
            raise RuntimeError("no pipe")
        for line in child.stdout:
            hear(line)
        said = child.stderr.read()
    if child.returncode:
        failures.append(f"a process ended with {child.returncode}:\n{said[-3000:]}")
