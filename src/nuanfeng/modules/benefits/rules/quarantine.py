"""What the county may do with a record that was set aside: count it after all, or dismiss it with a reason.

Pure. The words for reasons are those of docs/reference/scanner-sync.md.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from nuanfeng.kernel.errors import N_, Refusal
from nuanfeng.modules.benefits.rules import sync

STORED, DISMISSED = "stored", "dismissed"
NOTE_LENGTH_MAX = 200
# How long the text of a record is kept after somebody has decided.
TEXT_KEPT = timedelta(days=30)

NO_SUCH_DECISION = Refusal("no_such_decision", N_("Say whether it counts or is dismissed."))
NOT_SET_ASIDE = Refusal("not_set_aside", N_("This record was not set aside: there is nothing to decide."))
DECIDED_OTHERWISE = Refusal(
    "decided_otherwise", N_("Somebody else decided otherwise in the meantime. What they decided stands.")
)
NOTE_MISSING = Refusal("note_missing", N_("Say in a few words why it does not count."))
NUMBER_TAKEN = Refusal(
    "number_taken", N_("Another hand-out has this number already, so this one can only be dismissed.")
)
NOTHING_TO_UNDO = Refusal(
    "nothing_to_undo", N_("The hand-out that it undoes is not there, so it can only be dismissed for now.")
)
DAY_IS_REPORTED = Refusal(
    "day_is_reported", N_("That day is more than 7 days ago: nothing of it is undone any more.")
)
DAY_IS_CLOSED = Refusal(
    "day_is_closed",
    N_("That day is more than 30 days ago and its figures are closed, so this can only be dismissed."),
)
CANNOT_COUNT: Mapping[str, Refusal] = {
    sync.PROGRAMME_NOT_HERE: Refusal(
        sync.PROGRAMME_NOT_HERE,
        N_("The station did not hand this out on that day. Put it right under “Programmes” first."),
    ),
    sync.ITEM_UNKNOWN: Refusal(
        sync.ITEM_UNKNOWN,
        N_("Something in it was never on the table. Put it right under “Programmes” first."),
    ),
}


def refusal_to_decide(*, outcome: str, decision: str, note: str) -> Refusal | None:
    """Why this cannot be decided so."""
    if decision not in (STORED, DISMISSED):
        return NO_SUCH_DECISION
    if outcome != sync.QUARANTINED:
        return NOT_SET_ASIDE
    return NOTE_MISSING if decision == DISMISSED and not note.strip() else None


def time_that_counts(at: datetime, *, anchor: datetime | None, received_at: datetime) -> datetime:
    """A record's own time, moved only as far as it cannot be right: not after it came, and not before
    the moment (where it names one of ours) at which the phone was told the time.
    """
    earliest = at if anchor is None else max(at, anchor)
    return min(earliest, received_at)
