"""An opening state as a sentence with a time: 今天 20:00 关门, 明早 6:00 开门.

A sentence is an English msgid with its parameters; it is translated where it is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from nuanfeng.kernel.errors import N_
from nuanfeng.modules.stations.rules.hours import OpeningState

CLOSES_ON = (
    N_("Closes Monday at %(time)s"),
    N_("Closes Tuesday at %(time)s"),
    N_("Closes Wednesday at %(time)s"),
    N_("Closes Thursday at %(time)s"),
    N_("Closes Friday at %(time)s"),
    N_("Closes Saturday at %(time)s"),
    N_("Closes Sunday at %(time)s"),
)
OPENS_ON = (
    N_("Opens Monday at %(time)s"),
    N_("Opens Tuesday at %(time)s"),
    N_("Opens Wednesday at %(time)s"),
    N_("Opens Thursday at %(time)s"),
    N_("Opens Friday at %(time)s"),
    N_("Opens Saturday at %(time)s"),
    N_("Opens Sunday at %(time)s"),
)
UNKNOWN = N_("Ask before you go")
ALWAYS_OPEN = N_("Open 24 hours")
NEVER_OPEN = N_("Not open at present")
PAUSED = N_("Closed for the time being")
CLOSED_FOR_GOOD = N_("This place has closed")
# From here to noon the next day a time is "tomorrow morning"; before it, "in the night".
MORNING_FROM = 5


@dataclass(frozen=True)
class Sentence:
    """What to say, before it is translated."""

    msgid: str
    params: Mapping[str, Any] = field(default_factory=dict)


def opening_sentence(state: OpeningState, now: datetime) -> Sentence:
    """The one line that a person at the door needs."""
    if state.is_open is None:
        return Sentence(UNKNOWN)
    if state.changes_at is None:
        return Sentence(ALWAYS_OPEN if state.is_open else NEVER_OPEN)
    if state.is_open:
        return _closing(state.changes_at, now)
    return _opening(state.changes_at, now)


def clock_words(moment: datetime) -> str:
    """`8:30`, without a nought in front, as people write it."""
    return f"{moment.hour}:{moment.minute:02d}"


def _closing(at: datetime, now: datetime) -> Sentence:
    if at.hour == at.minute == 0:
        # Midnight belongs to the evening before it, for whoever waits at a door.
        return _closing_at_midnight(at - timedelta(days=1), now)
    days = (at.date() - now.date()).days
    if days == 1 and at.hour < MORNING_FROM:
        return Sentence(N_("Closes at %(time)s in the night"), {"time": clock_words(at)})
    if days == 1 and at.hour < 12:
        return Sentence(N_("Closes tomorrow morning at %(time)s"), {"time": clock_words(at)})
    return _closing_on_day(at, clock_words(at), now)


def _closing_at_midnight(evening: datetime, now: datetime) -> Sentence:
    days = (evening.date() - now.date()).days
    if days == 0:
        return Sentence(N_("Open until midnight"))
    if days == 1:
        return Sentence(N_("Open until midnight tomorrow"))
    return _closing_on_day(evening, "24:00", now)


def _closing_on_day(at: datetime, clock: str, now: datetime) -> Sentence:
    days = (at.date() - now.date()).days
    if days <= 0:
        return Sentence(N_("Closes today at %(time)s"), {"time": clock})
    if days == 1:
        return Sentence(N_("Closes tomorrow at %(time)s"), {"time": clock})
    if days < 7:
        return Sentence(CLOSES_ON[at.weekday()], {"time": clock})
    return Sentence(N_("Open until %(year)s-%(month)02d-%(day)02d"), _date(at))


def _opening(at: datetime, now: datetime) -> Sentence:
    clock, days = {"time": clock_words(at)}, (at.date() - now.date()).days
    if days == 0:
        return Sentence(N_("Opens today at %(time)s"), clock)
    if days == 1 and MORNING_FROM <= at.hour < 12:
        return Sentence(N_("Opens tomorrow morning at %(time)s"), clock)
    if days == 1:
        return Sentence(N_("Opens tomorrow at %(time)s"), clock)
    if days < 7:
        return Sentence(OPENS_ON[at.weekday()], clock)
    return Sentence(N_("Opens on %(year)s-%(month)02d-%(day)02d at %(time)s"), {**clock, **_date(at)})


def _date(at: datetime) -> dict[str, int]:
    return {"year": at.year, "month": at.month, "day": at.day}
