"""The web server's own process: what it starts can be ended from its first moment on."""

import os
import signal

from granian.cli import entrypoint

_END = {signal.SIGTERM}


def _hold_the_end() -> None:
    """An end that is asked for while a copy is being made waits until the copy knows what to do with it."""
    signal.pthread_sigmask(signal.SIG_BLOCK, _END)


def _hear_the_end() -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _END)


def _hear_the_end_as_a_copy() -> None:
    """A web process that is still loading ends when it is told to.

    It is a copy of the server's process and has its listener, which only remembers the signal; its own
    comes after seconds of loading, and an end that is asked for meanwhile would never be heard.
    """
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _hear_the_end()


if __name__ == "__main__":
    os.register_at_fork(
        before=_hold_the_end, after_in_parent=_hear_the_end, after_in_child=_hear_the_end_as_a_copy
    )
    entrypoint()  # type: ignore[no-untyped-call]
