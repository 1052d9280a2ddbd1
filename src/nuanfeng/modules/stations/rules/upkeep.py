"""What a station's people look after: what is due today, what runs out, what may still be shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from nuanfeng.kernel.errors import N_, Refusal

# Two minutes a day: what does not fit on the list today comes first tomorrow.
DUTIES_AT_MOST = 8
EXPIRING_WITHIN = timedelta(days=30)
NOTE_LENGTH = 300
TURN_AT_MOST = timedelta(hours=24)
SUPPLY_WORDS = {"medicine": N_("Medicine"), "consumable": N_("Consumable")}
STATE_WORDS = {"working": N_("Works"), "empty": N_("None left"), "broken": N_("Out of order")}
ENDED_WORDS = {"used_up": N_("used up"), "expired": N_("out of date"), "taken_away": N_("taken away")}

DUTY_UNKNOWN = Refusal("duty_unknown", N_("This is not on the list of this place."))
FACILITY_UNKNOWN = Refusal("facility_unknown", N_("This place does not have that."))
STATE_UNKNOWN = Refusal("facility_state_unknown", N_("Please say whether it works, is empty or is broken."))
SUPPLY_GONE = Refusal("supply_gone", N_("This is not on the shelf of this place."))
SUPPLY_UNNAMED = Refusal("supply_unnamed", N_("Please say what it is: a medicine or a consumable, by name."))
SUPPLY_UNDATED = Refusal("supply_undated", N_("A medicine needs the day until which it is good."))
SUPPLY_STALE = Refusal("supply_stale", N_("This is out of date already and does not go on the shelf."))
END_UNKNOWN = Refusal("supply_end_unknown", N_("Please say whether it is used up or taken away."))
NOTE_EMPTY = Refusal("note_empty", N_("The note is empty."))
NOTE_LONG = Refusal("note_long", N_("This note is too long. Keep to 300 characters."))
TURN_BACKWARDS = Refusal("turn_backwards", N_("A turn ends after it begins, and lasts a day at most."))
TURN_OVER = Refusal("turn_over", N_("This turn is over already."))
TURN_OF_STRANGER = Refusal("turn_of_stranger", N_("Only the people of this place take turns here."))


@dataclass(frozen=True)
class Round:
    """A duty as the rule sees it: how often it comes round, and the last day it was done."""

    code: str
    every_days: int
    rank: int
    last_on: date | None = None

    def days_overdue(self, today: date) -> int:
        """Days past its turn: 0 on the day itself, less before; what was never done is due today."""
        return 0 if self.last_on is None else (today - self.last_on).days - self.every_days


@dataclass(frozen=True)
class Shelved:
    """Something on the shelf of one facility, and until when it is good."""

    facility: int
    expires_on: date | None


@dataclass(frozen=True)
class Needs:
    """What a place lacks, as figures."""

    closed: int = 0
    unverified_days: int | None = 0
    down: int = 0
    expired: int = 0
    expiring: int = 0
    untapped_days: int | None = 0
    is_evening_missed: bool = False


UNVERIFIED_FOR_LONG = 90
UNTAPPED_FOR_LONG = 3
EVENING_SHARE = 20


def duties_due(rounds: Iterable[Round], *, today: date) -> list[Round]:
    """At most eight: what is overdue first, then by rank; never what is not due yet."""
    due = [each for each in rounds if each.days_overdue(today) >= 0]
    due.sort(key=lambda each: (each.days_overdue(today) == 0, each.rank, each.code))
    return due[:DUTIES_AT_MOST]


def is_expired(expires_on: date | None, *, today: date) -> bool:
    """Good through the day that is printed on it, and no longer."""
    return expires_on is not None and expires_on < today


def is_expiring(expires_on: date | None, *, today: date) -> bool:
    """Whether it is out of date already or will be within 30 days."""
    return expires_on is not None and expires_on <= today + EXPIRING_WITHIN


def facilities_gone_stale(shelf: Iterable[Shelved], *, today: date) -> set[int]:
    """The facilities of one place whose shelf holds nothing but what is out of date."""
    good: dict[int, bool] = {}
    for thing in shelf:
        good[thing.facility] = good.get(thing.facility, False) or not is_expired(
            thing.expires_on, today=today
        )
    return {facility for facility, is_good in good.items() if not is_good}


def refusal_to_shelve(*, kind: str, name: str, expires_on: date | None, today: date) -> Refusal | None:
    """Why this cannot go on the shelf."""
    if kind not in SUPPLY_WORDS or not name.strip():
        return SUPPLY_UNNAMED
    if kind == "medicine" and expires_on is None:
        return SUPPLY_UNDATED
    return SUPPLY_STALE if is_expired(expires_on, today=today) else None


def refusal_to_leave_note(text: str) -> Refusal | None:
    """Why this is no note."""
    if not text.strip():
        return NOTE_EMPTY
    return NOTE_LONG if len(text.strip()) > NOTE_LENGTH else None


def refusal_to_plan_turn(*, starts_at: datetime, ends_at: datetime, now: datetime) -> Refusal | None:
    """Why nobody can take this turn."""
    if not timedelta() < ends_at - starts_at <= TURN_AT_MOST:
        return TURN_BACKWARDS
    return TURN_OVER if ends_at <= now else None


def is_long(days: int | None, limit: int) -> bool:
    """Whether so many days are too many; None is never."""
    return days is None or days > limit


def help_score(needs: Needs) -> int:
    """How much a place needs help: people before shut doors weigh most. It never praises."""
    return (
        10 * needs.closed
        + 4 * needs.down
        + 4 * needs.expired
        + 2 * is_long(needs.unverified_days, UNVERIFIED_FOR_LONG)
        + 2 * is_long(needs.untapped_days, UNTAPPED_FOR_LONG)
        + 2 * needs.is_evening_missed
        + min(needs.expiring, 3)
    )


def misses_the_evening(share: int | None, *, is_open_late: bool | None) -> bool:
    """Whether many come in the evening to a place that is known to be shut by then."""
    return share is not None and share >= EVENING_SHARE and is_open_late is False
