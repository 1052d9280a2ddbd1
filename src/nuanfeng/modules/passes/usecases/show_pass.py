"""What a person's phone needs to show the pass for the next 48 hours."""

from dataclasses import dataclass
from datetime import datetime

from nuanfeng.kernel.errors import Refusal
from nuanfeng.modules.passes.models import Handle
from nuanfeng.modules.passes.queries import KeyFileMissing, Slice, slices_of
from nuanfeng.modules.passes.rules.periods import is_handle_stale
from nuanfeng.modules.passes.usecases.issue_screen_handle import issue_screen_handle
from nuanfeng.modules.passes.usecases.roll_issuer_key import ensure_issuer_key
from nuanfeng.modules.passes.usecases.rotate_handle import rotate_handle
from nuanfeng.modules.people.api import Person


@dataclass(frozen=True, slots=True)
class ScreenPass:
    """A person's number and the slices that their phone shows one after the other."""

    number: str
    slices: list[Slice]
    refusal: Refusal | None = None


def show_pass(
    *, person: Person, now: datetime, limit: int | None = None, after: int | None = None
) -> ScreenPass:
    """The person's number and slices; makes what is missing, replaces a handle used for 30 days.

    `after` leaves out slices that begin then or earlier. Without a key file there are no slices,
    `refusal` says so, and the number still works.
    """
    held = _living_handle(person, now)
    try:
        ensure_issuer_key(now=now)
        return ScreenPass(held.number, slices_of(held, now=now, limit=limit, after=after))
    except KeyFileMissing as missing:
        return ScreenPass(held.number, [], missing.refusal)


def _living_handle(person: Person, now: datetime) -> Handle:
    held = issue_screen_handle(person=person, now=now)
    if is_handle_stale(created_at=held.created_at, now=now):
        held = rotate_handle(person=person, now=now, at_once=False)
    return held
