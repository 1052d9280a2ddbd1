"""What is true at the door, worked out from evidence and never from the sign alone.

The rule, as people read it behind "why does it say so?":

- A sign of life (somebody was served, came in, or the duty person said "open") is worth 1 and halves
  every two hours.
- Inside its hours a place is worth 0.5 where somebody entered or confirmed it or was there within 30
  days, falling in a straight line to 0.3 at 120 days; hours that nobody checked are worth 0.35 at most,
  unknown hours 0.2.
- One person who found it locked since then takes three tenths away, for that service day. Two
  independent ones within an hour are believed: 0.2 at most, until a newer sign of life or a mend.
- From 0.7 it is open, from 0.4 it should be open, below that nobody can be sure.
- Outside its hours it is closed, unless the station itself opened or served within two hours. A duty
  person who says "shut today" closes it for the service day, until somebody is served there again.

A newer sign of life never lowers the worth, a report never raises it, and time alone raises it only
where the hours begin or a new service day does.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

OPEN_FROM, LIKELY_FROM = 0.7, 0.4
HALF_LIFE = timedelta(hours=2)
STAFF_SIGN_HOLDS = timedelta(hours=2)
FRESH, STALE = timedelta(days=30), timedelta(days=120)
FRESH_WORTH, STALE_WORTH = 0.5, 0.3
DOUBTFUL_MOST, UNKNOWN_WORTH = 0.35, 0.2
LOCKED_FACTOR, LOCKED_MOST = 0.7, 0.2

DoorWord = Literal["open", "likely", "unsure", "closed"]
Because = Literal["alive", "hours", "stale", "doubtful", "unknown", "heard", "locked", "shut", "outside"]


@dataclass(frozen=True)
class DoorFacts:
    """What is known of one door. Times are aware; None where it never happened."""

    is_open_by_hours: bool | None
    is_doubtful: bool = False
    confirmed_at: datetime | None = None
    active_at: datetime | None = None
    active_kind: str = ""
    said_open_at: datetime | None = None
    said_closed_at: datetime | None = None
    heard_locked_at: datetime | None = None
    locked_since: datetime | None = None


@dataclass(frozen=True)
class DoorState:
    """A word, its worth between 0 and 1, what it rests on, and since when that is known."""

    word: DoorWord
    worth: float
    because: Because
    since: datetime | None = None

    @property
    def is_worth_going(self) -> bool:
        """Whether a list of open places names it."""
        return self.word in ("open", "likely")


def door_state(facts: DoorFacts, *, now: datetime, service_day_began: datetime) -> DoorState:
    """The state of a door at `now`; `service_day_began` is the last 03:00."""
    if _is_shut(facts, service_day_began):
        return DoorState("closed", 0.0, "shut", facts.said_closed_at)
    if facts.is_open_by_hours is False and not _is_opened_by_staff(facts, now):
        return DoorState("closed", 0.0, "outside")
    return _weighed(facts, now=now, service_day_began=service_day_began)


def _is_shut(facts: DoorFacts, service_day_began: datetime) -> bool:
    said = facts.said_closed_at
    if said is None or said < service_day_began:
        return False
    return not _is_after(facts.said_open_at, said) and not (
        facts.active_kind == "hand_out" and _is_after(facts.active_at, said)
    )


def _is_opened_by_staff(facts: DoorFacts, now: datetime) -> bool:
    served_at = facts.active_at if facts.active_kind == "hand_out" else None
    return any(sign and now - sign <= STAFF_SIGN_HOLDS for sign in (facts.said_open_at, served_at))


def _weighed(facts: DoorFacts, *, now: datetime, service_day_began: datetime) -> DoorState:
    alive_at = facts.active_at
    life = _worth_of_life(alive_at, now)
    heard = facts.heard_locked_at
    is_heard = heard is not None and heard >= service_day_began and not _is_after(alive_at, heard)
    doubt = LOCKED_FACTOR if is_heard else 1.0
    if facts.locked_since and not _is_after(alive_at, facts.locked_since):
        return DoorState("unsure", min(LOCKED_MOST, life * doubt), "locked", facts.locked_since)
    resting, because = _worth_of_hours(facts, now)
    worth, ground, since = (life, "alive", alive_at) if life > resting else (resting, because, None)
    worth *= doubt
    if is_heard and worth < OPEN_FROM:
        ground, since = "heard", heard
    return DoorState(_word(worth), worth, ground, since)  # type: ignore[arg-type]


def _worth_of_life(alive_at: datetime | None, now: datetime) -> float:
    if alive_at is None:
        return 0.0
    return float(0.5 ** (max(now - alive_at, timedelta()) / HALF_LIFE))


def _worth_of_hours(facts: DoorFacts, now: datetime) -> tuple[float, Because]:
    if facts.is_open_by_hours is None:
        return UNKNOWN_WORTH, "unknown"
    if not facts.is_open_by_hours:
        return 0.0, "outside"
    known_at = max((at for at in (facts.confirmed_at, facts.active_at) if at), default=None)
    age = STALE if known_at is None else max(now - known_at, FRESH)
    fallen = min((age - FRESH) / (STALE - FRESH), 1.0)
    worth = FRESH_WORTH - fallen * (FRESH_WORTH - STALE_WORTH)
    if facts.is_doubtful:
        return min(worth, DOUBTFUL_MOST), "doubtful"
    return worth, "hours" if worth >= LIKELY_FROM else "stale"


def _word(worth: float) -> DoorWord:
    if worth >= OPEN_FROM:
        return "open"
    return "likely" if worth >= LIKELY_FROM else "unsure"


def _is_after(at: datetime | None, other: datetime) -> bool:
    return at is not None and at > other
