"""Whose code was scanned, or whose number was typed: the way from what a scanner sends to a person."""

from dataclasses import dataclass
from datetime import datetime

from nuanfeng.kernel.errors import Refusal
from nuanfeng.modules.passes.models import Handle
from nuanfeng.modules.passes.queries.keys import trust
from nuanfeng.modules.passes.rules import nf1, outcomes
from nuanfeng.modules.passes.rules.numbers import looks_like_number, read_number


@dataclass(frozen=True, slots=True)
class Scanned:
    """The outcome, and where the code is or was ours, the person and the handle.

    `refusal` says more than the outcome where a typed number is wrong.
    """

    outcome: str
    reason: str = ""
    person_id: int | None = None
    handle_id: int | None = None
    kind: str = ""
    refusal: Refusal | None = None


def verify_scanned(
    text_or_number: str, *, now: datetime, tolerance_seconds: int = nf1.TOLERANCE_ONLINE
) -> Scanned:
    """Judge what a scanner sent, in one query as a rule; never raises for input."""
    text = text_or_number.strip("\r\n\t")
    if looks_like_number(text):
        return _by_number(text, now)
    verdict = _judge(text, now, tolerance_seconds)
    if verdict.handle is None:
        return Scanned(verdict.outcome, verdict.reason)
    held = _held(value=verdict.handle)
    if held is None:
        # Signed by us and no longer kept: replaced more than 30 days ago, or its owner has left.
        return Scanned(outcomes.REVOKED if verdict.outcome == outcomes.OK else verdict.outcome)
    return said_of(held, verdict.outcome, now)


def _judge(text: str, now: datetime, tolerance_seconds: int) -> nf1.Verdict:
    seconds = int(now.timestamp())
    for look_again in (False, True):
        county, keys = trust(now, look_again=look_again)
        verdict = nf1.verify_token(
            text, keys=keys, county=county, now_seconds=seconds, tolerance_seconds=tolerance_seconds
        )
        if verdict.reason != "unknown_key" and verdict.outcome != outcomes.OTHER_COUNTY:
            break
    return verdict


def _by_number(typed: str, now: datetime) -> Scanned:
    number = read_number(typed)
    if isinstance(number, Refusal):
        return Scanned(outcomes.NOT_OURS, number.code, refusal=number)
    held = _held(number=number)
    if held is None:
        return Scanned(outcomes.NOT_OURS, outcomes.NUMBER_UNKNOWN.code, refusal=outcomes.NUMBER_UNKNOWN)
    return said_of(held, outcomes.OK, now)


def said_of(held: Handle, outcome: str, now: datetime) -> Scanned:
    """What a code of this handle says at a moment, its own outcome being known."""
    if outcome == outcomes.OK and held.is_revoked(now):
        outcome = outcomes.REVOKED
    elif outcome == outcomes.OK and held.expires_at is not None and held.expires_at <= now:
        outcome = outcomes.EXPIRED
    return Scanned(outcome, "", held.person_id, held.pk, held.kind)


# Asked for every hand-out: written out, because building the query costs four times its answer.
_HANDLE = "SELECT id, person_id, kind, expires_at, revoked_at FROM passes_handle WHERE "


def _held(*, value: bytes = b"", number: str = "") -> Handle | None:
    by_value = Handle.objects.raw(_HANDLE + "value = %s", [value])
    by_number = Handle.objects.raw(_HANDLE + "number = %s", [number])
    return next(iter(by_value if value else by_number), None)
