"""Sentences about hand-outs and stock that must always hold, numbered as the promises of the passes.

Each yields a line for every place where it does not hold; a line names rows, never people.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import chain
from uuid import UUID

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from nuanfeng.kernel.models import AuditEntry
from nuanfeng.modules.benefits.models import (
    PeriodClaim,
    ProgrammeRule,
    Redemption,
    RedemptionLine,
    RedemptionVoid,
    StockDay,
    StockLease,
    StockMove,
    SyncRecord,
)
from nuanfeng.modules.benefits.rules import outcomes, quarantine, sync
from nuanfeng.modules.benefits.rules.choices import DIGEST_BYTES, is_frozen, settled_statuses
from nuanfeng.modules.benefits.rules.periods import Rule, period_start

SUBJECT = "benefits.redemption:"
RECORDING = ("benefits.redeem_pass", "benefits.give_guest_meal")
STORED = (outcomes.COUNTED, outcomes.EXTRA, outcomes.GUEST, outcomes.VOID)
STANDING = (outcomes.COUNTED, outcomes.EXTRA)
# Each night looks back far enough for the night before to have been missed twice.
READ_BACK = timedelta(days=3)
BATCH, LOOKED_UP_AT_ONCE = 5000, 500


def people_counted_twice_in_a_period() -> Iterable[str]:
    """I1: At most one hand-out is counted per person, programme and period (a day, as a rule)."""
    counted = Redemption.objects.filter(status=outcomes.COUNTED, person__isnull=False).order_by()
    groups = counted.values("person_id", "programme_id", "period_start").annotate(times=Count("pk"))
    for group in groups.filter(times__gt=1).iterator():
        yield f"programme {group['programme_id']}, {group['period_start']}: {group['times']} counted"
    claimed = PeriodClaim.objects.filter(
        person_id=OuterRef("person_id"),
        programme_id=OuterRef("programme_id"),
        period_start=OuterRef("period_start"),
    )
    for number in counted.filter(Exists(claimed)).values_list("pk", flat=True).iterator():
        yield f"redemption {number} is counted beside a claim to its period"


def hand_outs_stored_twice() -> Iterable[str]:
    """I2: Every hand-out is stored exactly once: no message under two numbers, none noted twice."""
    known = Redemption.objects.filter(person__isnull=False).order_by()
    doubles = known.values("content_digest").annotate(times=Count("pk")).filter(times__gt=1)
    for double in doubles.iterator():
        numbers = known.filter(content_digest=double["content_digest"]).values_list("pk", flat=True)
        yield f"redemption {' and '.join(sorted(map(str, numbers)))} are one message"
    noted = _noted_lately().values("subject").annotate(times=Count("pk")).filter(times__gt=1)
    for entry in noted.iterator():
        yield f"{entry['subject']} was recorded {entry['times']} times"


def extras_that_nobody_gave_knowingly() -> Iterable[str]:
    """I3: A period has no more extras than hand-outs given anyway, or recorded without a network.

    Which of them counts is settled by time, so the extra may be the one that came first.
    """
    standing = Redemption.objects.filter(person__isnull=False, status__in=STANDING).order_by()
    periods = standing.values("person_id", "programme_id", "period_start").annotate(
        extras=Count("pk", filter=Q(status=outcomes.EXTRA)),
        knowing=Count("pk", filter=Q(gave_anyway=True) | Q(is_offline=True)),
    )
    for period in periods.filter(extras__gt=F("knowing")).iterator():
        yield (
            f"programme {period['programme_id']}, {period['period_start']}: "
            f"{period['extras']} extra, {period['knowing']} given anyway or without a network"
        )


def stock_that_does_not_add_up() -> Iterable[str]:
    """I4: Opening + in − handed out − waste ± recount = free + leased, per station, item and day.

    Days from which a station was already cut are not looked at: their hand-outs name no place.
    """
    days, lines = StockDay.objects.all(), RedemptionLine.objects.all()
    if cut := Redemption.objects.filter(station__isnull=True).aggregate(last=Max("service_date"))["last"]:
        days, lines = days.filter(service_date__gt=cut), lines.filter(redemption__service_date__gt=cut)
    handed, moved = _handed(lines), _moved()
    for stock in days.order_by("pk").iterator(BATCH):
        key = stock.station_id, stock.item_id, stock.service_date
        expected = stock.opening + moved.get(stock.pk, 0) - handed.get(key, 0)
        if stock.lying != expected:
            yield (
                f"station {stock.station_id}, item {stock.item_id}, {stock.service_date}: "
                f"{stock.lying} remain, {expected} expected"
            )
    held = StockLease.objects.filter(ended_at__isnull=True).values_list("stock_day_id").order_by()
    leased = dict(held.annotate(left=Sum(F("portions") - F("taken"))))
    rows = StockDay.objects.filter(Q(leased__gt=0) | Q(pk__in=leased))
    for number, said, closed_at in rows.values_list("pk", "leased", "closed_at"):
        if said != leased.get(number, 0):
            yield f"stock {number}: {said} leased, scanners hold {leased.get(number, 0)}"
        if said and closed_at is not None:
            yield f"stock {number}: counted in the evening and {said} still leased"


def hand_outs_that_were_acknowledged_and_are_gone() -> Iterable[str]:
    """I5: What was answered as recorded is there; the entry and the row are one commit."""
    subjects = _noted_lately().order_by("pk").values_list("subject", flat=True).iterator(BATCH)
    kept = Q(outcome__in=(*STORED, sync.DUPLICATE)) | Q(decision=quarantine.STORED)
    told = _receipts_lately().filter(kept).values_list("redemption_id", flat=True).iterator(BATCH)
    said = chain((UUID(subject.removeprefix(SUBJECT)) for subject in subjects), told)
    for numbers in _batches(number for number in said if number is not None):
        found = set(Redemption.objects.filter(pk__in=numbers).values_list("pk", flat=True))
        for gone in sorted(set(numbers) - found):
            yield f"redemption {gone} was recorded and is not there"


def days_settled_by_the_order_of_arrival() -> Iterable[str]:
    """I6: Statuses follow from the set of hand-outs of a person's period, not from their order.

    A day is frozen after a week: what somebody stored later than that moves nothing.
    """
    extras = Redemption.objects.filter(status=outcomes.EXTRA, person__isnull=False).order_by()
    claims = set(PeriodClaim.objects.values_list("person_id", "programme_id", "period_start"))
    periods = extras.values_list("person_id", "programme_id", "period_start").distinct()
    for person, programme, start in periods:
        if start is None or (person, programme, start) in claims:
            continue  # what counted there is no longer known to be this person's
        kept = Redemption.objects.filter(person_id=person, programme_id=programme, period_start=start)
        came = kept.values_list("at", "pk", "status", "received_at", "service_date")
        hand_outs = [row[:3] for row in came if not is_frozen(row[4], timezone.localtime(row[3]).date())]
        statuses = {number: status for _at, number, status in hand_outs}
        for number, settled in settled_statuses(hand_outs).items():
            if statuses[number] != settled:
                yield f"redemption {number}, programme {programme}, {start}: should be {settled}"


def hand_outs_that_cannot_answer_a_repeat() -> Iterable[str]:
    """I7: A record leaves a queue only on an answer, so every hand-out can give its answer again."""
    for number in Redemption.objects.filter(lines__isnull=True).values_list("pk", flat=True).iterator():
        yield f"redemption {number} has no line"
    for number, digest in Redemption.objects.values_list("pk", "content_digest").iterator(BATCH):
        if len(digest) != DIGEST_BYTES:
            yield f"redemption {number} does not know its own message"
    since = _receipts_since()
    receipts = set(_receipts_lately().values_list("redemption_id", flat=True).iterator(BATCH))
    # A hand-out that forgot its place has let go of its receipt: that would lead back there.
    placed = Redemption.objects.filter(is_offline=True, station__isnull=False)
    late = placed.filter(received_at__gte=since) if since else ()
    for redemption in late:
        if redemption.pk not in receipts:
            yield f"redemption {redemption.pk} was recorded without a network and has no receipt"
    places = _receipts_lately().exclude(reason=sync.CHAIN_FORKED).order_by().values("scanner_id", "seq")
    for place in places.annotate(times=Count("pk")).filter(times__gt=1).iterator():
        yield f"scanner {place['scanner_id']} has {place['times']} records in place {place['seq']} of its log"


def voids_that_changed_nothing_and_hand_outs_that_vanished() -> Iterable[str]:
    """I8: Nothing is deleted: a hand-out is void exactly where a row beside it says who undid it."""
    undone = RedemptionVoid.objects.exclude(redemption__status=outcomes.VOID)
    for number in undone.values_list("redemption_id", flat=True).iterator():
        yield f"redemption {number} was undone and still counts"
    void = Redemption.objects.filter(status=outcomes.VOID, voided__isnull=True)
    for number in void.values_list("pk", flat=True).iterator():
        yield f"redemption {number} is void and nobody undid it"


def hand_outs_outside_their_period() -> Iterable[str]:
    """I10: Every hand-out counts in the period that its programme's rule says for its service day."""
    rows = Redemption.objects.order_by("programme_id", "service_date", "period_start")
    days = rows.values_list("programme_id", "service_date", "period_start").distinct()
    rules: defaultdict[int, list[Rule]] = defaultdict(list)
    for rule in ProgrammeRule.objects.order_by("starts_on"):
        rules[rule.programme_id].append(Rule(rule.starts_on, rule.period))
    for programme, day, start in days.iterator():
        if start != period_start(rules[programme], day):
            yield f"programme {programme}, {day}: counts from {start}, its rule says otherwise"


PROMISES: Mapping[str, Callable[[], Iterable[str]]] = {
    "I1": people_counted_twice_in_a_period,
    "I2": hand_outs_stored_twice,
    "I3": extras_that_nobody_gave_knowingly,
    "I4": stock_that_does_not_add_up,
    "I5": hand_outs_that_were_acknowledged_and_are_gone,
    "I6": days_settled_by_the_order_of_arrival,
    "I7": hand_outs_that_cannot_answer_a_repeat,
    "I8": voids_that_changed_nothing_and_hand_outs_that_vanished,
    "I10": hand_outs_outside_their_period,
}


def _noted_lately() -> QuerySet[AuditEntry]:
    last = AuditEntry.objects.aggregate(last=Max("at"))["last"]
    noted = AuditEntry.objects.filter(action__in=RECORDING)
    return noted.filter(at__gte=last - READ_BACK) if last else noted


def _receipts_since() -> datetime | None:
    last = SyncRecord.objects.aggregate(last=Max("received_at"))["last"]
    return last - READ_BACK if last else None


def _receipts_lately() -> QuerySet[SyncRecord]:
    since = _receipts_since()
    if since is None:
        return SyncRecord.objects.none()
    # What was set aside for longer is kept in the moment of the decision.
    return SyncRecord.objects.filter(Q(received_at__gte=since) | Q(decided_at__gte=since))


def _handed(lines: QuerySet[RedemptionLine]) -> dict[tuple[int | None, int, date], int]:
    kept = lines.exclude(redemption__status=outcomes.VOID).order_by()
    sums = kept.values_list("redemption__station_id", "item_id", "redemption__service_date").annotate(
        taken=Sum(F("quantity") - F("beyond_stock"))
    )
    return {(station, item, day): taken for station, item, day, taken in sums}


def _moved() -> dict[int, int]:
    gained = Sum("quantity", filter=~Q(kind="waste"), default=0)
    wasted = Sum("quantity", filter=Q(kind="waste"), default=0)
    return dict(StockMove.objects.order_by().values_list("stock_day_id").annotate(moved=gained - wasted))


def _batches(numbers: Iterable[UUID]) -> Iterator[list[UUID]]:
    batch: list[UUID] = []
    for number in numbers:
        batch.append(number)
        if len(batch) == LOOKED_UP_AT_ONCE:
            yield batch
            batch = []
    yield batch
