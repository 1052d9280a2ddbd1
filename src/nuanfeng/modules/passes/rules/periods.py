"""How long things last: a slice, a card, a handle, a key."""

from dataclasses import dataclass
from datetime import datetime, timedelta

SLICE_SECONDS = 15 * 60
SLICES_AHEAD = 48 * 4

CARD_VALID = timedelta(days=180)
# A screen handle is replaced after this long, so that two scans months apart cannot be joined by it.
SCREEN_HANDLE_USED = timedelta(days=30)
# What a phone without a network still shows after its handle was replaced.
SLICES_LAST = timedelta(seconds=SLICE_SECONDS * SLICES_AHEAD)
HANDLE_KEPT = timedelta(days=30)

KEY_SIGNS = timedelta(days=90)
# A key is public this long before it signs, so that a scanner without a network knows it by then.
KEY_OVERLAP = timedelta(days=14)
# The last card that a key signs is read until it ends, and a little longer for clocks that differ.
KEY_VERIFIES = CARD_VALID + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class KeyPeriod:
    """When a key signs, and until when its signatures count."""

    signs_from: datetime
    signs_until: datetime
    verifies_until: datetime


def key_period(begin: datetime) -> KeyPeriod:
    """The period of a key that begins to sign at `begin`."""
    until = begin + KEY_SIGNS
    return KeyPeriod(begin, until, until + KEY_VERIFIES)


def is_roll_due(*, last_signs_until: datetime | None, now: datetime) -> bool:
    """Whether the next key has to be made public by now."""
    return last_signs_until is None or last_signs_until - now <= KEY_OVERLAP


def slice_starts(now_seconds: int) -> range:
    """The beginnings of the slices of the next 48 hours, the running one first."""
    first = now_seconds - now_seconds % SLICE_SECONDS
    return range(first, first + SLICES_AHEAD * SLICE_SECONDS, SLICE_SECONDS)


def is_handle_stale(*, created_at: datetime, now: datetime) -> bool:
    """Whether a screen handle has been used long enough."""
    return now - created_at >= SCREEN_HANDLE_USED
