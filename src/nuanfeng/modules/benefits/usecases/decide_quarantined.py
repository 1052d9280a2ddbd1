"""Somebody of the county looked at a record that was set aside and says what becomes of it."""

from datetime import datetime

from django.utils import timezone

from nuanfeng.kernel import audit, outbox
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import Refused, refuse_if
from nuanfeng.modules.benefits import policies
from nuanfeng.modules.benefits.events import RecordDecided
from nuanfeng.modules.benefits.models import Redemption, SyncRecord
from nuanfeng.modules.benefits.rules import outcomes, quarantine, sync
from nuanfeng.modules.benefits.rules.choices import is_frozen
from nuanfeng.modules.benefits.rules.retention import first_day_with_places
from nuanfeng.modules.benefits.rules.sync import Said, Sent
from nuanfeng.modules.benefits.usecases.judge_records import Judged, judge_again
from nuanfeng.modules.benefits.usecases.keep_hand_outs import Undone, keep_hand_outs
from nuanfeng.modules.benefits.usecases.store_batch import late_hand_out
from nuanfeng.modules.benefits.usecases.try_again import try_again
from nuanfeng.modules.passes.api import Scanner
from nuanfeng.modules.people.api import Person


def decide_quarantined(
    *, record_hash: str, decision: str, note: str = "", actor: Person, now: datetime
) -> SyncRecord:
    """`stored`: it counts by the ordinary rules. `dismissed`: it does not, and `note` says why.

    The same decision again changes nothing; another one is refused, the first stands.
    """
    refuse_if(policies.refusal_to_decide_records(actor))
    return try_again(
        act=lambda: _decide(record_hash=record_hash, decision=decision, note=note, actor=actor, now=now)
    )


@unit_of_work()
def _decide(*, record_hash: str, decision: str, note: str, actor: Person, now: datetime) -> SyncRecord:
    # The scanner first, as its own batches lock it: an undo may be on its way.
    scanner_id = SyncRecord.objects.values_list("scanner_id", flat=True).get(pk=record_hash)
    scanner = Scanner.objects.select_for_update(no_key=True).get(pk=scanner_id)
    record = SyncRecord.objects.select_for_update().get(pk=record_hash)
    if record.decision == decision != "":
        return record
    if record.decision:
        raise Refused(quarantine.DECIDED_OTHERWISE)
    refuse_if(quarantine.refusal_to_decide(outcome=record.outcome, decision=decision, note=note))

    if decision == quarantine.STORED:
        _count(record, scanner, now)
    record.decision, record.decided_at, record.decided_by = decision, now, actor
    record.decision_note = note.strip()[: quarantine.NOTE_LENGTH_MAX]
    record.save(update_fields=["decision", "decided_at", "decided_by", "decision_note"])
    audit.record(
        actor=actor,
        action="benefits.decide_quarantined",
        subject=record,
        at=now,
        details={"decision": decision, "reason": record.reason},
    )
    outbox.announce(RecordDecided(record.pk, scanner.station_id, decision), at=now)
    return record


def _count(record: SyncRecord, scanner: Scanner, now: datetime) -> None:
    sent = Sent(record.seq, record.previous_hash, record.text, record.record_hash)
    one = judge_again(scanner=scanner, sent=sent, received_at=record.received_at, now=now)
    if one.said is None:
        raise Refused(quarantine.NOT_SET_ASIDE)
    if one.said.is_void:
        _undo(one.said, scanner, now)
    else:
        _keep(one, one.said, record, now)


def _keep(one: Judged, said: Said, record: SyncRecord, now: datetime) -> None:
    """Store the hand-out; the same one that came on another way is there already."""
    kept = Redemption.objects.filter(pk=said.id).first()
    if kept is not None:
        refuse_if(quarantine.NUMBER_TAKEN if bytes(kept.content_digest) != one.digest else None)
        return
    refuse_if(quarantine.CANNOT_COUNT.get(one.reason))
    # The county's figures leave out days that no longer know their places: it would count nowhere.
    first_open = first_day_with_places(timezone.localtime(now).date())
    refuse_if(quarantine.DAY_IS_CLOSED if one.service_date and one.service_date < first_open else None)
    undone_at = _undo_that_waited(record, now)
    keep_hand_outs(
        station_id=record.scanner.station_id,
        scanner_id=record.scanner_id,
        late=[late_hand_out(one, said)],
        undone_late={said.id: undone_at} if undone_at else {},
        undone=[],
        now=now,
    )


def _undo_that_waited(record: SyncRecord, now: datetime) -> datetime | None:
    """When the phone undid it within the minute, if it did: that record waited for this one."""
    hand_out = sync.read_record(record.text)
    waiting = SyncRecord.objects.filter(
        scanner=record.scanner_id,
        redemption_id=record.redemption_id,
        outcome=sync.QUARANTINED,
        reason=sync.NOTHING_TO_UNDO,
        decision="",
    )
    for waits in waiting:
        undo = sync.read_record(waits.text)
        if not (isinstance(undo, Said) and isinstance(hand_out, Said)):
            continue
        if sync.is_undone_in_time(handed_out_at=hand_out.at, undone_at=undo.at):
            SyncRecord.objects.filter(pk=waits.pk).update(decision=quarantine.STORED, decided_at=now)
            return undo.at
    return None


def _undo(said: Said, scanner: Scanner, now: datetime) -> None:
    """Undo what any phone of the station handed out, however long it took to say so."""
    kept = Redemption.objects.filter(pk=said.id, station_id=scanner.station_id).first()
    if kept is None:
        raise Refused(quarantine.NOTHING_TO_UNDO)
    if kept.status == outcomes.VOID:
        return
    if is_frozen(kept.service_date, timezone.localtime(now).date()):
        raise Refused(quarantine.DAY_IS_REPORTED)
    keep_hand_outs(
        station_id=scanner.station_id,
        scanner_id=scanner.pk,
        late=[],
        undone_late={},
        undone=[Undone(kept, said.at)],
        now=now,
    )
