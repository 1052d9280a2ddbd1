"""`nuanfeng worker`: delivers facts, runs the jobs that come round and the queued tasks."""

import logging
import signal
import threading
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django_tasks_db.management.commands.db_worker import Worker

from nuanfeng.kernel import clock, outbox, schedule

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Work until told to stop; a failing database is waited for, not died of."""

    help = "Deliver facts, run periodic jobs and queued tasks until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--once` does what is due and ends."""
        parser.add_argument("--once", action="store_true", help="do what is due, then end")
        parser.add_argument("--pause", type=float, default=1.0, help="seconds between two looks")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look, work, pause."""
        stop = threading.Event()

        def asked_to_stop(number: int, frame: FrameType | None) -> None:
            stop.set()

        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, asked_to_stop)
            signal.signal(signal.SIGINT, asked_to_stop)
        while not stop.is_set():
            self._look_once()
            if options["once"]:
                return
            stop.wait(options["pause"])

    def _look_once(self) -> None:
        try:
            close_old_connections()
            outbox.deliver_due(now=clock.now())
            schedule.run_due(now=clock.now())
            _queued_tasks().run()
        except DatabaseError as problem:
            logger.error("database unavailable: %s", type(problem).__name__)


def _queued_tasks() -> Worker:
    return Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="nuanfeng",
        excluded_queue_names=[],
    )
