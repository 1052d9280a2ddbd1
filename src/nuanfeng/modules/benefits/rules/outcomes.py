"""What a scanner can be told, and the few words for it that can be read from two metres."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from nuanfeng.kernel.errors import N_

NEW = "new"
ALREADY, OUTSIDE_TIME, REVOKED, EXPIRED, OTHER_COUNTY, NOT_OURS, OTHER_WORK, HELD_BACK = (
    "already",
    "outside_time",
    "revoked",
    "expired",
    "other_county",
    "not_ours",
    "other_work",
    "held_back",
)
# Green although it is a second one: late in the day it is there for whoever comes.
RELEASED = "released"
NONE_LEFT = "none_left"
COUNTED, EXTRA, GUEST, VOID = "counted", "extra", "guest", "void"

RECORDED = frozenset({COUNTED, EXTRA, GUEST, VOID})

# What passes say of a code, in the words of a scanner's screen.
OF_A_CODE: Mapping[str, str] = {
    "ok": NEW,
    "not_yet": OUTSIDE_TIME,
    "expired": EXPIRED,
    "revoked": REVOKED,
    "other_county": OTHER_COUNTY,
    "not_ours": NOT_OURS,
}

SENTENCES: Mapping[str, str] = {
    NEW: N_("Can be handed out"),
    ALREADY: N_("Collected already today at %(time)s"),
    OUTSIDE_TIME: N_("This code is for another time"),
    REVOKED: N_("This code was replaced"),
    EXPIRED: N_("This code is too old"),
    OTHER_COUNTY: N_("A code of another county"),
    NOT_OURS: N_("Not one of our codes"),
    OTHER_WORK: N_("Meant for another kind of work"),
    HELD_BACK: N_("Kept until %(time)s for those who missed out"),
    RELEASED: N_("Left over: a second one is fine"),
    NONE_LEFT: N_("None left by the count"),
    COUNTED: N_("Recorded"),
    EXTRA: N_("Recorded as one more"),
    GUEST: N_("Recorded without a name"),
    VOID: N_("Undone"),
}
JUST_SCANNED = N_("Just scanned")
COLLECTED_YESTERDAY = N_("Collected already yesterday at %(time)s")
COLLECTED_ON = N_("Collected already on %(month)s-%(day)s")
COLLECTED_BEFORE = N_("Collected already in this period")


def sentence_for(outcome: str, *, at: datetime | None = None, here: datetime) -> tuple[str, dict[str, str]]:
    """The msgid and its parameters; `at` (when it was collected, if that is known) and `here` are local."""
    if outcome == HELD_BACK and at is not None:
        return SENTENCES[HELD_BACK], {"time": f"{at.hour}:{at.minute:02d}"}
    if outcome != ALREADY or at is None:
        return SENTENCES[outcome] if outcome != ALREADY else COLLECTED_BEFORE, {}
    clock = {"time": f"{at.hour}:{at.minute:02d}"}
    if at.date() == here.date():
        return SENTENCES[ALREADY], clock
    if here.date() - at.date() == timedelta(days=1):
        return COLLECTED_YESTERDAY, clock
    return COLLECTED_ON, {"month": str(at.month), "day": str(at.day)}
