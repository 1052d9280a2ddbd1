"""What anybody may say about a place, and when it is believed.

- One sender counts once an hour for the same thing at the same place.
- Two senders from different addresses within an hour are believed; from one and the same address it
  takes three, because a station's own Wi-Fi puts many people behind one address.
- More than three from one address add nothing, and are thanked all the same.
- After ten from one address in an hour each further one answers a small question first. Nobody is
  ever turned away (limits per address answer with a challenge, never with a block).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from nuanfeng.kernel.errors import N_, Refusal

BELIEVED_WITHIN = timedelta(hours=1)
SAME_ADDRESS_NEEDED = 3
ADDRESS_COUNTS_MOST = 3
UNASKED_PER_ADDRESS = 10
VISIT_AGAIN_AFTER = timedelta(minutes=30)
VISITS_PER_HOUR_MOST = 60
CLOCK_AHEAD_MAX = timedelta(minutes=5)
PEOPLE_MOST = 500
NOTE_LENGTH_MAX = 100
MARK_LENGTH = 16

# About the door, in the order of the buttons; and about one thing that the place has.
DOOR_KINDS = {
    "locked": N_("The door is locked"),
    "no_water": N_("There is no water"),
    "full": N_("No room left"),
    "turned_away": N_("Somebody turned me away"),
}
THING_KINDS = {"broken": N_("It is broken"), "expired": N_("It is out of date")}
# What a believed report makes of the thing it is about.
STATE_AFTER = {"broken": "broken", "expired": "empty", "no_water": "empty"}
WATER = "water"
# What somebody who was inside since has answered.
ANSWERED_BY_A_VISIT = ("locked", "full", "turned_away")

KIND_UNKNOWN = Refusal("report_kind_unknown", N_("This cannot be reported. Please choose one of the four."))
THING_UNKNOWN = Refusal("report_thing_unknown", N_("This place does not have that."))
NOT_ON_THE_LIST = Refusal("station_gone", N_("This place has closed for good. Thank you for looking."))
PEOPLE_UNLIKELY = Refusal("people_unlikely", N_("Between 1 and 500 people at a time."))
NOTE_TOO_LONG = Refusal("note_too_long", N_("This note is too long. Keep to 100 characters."))
WAY_UNKNOWN = Refusal("settling_unknown", N_("Please say whether it is mended or was a mistake."))
OTHER_CONTENT = Refusal("other_content", N_("This number was used for another count already."))
NOT_YET = Refusal("visit_in_the_future", N_("This is later than now."))


@dataclass(frozen=True)
class Said:
    """One report as the rule sees it: who sent it, from where, and when."""

    sender: str
    address: str
    at: datetime


def mark_of(sender: str, address: str) -> str:
    """The two day-keyed digests in one column of 32 characters."""
    return sender[:MARK_LENGTH] + address[:MARK_LENGTH]


def said_by(mark: str, at: datetime) -> Said:
    """The way back from a kept mark."""
    return Said(mark[:MARK_LENGTH], mark[MARK_LENGTH:], at)


def is_believed(reports: Iterable[Said], *, now: datetime) -> bool:
    """Whether these say the same often enough and independently enough within the last hour."""
    fresh = [said for said in reports if timedelta() <= now - said.at <= BELIEVED_WITHIN]
    senders = {said.sender for said in fresh}
    if len(senders) < 2:
        return False
    return len({said.address for said in fresh}) > 1 or len(senders) >= SAME_ADDRESS_NEEDED


def adds_nothing(said: Said, before: Iterable[Said]) -> bool:
    """Whether the same sender, or enough people at the same address, said it within the hour."""
    fresh = [old for old in before if said.at - old.at <= BELIEVED_WITHIN]
    if any(old.sender == said.sender for old in fresh):
        return True
    return sum(old.address == said.address for old in fresh) >= ADDRESS_COUNTS_MOST


def refusal_to_report(*, kind: str, is_about_a_thing: bool) -> Refusal | None:
    """Why these words cannot be kept."""
    wanted = THING_KINDS if is_about_a_thing else DOOR_KINDS
    return None if kind in wanted else KIND_UNKNOWN


def refusal_to_count_people(people: int) -> Refusal | None:
    """Why so many people cannot have come in at once."""
    return None if 1 <= people <= PEOPLE_MOST else PEOPLE_UNLIKELY


def refusal_to_settle(by: str) -> Refusal | None:
    """People settle a report by mending what it says or by finding that it was a mistake."""
    return None if by in ("fix", "mistake") else WAY_UNKNOWN
