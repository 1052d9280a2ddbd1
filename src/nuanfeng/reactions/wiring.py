"""What happens when, and what comes round: the whole table, in one place."""

from datetime import timedelta

from nuanfeng.kernel import outbox, schedule


def wire() -> None:
    """Connect facts to listeners and jobs to their intervals."""
    schedule.every("outbox.clean_up", timedelta(days=1), lambda now: outbox.clean_up(now=now))
