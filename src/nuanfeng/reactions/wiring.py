"""What happens when, and what comes round: the whole table, in one place."""

from datetime import datetime, timedelta

from django.core.management import call_command

from nuanfeng.kernel import audit, outbox, schedule
from nuanfeng.modules.benefits.api import (
    cut_hand_outs,
    forget_quarantined,
    forget_watches,
    last_served_at,
    served_late,
)
from nuanfeng.modules.bookings.api import close_slots, cut_bookings
from nuanfeng.modules.insight.api import fold_figures
from nuanfeng.modules.passes.api import ensure_issuer_key, forget_card_sheets, forget_handles
from nuanfeng.modules.people.api import forget_codes
from nuanfeng.modules.stations.api import (
    continue_imports,
    forget_callers,
    forget_minding,
    note_activity,
    note_evenings,
)

# Longer than any pause between two rounds; older hand-outs say little of a door.
SERVED_WITHIN = timedelta(hours=2)
# Hand-outs know their station for thirty days.
EVENINGS_WITHIN, EVENING = timedelta(days=28), 19


def _prune_tasks(now: datetime) -> None:
    call_command("prune_db_task_results", verbosity=0)


def _cut_hand_outs(now: datetime) -> None:
    """Figures first: a day that no longer knows its places is never counted again."""
    fold_figures(now=now)
    cut_hand_outs(now=now)


def _note_activity(now: datetime) -> None:
    note_activity(served_at=last_served_at(since=now - SERVED_WITHIN), now=now)


def _note_evenings(now: datetime) -> None:
    note_evenings(served=served_late(since=now - EVENINGS_WITHIN, from_hour=EVENING), now=now)


def wire() -> None:
    """Connect facts to listeners and jobs to their intervals."""
    schedule.every("audit.forget_entries", timedelta(days=1), lambda now: audit.forget_entries(now=now))
    schedule.every("outbox.clean_up", timedelta(days=1), lambda now: outbox.clean_up(now=now))
    schedule.every("sessions.clean_up", timedelta(days=1), lambda now: call_command("clearsessions"))
    schedule.every("tasks.clean_up", timedelta(days=1), _prune_tasks)
    schedule.every("people.forget_codes", timedelta(hours=1), lambda now: forget_codes(now=now))
    schedule.every("passes.roll_issuer_key", timedelta(days=1), lambda now: ensure_issuer_key(now=now))
    schedule.every("passes.forget_card_sheets", timedelta(minutes=5), lambda now: forget_card_sheets(now=now))
    schedule.every("passes.forget_handles", timedelta(days=1), lambda now: forget_handles(now=now))
    schedule.every("benefits.forget_quarantined", timedelta(days=1), lambda now: forget_quarantined(now=now))
    schedule.every("benefits.forget_watches", timedelta(days=1), lambda now: forget_watches(now=now))
    schedule.every("insight.fold_figures", timedelta(minutes=1), lambda now: fold_figures(now=now))
    schedule.every("benefits.cut_hand_outs", timedelta(days=1), _cut_hand_outs)
    schedule.every("bookings.close_slots", timedelta(hours=1), lambda now: close_slots(now=now))
    schedule.every("bookings.cut_bookings", timedelta(days=1), lambda now: cut_bookings(now=now))
    schedule.every("stations.note_activity", timedelta(seconds=30), _note_activity)
    schedule.every("stations.note_evenings", timedelta(days=1), _note_evenings)
    schedule.every("stations.forget_minding", timedelta(days=1), lambda now: forget_minding(now=now))
    schedule.every("stations.forget_callers", timedelta(days=1), lambda now: forget_callers(now=now))
    schedule.every("stations.continue_imports", timedelta(seconds=3), lambda now: continue_imports(now=now))
