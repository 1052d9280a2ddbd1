"""On which service day a moment falls, when a programme is served, and whose clock counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from nuanfeng.kernel.errors import N_, Refusal

# A scanner without a network sends its records when it has one again, after three days at most.
QUEUED_FOR_MAX = timedelta(hours=72)
CLOCK_AHEAD_MAX = timedelta(minutes=5)
# Where a programme says nothing else: a meal in the night belongs to the evening before it.
SERVICE_DAY_STARTS_AT = time(3)

PROGRAMME_NOT_HERE = Refusal("programme_not_here", N_("This station does not hand out this programme."))
PROGRAMME_NOT_YET = Refusal("programme_not_running", N_("This programme has not begun yet."))
PROGRAMME_OVER = Refusal("programme_not_running", N_("This programme has ended."))
PROGRAMME_PAUSED = Refusal("programme_not_running", N_("This programme is paused."))
CODE_TAKEN = Refusal("code_taken", N_("There is one with this code already."))
ENDS_BEFORE_IT_STARTS = Refusal("ends_before_it_starts", N_("The last day lies before the first."))


@dataclass(frozen=True, slots=True)
class Serving:
    """Whether a programme is served at a moment, and the stretch of the day that matters now."""

    is_serving: bool
    begins: datetime | None = None
    ends: datetime | None = None


def service_date(here: datetime, starts_at: time) -> date:
    """The day a local moment counts for: a meal at 00:30 belongs to the evening before."""
    day = here.date()
    return day - timedelta(days=1) if here.time() < starts_at else day


def trusted_time(at: datetime, now: datetime) -> datetime:
    """A scanner's own time where it can be right, the server's where it cannot."""
    return at if now - QUEUED_FOR_MAX <= at <= now + CLOCK_AHEAD_MAX else now


def serving(here: datetime, spans: Sequence[tuple[datetime, datetime]]) -> Serving:
    """The stretch that runs at a local moment, or the next of the day; none where the day is over."""
    moment = here.replace(tzinfo=None)
    for begins, ends in spans:
        if moment < ends:
            return Serving(begins <= moment, begins, ends)
    return Serving(is_serving=False)


def refusal_to_run(
    *, is_active: bool, starts_on: date, ends_on: date | None, service_date: date
) -> Refusal | None:
    """Why a programme is not handed out on a service day."""
    if not is_active:
        return PROGRAMME_PAUSED
    if service_date < starts_on:
        return PROGRAMME_NOT_YET
    if ends_on is not None and service_date > ends_on:
        return PROGRAMME_OVER
    return None


def refusal_to_plan(*, starts_on: date, ends_on: date | None) -> Refusal | None:
    """Why a programme cannot have these days."""
    return ENDS_BEFORE_IT_STARTS if ends_on is not None and ends_on < starts_on else None
