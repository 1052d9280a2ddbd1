"""Whose code was scanned, or whose number was typed: the way from what a scanner sends to a person."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from nuanfeng.kernel.errors import Refusal
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


@dataclass(frozen=True, slots=True)
class HeldThen:
    """A handle as it is at the moment of the scan."""

    id: int
    person_id: int
    kind: str
    is_revoked: bool
    is_expired: bool


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
    held = _held("value", verdict.handle, now)
    if held is None:
        # Signed by us and no longer kept: replaced more than 30 days ago, or its owner has left.
        return Scanned(outcomes.REVOKED if verdict.outcome == outcomes.OK else verdict.outcome)
    return said_of(held, verdict.outcome)


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
    held = _held("number", number, now)
    if held is None:
        return Scanned(outcomes.NOT_OURS, outcomes.NUMBER_UNKNOWN.code, refusal=outcomes.NUMBER_UNKNOWN)
    return said_of(held, outcomes.OK)


def said_of(held: HeldThen, outcome: str) -> Scanned:
    """What a code of this handle says at that moment, its own outcome being known."""
    if outcome == outcomes.OK and held.is_revoked:
        outcome = outcomes.REVOKED
    elif outcome == outcomes.OK and held.is_expired:
        outcome = outcomes.EXPIRED
    return Scanned(outcome, "", held.person_id, held.id, held.kind)


# Asked for every hand-out: written out, because building the query costs four times its answer.
_HANDLE = (
    "SELECT id, person_id, kind, coalesce(revoked_at <= %s, false), coalesce(expires_at <= %s, false)"
    " FROM passes_handle WHERE "
)
_BY = {"value": _HANDLE + "value = %s", "number": _HANDLE + "number = %s"}


def _held(by: str, what: bytes | str, now: datetime) -> HeldThen | None:
    moment = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(_BY[by], [moment, moment, what])
        row = cursor.fetchone()
    return HeldThen(*row) if row else None
