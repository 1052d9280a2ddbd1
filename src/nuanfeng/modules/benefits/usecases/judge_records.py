"""Look at what a scanner sent, before anything is written: what it says, when, for whom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from nuanfeng.modules.benefits import queries
from nuanfeng.modules.benefits.queries import Offer
from nuanfeng.modules.benefits.rules import outcomes, sync
from nuanfeng.modules.benefits.rules.choices import HandOut, is_frozen
from nuanfeng.modules.benefits.rules.quarantine import CANNOT_COUNT, time_that_counts
from nuanfeng.modules.benefits.rules.sync import Said, Sent
from nuanfeng.modules.passes.api import Scanner, unsealed, verify_scanned_before

_TOKEN = "NF1:"


@dataclass(slots=True)
class Judged:
    """A record and all that can be said of it without the records before it.

    `reason` is why it is set aside, or empty. `needs_trust` is true for what whoever holds the phone
    could have made up: a card, a number, a guest.
    """

    sent: Sent
    said: Said | None = None
    reason: str = ""
    digest: bytes = b""
    offer: Offer | None = None
    service_date: date | None = None
    person_id: int | None = None
    needs_trust: bool = True


def judge_records(*, scanner: Scanner, sent: Iterable[Sent], now: datetime) -> list[Judged]:
    """Each record, judged by its own time; signatures are checked here, while nobody waits for a lock."""
    judged = [_read(one) for one in sent]
    offers = queries.ever_offered_at(scanner.station_id)
    anchors: dict[str, datetime | str] = {}
    for one in judged:
        if one.said is None:
            continue
        _judge_table(one, one.said, offers, now)
        one.digest = b"" if one.said.is_void else _digest(one.said, scanner.station_id)
        one.reason = _refusal_of_time(one.said, scanner, anchors, now) or one.reason
    judge_codes([one for one in judged if not one.reason], now=now)
    return judged


def judge_again(*, scanner: Scanner, sent: Sent, received_at: datetime, now: datetime) -> Judged:
    """A record that was set aside, as it is kept where the county says that it counts.

    What cannot be stored at all keeps its reason. Its time is moved only where it cannot be right; the
    digest stays that of the message, so that the same hand-out on another way is still known.
    """
    one = _read(sent)
    if one.said is None or one.said.is_void:
        return one
    one.digest = _digest(one.said, scanner.station_id)
    anchor = _anchor(one.said.anchor, scanner, now)
    at = time_that_counts(
        one.said.at, anchor=anchor if isinstance(anchor, datetime) else None, received_at=received_at
    )
    one.said = replace(one.said, at=at)
    _judge_table(one, one.said, queries.ever_offered_at(scanner.station_id), now)
    one.reason = one.reason if one.reason in CANNOT_COUNT else ""
    judge_codes([one], now=now)
    return one


def judge_codes(judged: Sequence[Judged], *, now: datetime) -> None:
    """Whose codes these are. A code that is not good names nobody: the meal is a guest's."""
    coded = [(one, one.said.code, one.said.at) for one in judged if one.said and one.said.code]
    scanned = verify_scanned_before([(code, at) for _one, code, at in coded], now=now)
    for (one, code, _at), found in zip(coded, scanned, strict=True):
        if outcomes.OF_A_CODE[found.outcome] == outcomes.NEW:
            one.person_id = found.person_id
            one.needs_trust = found.kind != "screen" or not code.lstrip().startswith(_TOKEN)


def _read(sent: Sent) -> Judged:
    said = sync.read_record(sent.text)
    return Judged(sent, reason=said) if isinstance(said, str) else Judged(sent, said)


def _judge_table(one: Judged, said: Said, offers: Mapping[str, Offer], now: datetime) -> None:
    if said.is_void:
        return
    one.offer = offers.get(said.programme)
    if one.offer is None:
        one.reason = sync.PROGRAMME_NOT_HERE
        return
    one.service_date = one.offer.day_of(said.at)
    one.reason = _refusal_at_table(said, one.offer, one.service_date, one.offer.day_of(now))


def _refusal_at_table(said: Said, offer: Offer, day: date, today: date) -> str:
    if day < offer.starts_on or (offer.ends_on is not None and day > offer.ends_on):
        return sync.PROGRAMME_NOT_HERE
    if any(line.item not in offer.items for line in said.lines):
        return sync.ITEM_UNKNOWN
    if any(line.quantity > offer.items[line.item].quantity_max for line in said.lines):
        return sync.QUANTITY_TOO_LARGE
    return sync.FROZEN if is_frozen(day, today) else ""


def _refusal_of_time(said: Said, scanner: Scanner, anchors: dict[str, datetime | str], now: datetime) -> str:
    if said.anchor not in anchors:
        anchors[said.anchor] = _anchor(said.anchor, scanner, now)
    anchor = anchors[said.anchor]
    return anchor if isinstance(anchor, str) else sync.refusal_of_clock(said.at, anchor, now)


def _anchor(text: str, scanner: Scanner, now: datetime) -> datetime | str:
    """The time that we gave to this scanner, or why it is none."""
    if not text:
        return sync.NO_ANCHOR
    statement = unsealed(text, now=now) or {}
    if statement.keys() != {"kid", "scanner", "time"} or statement["scanner"] != str(scanner.pk):
        return sync.ANCHOR_WRONG
    return sync.read_time(statement["time"])


def _digest(said: Said, station_id: int) -> bytes:
    return hand_out_of(said, station_id).digest()


def hand_out_of(said: Said, station_id: int) -> HandOut:
    """The hand-out as the same scanner would have sent it with a network."""
    return HandOut(
        said.id, station_id, said.programme, said.lines, said.at, said.code, said.give_anyway, said.reason
    )
