"""Run a pure function on something hostile in a child process with bounded memory and time.

Readers of foreign formats end the whole process when they ask for more memory than there is; nothing
in Python can catch that. In a child only the child ends.
"""

import os
import pickle
import resource
import subprocess
import sys
from importlib import import_module

MEMORY_MAX = 1536 * 1024 * 1024
SECONDS_MAX = 120


class ChildFailed(Exception):
    """The child ended, or was ended, without an answer."""


def run_bounded(target: str, content: bytes) -> object:
    """What `package.module:function` says of the content, asked in a child of our own.

    The function takes bytes and returns plain values or frozen dataclasses; its module imports no
    Django. Raises `ChildFailed` where the child needed too much memory or time, or fell over.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-m", "nuanfeng.kernel.child", target],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # Nothing that the installation keeps secret goes along.
            env={"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONDONTWRITEBYTECODE": "1"},
            timeout=SECONDS_MAX,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ChildFailed from None
    if done.returncode != 0:
        raise ChildFailed
    # Written by our own program a moment ago; what the file said is in it as plain values only.
    return pickle.loads(done.stdout)


def main(target: str) -> None:
    """In the child: take the bytes, bound the memory, answer."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MAX, MEMORY_MAX))
    module, _colon, name = target.partition(":")
    answer = getattr(import_module(module), name)(sys.stdin.buffer.read())
    sys.stdout.buffer.write(pickle.dumps(answer))


if __name__ == "__main__":
    main(sys.argv[1])
