"""The web server's own process: what it starts can be ended from its first moment on."""

import os
import signal

from granian.cli import entrypoint


def _hear_the_end() -> None:
    """A web process that is still loading ends when it is told to.

    It is a copy of the server's process and has its listener, which only remembers the signal; its own
    comes after seconds of loading, and an end that is asked for meanwhile would never be heard.
    """
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


if __name__ == "__main__":
    os.register_at_fork(after_in_child=_hear_the_end)
    entrypoint()  # type: ignore[no-untyped-call]
