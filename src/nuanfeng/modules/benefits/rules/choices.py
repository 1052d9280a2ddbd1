"""What may be taken from the table, why something is given anyway, and what makes two messages one."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from nuanfeng.kernel.errors import N_, Refusal

QUANTITY_MOST = 20
DIGEST_BYTES = 16
VOID_WITHIN = timedelta(seconds=60)
VOID_ARRIVES_WITHIN = timedelta(minutes=10)
JUST_SCANNED_WITHIN = timedelta(seconds=60)

# What the volunteer taps beside "give anyway"; a new reason is a line here and its translation.
GIVE_ANYWAY_REASONS: Mapping[str, str] = {
    "hungry": N_("Still hungry"),
    "was_not_served": N_("Was not served"),
    "code_broken": N_("The code does not work"),
    "phone_broken": N_("Phone does not work"),
    "on_the_table": N_("There is food on the table"),
    "handed_over": N_("Already handed over"),
    "other": N_("Another reason"),
}

NOTHING_CHOSEN = Refusal("nothing_chosen", N_("Nothing was chosen. Pick what is handed over."))
CHOSEN_TWICE = Refusal("chosen_twice", N_("The same thing is on the list twice."))
OTHER_CONTENT = Refusal(
    "other_content", N_("This number was used for another hand-out. Scan the code once more.")
)
QUANTITY_NEVER = Refusal("quantity_never", N_("One person may take from 1 to 20 of it."))
UNKNOWN_REASON = Refusal("unknown_reason", N_("This reason is not on the list."))
TOO_LATE_TO_VOID = Refusal("too_late_to_void", N_("This can only be undone within 60 seconds."))
FROZEN_AFTER = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Line:
    """So many of an item, by the item's code."""

    item: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Offered:
    """An item on the table: its row, and how many one person may take."""

    item_id: int
    quantity_max: int


@dataclass(frozen=True, slots=True)
class HandOut:
    """What a scanner says was handed over. `code` is what it read; empty for a guest."""

    id: UUID
    station_id: int
    programme: str
    lines: tuple[Line, ...]
    at: datetime
    code: str = ""
    give_anyway: bool = False
    reason: str = ""

    def digest(self) -> bytes:
        """What tells the same message, sent again, from another one. Cannot be read back."""
        chosen = sorted((line.item, line.quantity) for line in self.lines)
        said = [
            self.station_id, self.programme, self.code, chosen, self.at.timestamp(),
            self.give_anyway, self.reason,
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(said).encode()).digest()[:DIGEST_BYTES]


def refusal_to_choose(lines: Sequence[Line], offered: Mapping[str, Offered]) -> Refusal | None:
    """Why these lines cannot be handed out."""
    if not lines:
        return NOTHING_CHOSEN
    if len({line.item for line in lines}) < len(lines):
        return CHOSEN_TWICE
    for line in lines:
        item = offered.get(line.item)
        if item is None:
            return Refusal("unknown_item", N_("“%(item)s” is not on this table."), {"item": line.item[:30]})
        if not 1 <= line.quantity <= item.quantity_max:
            return Refusal(
                "quantity_out_of_range",
                N_("Between 1 and %(most)s of “%(item)s” can be taken."),
                {"item": line.item, "most": item.quantity_max},
            )
    return None


def refusal_to_offer(quantity_max: int) -> Refusal | None:
    """Why so many cannot be what one person may take."""
    return None if 1 <= quantity_max <= QUANTITY_MOST else QUANTITY_NEVER


def unknown_item(code: str) -> Refusal:
    """That something is not on the table."""
    return Refusal("unknown_item", N_("“%(item)s” is not on this table."), {"item": code[:30]})


def refusal_to_give_reason(reason: str) -> Refusal | None:
    """Why a word is no reason for giving anyway; none needs to be given."""
    return UNKNOWN_REASON if reason and reason not in GIVE_ANYWAY_REASONS else None


def refusal_to_void(*, received_at: datetime, tapped_at: datetime, now: datetime) -> Refusal | None:
    """Why a hand-out stands: the minute for undoing a mis-scan is over.

    A tap in time counts although it arrives later, but not for longer than a bad network lasts.
    """
    in_time = tapped_at - received_at <= VOID_WITHIN and now - received_at <= VOID_ARRIVES_WITHIN
    return None if in_time else TOO_LATE_TO_VOID


class Standing(NamedTuple):
    """A hand-out that was not undone: when, its number, its status and its service day."""

    at: datetime
    id: UUID
    status: str
    service_date: date


def settled_statuses(rows: Iterable[tuple[datetime, UUID, str]]) -> dict[UUID, str]:
    """Which of a person's hand-outs of one period is counted: the earliest that stands.

    A function of the set of rows (time, id, status) and not of the order in which they arrived.
    """
    standing = sorted((at, number) for at, number, status in rows if status in ("counted", "extra"))
    return {number: "extra" if place else "counted" for place, (_at, number) in enumerate(standing)}


def settled_in_period(
    kept: Sequence[Standing], fresh: Sequence[Standing] = (), *, today: date, is_claimed: bool = False
) -> dict[UUID, str]:
    """What each hand-out of a person's period becomes, those that are there and those that arrive.

    What was reported stays, and what came too late counts only where nothing did. `is_claimed`: the one
    that counts is no longer known to be this person's.
    """
    statuses = {row.id: row.status for row in kept if is_frozen(row.service_date, today)}
    moving = [row for row in (*kept, *fresh) if not is_frozen(row.service_date, today)]
    too_late = [row for row in fresh if is_frozen(row.service_date, today)]
    if is_claimed or "counted" in statuses.values():
        return {**statuses, **{row.id: "extra" for row in (*moving, *too_late)}}
    if moving:
        settled = settled_statuses((row.at, row.id, row.status) for row in moving)
        return {**statuses, **settled, **{row.id: "extra" for row in too_late}}
    return {**statuses, **settled_statuses((row.at, row.id, row.status) for row in too_late)}


def is_frozen(service_date: date, today: date) -> bool:
    """Whether a day is too old to be settled anew; its figures stay as they were reported."""
    return today - service_date > FROZEN_AFTER
