"""Keep what a scanner sent after it had no network: every record once, with what became of it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.modules.benefits.models import Redemption, SyncRecord
from nuanfeng.modules.benefits.rules import outcomes, sync
from nuanfeng.modules.benefits.rules.choices import is_frozen
from nuanfeng.modules.benefits.rules.sync import Link, Said, Sent
from nuanfeng.modules.benefits.usecases.judge_records import Judged
from nuanfeng.modules.benefits.usecases.keep_hand_outs import LateHandOut, Undone, keep_hand_outs
from nuanfeng.modules.benefits.usecases.write_rows import write_rows
from nuanfeng.modules.passes.api import Scanner

PLACED = "placed"  # between the judging and the settling of a hand-out that will be stored


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a record, as its receipt says it."""

    outcome: str
    reason: str = ""


@dataclass(slots=True)
class _Batch:
    """What is known and decided while a batch is being kept."""

    scanner: Scanner
    now: datetime
    kept: Mapping[UUID, Redemption]
    told: dict[str, Outcome] = field(default_factory=dict)
    late: dict[UUID, LateHandOut] = field(default_factory=dict)
    late_hash: dict[UUID, str] = field(default_factory=dict)
    undone_late: dict[UUID, datetime] = field(default_factory=dict)
    undone: dict[UUID, Undone] = field(default_factory=dict)


@unit_of_work()
def store_batch(*, scanner: Scanner, judged: Sequence[Judged], now: datetime) -> dict[str, Outcome]:
    """What became of each record, by its hash; a record that is known is answered as before.

    The scanner's row is locked, so that its batches come one after the other and its chain has one end.
    """
    locked = Scanner.objects.select_for_update(no_key=True).get(pk=scanner.pk)
    known, chain = known_records(scanner.pk, [one.sent for one in judged])
    new = [one for one in judged if one.sent.hash not in known]
    if not new:
        return known
    forks = sync.forked([one.sent for one in new], chain)
    batch = _Batch(locked, now, _redemptions(new))
    voids = [one for one in new if one.said and one.said.is_void]
    for one in new:
        if one.said is None or not one.said.is_void:
            batch.told[one.sent.hash] = _place(one, one.sent.hash in forks, batch)
    for one in voids:
        batch.told[one.sent.hash] = _undo(one, one.sent.hash in forks, batch)
    waiting = _undo_what_waited(batch)
    statuses = keep_hand_outs(
        station_id=locked.station_id,
        scanner_id=locked.pk,
        late=list(batch.late.values()),
        undone_late=batch.undone_late,
        undone=list(batch.undone.values()),
        now=now,
    )
    for number, status in statuses.items():
        batch.told[batch.late_hash[number]] = Outcome(status)
    _note(new, batch)
    if waiting:
        SyncRecord.objects.filter(pk__in=waiting).update(decision="stored", decided_at=now)
    counts = Counter(said.outcome for said in batch.told.values())
    audit.record(actor=locked, action="benefits.sync_batch", subject=locked, at=now, details=dict(counts))
    return known | batch.told


def known_records(scanner_id: UUID, sent: Iterable[Sent]) -> tuple[dict[str, Outcome], dict[int, Link]]:
    """What was answered before, by hash, and the scanner's chain around these records, by seq."""
    hashes, seqs = set(), set()
    for one in sent:
        hashes.add(one.hash)
        seqs |= {one.seq - 1, one.seq, one.seq + 1}
    told: dict[str, Outcome] = {}
    chain: dict[int, Link] = {}
    rows = SyncRecord.objects.filter(scanner_id=scanner_id, seq__in=seqs)
    for number, seq, previous, outcome, reason in rows.values_list(
        "record_hash", "seq", "previous_hash", "outcome", "reason"
    ):
        if number in hashes:
            told[number] = Outcome(outcome, reason)
        if reason != sync.CHAIN_FORKED:
            chain[seq] = Link(number, previous)
    return told, chain


def _redemptions(judged: Iterable[Judged]) -> dict[UUID, Redemption]:
    numbers = {one.said.id for one in judged if one.said}
    return {row.pk: row for row in Redemption.objects.filter(pk__in=numbers)} if numbers else {}


def _place(one: Judged, is_forked: bool, batch: _Batch) -> Outcome:
    """What becomes of a hand-out, as far as it can be said before the people's days are settled."""
    said = one.said
    if said is None:
        return Outcome(sync.MALFORMED, sync.CHAIN_FORKED if is_forked else one.reason)
    if (known := _digest_of(said.id, batch)) is not None and known == one.digest:
        # The same hand-out, but not this link: nothing that comes later has to fit to it.
        return Outcome(sync.DUPLICATE, sync.CHAIN_FORKED if is_forked else "")
    if is_forked or known is not None:
        return Outcome(sync.QUARANTINED, sync.CHAIN_FORKED if is_forked else sync.OTHER_CONTENT)
    if reason := one.reason or _refusal_of_scanner(one, said, batch.scanner):
        return Outcome(sync.QUARANTINED, reason)
    batch.late[said.id] = late_hand_out(one, said)
    batch.late_hash[said.id] = one.sent.hash
    return Outcome(PLACED)


def _digest_of(number: UUID, batch: _Batch) -> bytes | None:
    if number in batch.late:
        return batch.late[number].content_digest
    return bytes(batch.kept[number].content_digest) if number in batch.kept else None


def _refusal_of_scanner(one: Judged, said: Said, scanner: Scanner) -> str:
    is_later = scanner.revoked_at is not None and said.at > scanner.revoked_at
    return sync.SCANNER_REVOKED if is_later and one.needs_trust else ""


def late_hand_out(one: Judged, said: Said) -> LateHandOut:
    """The row that a record becomes, its table being known."""
    if one.offer is None or one.service_date is None:
        raise ValueError("a hand-out without a table")
    return LateHandOut(
        id=said.id,
        programme_id=one.offer.programme_id,
        service_date=one.service_date,
        period_start=one.offer.period_of(one.service_date),
        person_id=one.person_id,
        at=said.at,
        gave_anyway=said.give_anyway,
        reason=said.reason,
        content_digest=one.digest,
        lines=tuple((one.offer.items[line.item].item_id, line.quantity) for line in said.lines),
    )


def _undo(one: Judged, is_forked: bool, batch: _Batch) -> Outcome:
    said = one.said
    if said is None or is_forked or one.reason:
        return Outcome(sync.QUARANTINED, sync.CHAIN_FORKED if is_forked else one.reason)
    if reason := _refusal_of_scanner(one, said, batch.scanner):
        return Outcome(sync.QUARANTINED, reason)
    if _is_undone(said.id, said.at, batch):
        return Outcome(outcomes.VOID)
    return Outcome(sync.QUARANTINED, sync.NOTHING_TO_UNDO)


def _is_undone(number: UUID, at: datetime, batch: _Batch) -> bool:
    """Undo a hand-out of this batch, or one that this scanner recorded before."""
    late, kept = batch.late.get(number), batch.kept.get(number)
    if number in batch.undone_late or number in batch.undone:
        return True
    if late is not None and sync.is_undone_in_time(handed_out_at=late.at, undone_at=at):
        batch.undone_late.setdefault(number, at)
        return True
    if kept is None or kept.scanner_id != batch.scanner.pk:
        return False
    if kept.status == outcomes.VOID:
        return True
    is_late = is_frozen(kept.service_date, timezone.localtime(batch.now).date())
    if is_late or not sync.is_undone_in_time(handed_out_at=kept.at, undone_at=at):
        return False
    batch.undone.setdefault(number, Undone(kept, at))
    return True


def _undo_what_waited(batch: _Batch) -> list[str]:
    """Undos that came before their hand-outs: now there is something to undo."""
    here = batch.late.keys() | batch.kept.keys()
    if not here:
        return []
    waiting = SyncRecord.objects.filter(
        scanner=batch.scanner, outcome=sync.QUARANTINED, reason=sync.NOTHING_TO_UNDO, decision=""
    )
    done = []
    for number, redemption_id, text in waiting.values_list("record_hash", "redemption_id", "text"):
        said = sync.read_record(text)
        if redemption_id in here and isinstance(said, Said) and _is_undone(said.id, said.at, batch):
            done.append(number)
    return done


def _note(new: Sequence[Judged], batch: _Batch) -> None:
    rows = []
    for one in new:
        said = batch.told[one.sent.hash]
        text = one.sent.text if said.outcome == sync.QUARANTINED else ""
        number = one.said.id if one.said else None
        rows.append(
            (
                one.sent.hash, batch.scanner.pk, one.sent.seq, one.sent.previous, number, said.outcome,
                said.reason, text, batch.now, "",
            )
        )  # fmt: skip
    write_rows(
        table="benefits_syncrecord",
        columns=(
            "record_hash", "scanner_id", "seq", "previous_hash", "redemption_id", "outcome", "reason",
            "text", "received_at", "decision",
        ),
        rows=rows,
    )  # fmt: skip
