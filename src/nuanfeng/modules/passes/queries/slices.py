"""The texts of passes: slices for a screen, one long one for a card."""

from dataclasses import dataclass
from datetime import datetime

from nuanfeng.modules.organisations.api import county_code
from nuanfeng.modules.passes.models import Handle
from nuanfeng.modules.passes.queries.keys import KeyFileMissing, signing_key
from nuanfeng.modules.passes.rules import nf1
from nuanfeng.modules.passes.rules.periods import SLICE_SECONDS, slice_starts


@dataclass(frozen=True, slots=True)
class Slice:
    """A quarter of an hour of a screen pass; seconds since 1970."""

    begin: int
    end: int
    text: str


def slices_of(
    held: Handle, *, now: datetime, limit: int | None = None, after: int | None = None
) -> list[Slice]:
    """The slices of the next 48 hours, the running one first; about 0.05 ms of CPU each.

    `after` leaves out those that begin then or earlier.
    """
    starts = [start for start in slice_starts(int(now.timestamp())) if after is None or start > after][:limit]
    ends = [begin + SLICE_SECONDS for begin in starts]
    texts = _mint(held, list(zip(starts, ends, strict=True)), now)
    return [Slice(begin, end, text) for begin, end, text in zip(starts, ends, texts, strict=True)]


def card_text(card: Handle, *, now: datetime) -> str:
    """The text of a card's code, from the day it was made to the day it ends."""
    if card.expires_at is None:
        raise ValueError("a card has an end")
    return _mint(card, [(int(card.created_at.timestamp()), int(card.expires_at.timestamp()))], now)[0]


def _mint(held: Handle, spans: list[tuple[int, int]], now: datetime) -> list[str]:
    key = signing_key(now)
    if key is None:
        raise KeyFileMissing
    county, value = county_code(), bytes(held.value)
    return [
        nf1.mint_token(
            handle=value, not_before=begin, expires=end, county=county, kid=key.kid, key=key.private
        )
        for begin, end in spans
    ]
