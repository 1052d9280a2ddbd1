"""Many codes at once that were scanned without a network, each judged by the moment of its own scan."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from nuanfeng.kernel.errors import Refusal
from nuanfeng.modules.passes.models import Handle
from nuanfeng.modules.passes.queries.keys import trust
from nuanfeng.modules.passes.queries.scanned import HeldThen, Scanned, said_of
from nuanfeng.modules.passes.rules import nf1, outcomes
from nuanfeng.modules.passes.rules.numbers import looks_like_number, read_number

# What a text is: a token that was judged, a number that was typed, or a number that is wrong.
_Read = nf1.Verdict | str | Refusal


def verify_scanned_before(shown: Sequence[tuple[str, datetime]], *, now: datetime) -> list[Scanned]:
    """What `verify_scanned` would have said of each code at its moment, with the tolerance of no network.

    Two queries, however many there are; never raises for input.
    """
    read = _read_all(shown, now, look_again=False)
    if any(isinstance(one, nf1.Verdict) and _may_be_new(one) for one in read):
        read = _read_all(shown, now, look_again=True)
    held = _held(read)
    return [_said(one, held, at) for one, (_text, at) in zip(read, shown, strict=True)]


def _may_be_new(verdict: nf1.Verdict) -> bool:
    return verdict.reason == "unknown_key" or verdict.outcome == outcomes.OTHER_COUNTY


def _read_all(shown: Iterable[tuple[str, datetime]], now: datetime, *, look_again: bool) -> list[_Read]:
    county, keys = trust(now, look_again=look_again)
    read: list[_Read] = []
    for raw, at in shown:
        text = raw.strip("\r\n\t")
        if looks_like_number(text):
            read.append(read_number(text))
            continue
        verdict = nf1.verify_token(
            text,
            keys=keys,
            county=county,
            now_seconds=int(at.timestamp()),
            tolerance_seconds=nf1.TOLERANCE_OFFLINE,
        )
        read.append(verdict)
    return read


def _held(read: Iterable[_Read]) -> dict[bytes | str, Handle]:
    values, numbers = set(), set()
    for one in read:
        if isinstance(one, str):
            numbers.add(one)
        elif isinstance(one, nf1.Verdict) and one.handle:
            values.add(one.handle)
    held: dict[bytes | str, Handle] = {}
    if values:
        held |= {bytes(handle.value): handle for handle in Handle.objects.filter(value__in=values)}
    if numbers:
        held |= {handle.number: handle for handle in Handle.objects.filter(number__in=numbers)}
    return held


def _said(read: _Read, held: Mapping[bytes | str, Handle], at: datetime) -> Scanned:
    if isinstance(read, Refusal):
        return Scanned(outcomes.NOT_OURS, read.code, refusal=read)
    if isinstance(read, nf1.Verdict) and read.handle is None:
        return Scanned(read.outcome, read.reason)
    handle = held.get(read if isinstance(read, str) else read.handle or b"")
    if isinstance(read, str):
        unknown = outcomes.NUMBER_UNKNOWN
        if handle is None:
            return Scanned(outcomes.NOT_OURS, unknown.code, refusal=unknown)
        return said_of(_then(handle, at), outcomes.OK)
    if handle is None:
        return Scanned(outcomes.REVOKED if read.outcome == outcomes.OK else read.outcome)
    return said_of(_then(handle, at), read.outcome)


def _then(handle: Handle, at: datetime) -> HeldThen:
    is_expired = handle.expires_at is not None and handle.expires_at <= at
    return HeldThen(handle.pk, handle.person_id, handle.kind, handle.is_revoked(at), is_expired)
