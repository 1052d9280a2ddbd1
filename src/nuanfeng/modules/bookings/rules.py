"""What may be booked, moved and given up, and how a series of times is laid out. No clock, no tables."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from nuanfeng.kernel.errors import N_, Refusal

BOOKED, WAITING, CANCELLED, ATTENDED = "booked", "waiting", "cancelled", "attended"
MISSED, UNREACHED, CALLED_OFF = "missed", "unreached", "called_off"
STATES = (BOOKED, WAITING, CANCELLED, ATTENDED, MISSED, UNREACHED, CALLED_OFF)
# What uses up a person's one time in a year. Missing costs nothing, nor does waiting in vain.
LIVE = (BOOKED, WAITING, ATTENDED)
# What sits on a place.
SEATED = (BOOKED, ATTENDED, MISSED)
STATE_WORDS = {
    BOOKED: N_("booked"),
    WAITING: N_("in the queue"),
    CANCELLED: N_("given up"),
    ATTENDED: N_("been there"),
    MISSED: N_("not come"),
    UNREACHED: N_("no place came free"),
    CALLED_OFF: N_("called off"),
}

HEALTH, JOURNEY = "health", "journey"
KINDS = {HEALTH: N_("Health package"), JOURNEY: N_("Journey")}
YEAR, ONCE = "year", "once"
HOW_OFTEN = {YEAR: N_("once a year"), ONCE: N_("once")}
MOVED_UP, WAS_CALLED_OFF = "moved_up", "called_off"
NEWS = (MOVED_UP, WAS_CALLED_OFF)

PLACES_MOST, SLOTS_MOST, DAYS_MOST = 500, 500, 92

NOT_BOOKABLE = Refusal("offer_not_bookable", N_("This cannot be booked at the moment."))
SLOT_IS_OVER = Refusal("slot_is_over", N_("This time has begun already. Please choose a later one."))
SLOT_CALLED_OFF = Refusal("slot_called_off", N_("This time was called off. Please choose another one."))
SLOT_FULL = Refusal("slot_full", N_("It is full there. You keep what you have; choose another time."))
HAS_ONE_ALREADY = Refusal("has_a_booking", N_("You have one already. You can move it to another time."))
OTHER_KIND_OF_WORK = Refusal("other_kind_of_work", N_("This one is for another kind of work."))
NOT_YOURS = Refusal("booking_not_yours", N_("This booking is not here. Please look under Me."))
NOT_OPEN_ANY_MORE = Refusal("booking_ended", N_("This booking is over already."))
OTHER_OFFER = Refusal("slot_of_other_offer", N_("This time belongs to something else."))
NO_SUCH_SLOT = Refusal(
    "slot_unknown", N_("This time is not on the list any more. Please choose another one.")
)
TOO_MANY_SLOTS = Refusal("too_many_slots", N_("That would be more than 500 times at once. Take fewer days."))
NO_SLOT_FITS = Refusal("no_slot_fits", N_("No time fits in there. Look at the days, from and until."))
PLACES_WRONG = Refusal("places_wrong", N_("Between 1 and 500 places."))
NO_ROOM_LEFT = Refusal("no_room_left", N_("Every place of this time is taken."))
HAS_BEEN_THERE = Refusal("has_been_there", N_("This person has been there in this period already."))
NOT_TODAY = Refusal("slot_not_today", N_("This time is not today. Somebody can be let in on its day."))
WHO_IS_IT = Refusal(
    "bearer_unknown", N_("Nobody stands behind this code. Ask for the pass or the ten digits.")
)


@dataclass(frozen=True)
class Series:
    """Times from `first_day` to `last_day`, one after the other from `begins` to `ends` each day."""

    first_day: date
    last_day: date
    begins: time
    ends: time
    every: timedelta

    def starts(self) -> Iterator[tuple[date, time]]:
        """Each day and wall-clock time at which a slot begins and wholly fits in."""
        for passed in range((self.last_day - self.first_day).days + 1):
            day = self.first_day + timedelta(days=passed)
            at = datetime.combine(day, self.begins)
            while at + self.every <= datetime.combine(day, self.ends):
                yield day, at.time()
                at += self.every


def refusal_to_lay_out(series: Series, *, places: int) -> Refusal | None:
    """None for a series that is neither empty nor endless."""
    if not 1 <= places <= PLACES_MOST:
        return PLACES_WRONG
    if series.every <= timedelta() or not 0 <= (series.last_day - series.first_day).days < DAYS_MOST:
        return NO_SLOT_FITS
    count = sum(1 for _slot in series.starts())
    if count > SLOTS_MOST:
        return TOO_MANY_SLOTS
    return None if count else NO_SLOT_FITS


def period_of(how_often: str, day: date) -> str:
    """What a person may hold one of: the year of the day ("2026"), or "once"."""
    return f"{day:%Y}" if how_often == YEAR else ONCE


def refusal_to_take(
    *,
    is_active: bool,
    is_called_off: bool,
    starts_at: datetime,
    for_kind_of_work: str,
    kind_of_work: str,
    now: datetime,
) -> Refusal | None:
    """None where somebody may ask for a place at a time.

    Whoever never said what work they do is believed: only another kind that they named themselves
    leads elsewhere.
    """
    if is_called_off:
        return SLOT_CALLED_OFF
    if not is_active:
        return NOT_BOOKABLE
    if starts_at <= now:
        return SLOT_IS_OVER
    if for_kind_of_work and kind_of_work and for_kind_of_work != kind_of_work:
        return OTHER_KIND_OF_WORK
    return None


def refusal_to_change_places(*, places: int, taken: int) -> Refusal | None:
    """None for a number of places that nobody has to give up theirs for."""
    if not 1 <= places <= PLACES_MOST:
        return PLACES_WRONG
    if places < taken:
        return Refusal(
            "places_below_taken",
            N_("%(taken)s places are taken. Call the time off, or wait until somebody gives theirs up."),
            {"taken": taken},
        )
    return None
