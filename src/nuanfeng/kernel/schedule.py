"""Jobs that come round: each is run by one worker at a time, by a conditional update."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError

from nuanfeng.kernel.db import bookkeeping
from nuanfeng.kernel.models import PeriodicRun

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """Something to do every so often. `run` is given the present moment."""

    name: str
    every: timedelta
    run: Callable[[datetime], object]


_jobs: dict[str, Job] = {}


def every(name: str, interval: timedelta, run: Callable[[datetime], object]) -> None:
    """Add a job to the table; the same name replaces."""
    _jobs[name] = Job(name, interval, run)


def names() -> frozenset[str]:
    """What comes round here."""
    return frozenset(_jobs)


def _is_mine(job: Job, now: datetime) -> bool:
    row, made = None, False
    if not PeriodicRun.objects.filter(name=job.name).exists():
        try:
            with bookkeeping():
                row, made = PeriodicRun.objects.get_or_create(name=job.name, defaults={"began_at": now})
        except IntegrityError:
            return False
    if row is not None and made:
        return True
    overdue = PeriodicRun.objects.filter(name=job.name, began_at__lte=now - job.every)
    return bool(overdue.update(began_at=now))


def run_due(*, now: datetime) -> list[str]:
    """Run every job whose turn it is, each on its own risk; returns their names."""
    ran = []
    for job in list(_jobs.values()):
        if not _is_mine(job, now):
            continue
        try:
            job.run(now)
        except Exception as problem:
            # One job that fails must not keep the others, or the next hour, from running.
            logger.error("job %s failed: %s", job.name, type(problem).__name__)
        ran.append(job.name)
    return ran


def began_last(name: str) -> datetime | None:
    """When a job last began; None where no worker has ever run it."""
    return PeriodicRun.objects.filter(name=name).values_list("began_at", flat=True).first()
