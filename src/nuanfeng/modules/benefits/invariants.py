"""Sentences about hand-outs and stock that must always hold, numbered as the promises of the passes.

Each yields a line for every place where it does not hold; a line names rows, never people.
"""

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from nuanfeng.kernel.models import AuditEntry
from nuanfeng.modules.benefits.models import (
    Redemption,
    RedemptionLine,
    RedemptionVoid,
    StockDay,
    StockMove,
)
from nuanfeng.modules.benefits.rules import outcomes
from nuanfeng.modules.benefits.rules.choices import settled_statuses

SUBJECT = "benefits.redemption:"
RECORDING = ("benefits.redeem_pass", "benefits.give_guest_meal")


def people_counted_twice_on_a_day() -> Iterable[str]:
    """I1: At most one hand-out is counted per person, programme and service day."""
    counted = Redemption.objects.filter(status=outcomes.COUNTED, person__isnull=False)
    groups = counted.values("person_id", "programme_id", "service_date").annotate(times=Count("pk"))
    for group in groups.filter(times__gt=1):
        yield f"programme {group['programme_id']}, {group['service_date']}: {group['times']} counted"


def hand_outs_without_what_was_handed_out() -> Iterable[str]:
    """I2: Every hand-out is stored exactly once, with its lines."""
    bare = Redemption.objects.annotate(kept=Count("lines")).filter(kept=0)
    for number in bare.values_list("pk", flat=True):
        yield f"redemption {number} has no line"
    recorded = AuditEntry.objects.filter(action__in=RECORDING).values("subject")
    for entry in recorded.annotate(times=Count("pk")).filter(times__gt=1):
        yield f"{entry['subject']} was recorded {entry['times']} times"


def extras_that_nobody_gave_knowingly() -> Iterable[str]:
    """I3: There is no extra hand-out without somebody having given it anyway."""
    for number in Redemption.objects.filter(status=outcomes.EXTRA, gave_anyway=False).values_list(
        "pk", flat=True
    ):
        yield f"redemption {number} is extra and was not given anyway"


def stock_that_does_not_add_up() -> Iterable[str]:
    """I4: Opening + in − handed out − waste ± recount = remaining, per station, item and day."""
    off = StockDay.objects.annotate(
        came=_moved("in"), wasted=_moved("waste"), recounted=_moved("recount"), handed=_handed()
    ).exclude(remaining=F("opening") + F("came") - F("wasted") + F("recounted") - F("handed"))
    for stock in off:
        expected = stock.opening + stock.came - stock.wasted + stock.recounted - stock.handed
        yield (
            f"station {stock.station_id}, item {stock.item_id}, {stock.service_date}: "
            f"{stock.remaining} remain, {expected} expected"
        )


def _moved(kind: str) -> Coalesce:
    moves = StockMove.objects.filter(stock_day=OuterRef("pk"), kind=kind).order_by()
    total = moves.values("stock_day").annotate(total=Sum("quantity")).values("total")
    return Coalesce(Subquery(total, output_field=IntegerField()), 0)


def _handed() -> Coalesce:
    lines = RedemptionLine.objects.filter(
        redemption__station_id=OuterRef("station_id"),
        redemption__service_date=OuterRef("service_date"),
        item_id=OuterRef("item_id"),
    ).exclude(redemption__status=outcomes.VOID)
    taken = lines.order_by().values("item_id").annotate(total=Sum(F("quantity") - F("beyond_stock")))
    return Coalesce(Subquery(taken.values("total"), output_field=IntegerField()), 0)


def hand_outs_that_were_acknowledged_and_are_gone() -> Iterable[str]:
    """I5: What was answered as recorded is there; the answer and the row are one commit."""
    numbers = set(Redemption.objects.values_list("pk", flat=True))
    for subject in AuditEntry.objects.filter(action__in=RECORDING).values_list("subject", flat=True):
        if UUID(subject.removeprefix(SUBJECT)) not in numbers:
            yield f"{subject} was recorded and is not there"


def days_settled_by_the_order_of_arrival() -> Iterable[str]:
    """I6: Statuses follow from the set of hand-outs of a person's day, not from their order."""
    extras = Redemption.objects.filter(status=outcomes.EXTRA, person__isnull=False)
    for person, programme, day in extras.values_list("person_id", "programme_id", "service_date").distinct():
        kept = Redemption.objects.filter(person_id=person, programme_id=programme, service_date=day)
        hand_outs = list(kept.values_list("at", "pk", "status"))
        statuses = {number: status for _at, number, status in hand_outs}
        for number, settled in settled_statuses(hand_outs).items():
            if statuses[number] != settled:
                yield f"redemption {number}, programme {programme}, {day}: should be {settled}"


def voids_that_changed_nothing_and_hand_outs_that_vanished() -> Iterable[str]:
    """I8: Nothing is deleted: a hand-out is void exactly where a row beside it says who undid it."""
    undone = Redemption.objects.filter(voided__isnull=False)
    for number in undone.exclude(status=outcomes.VOID).values_list("pk", flat=True):
        yield f"redemption {number} was undone and still counts"
    for number in Redemption.objects.filter(
        Q(status=outcomes.VOID), ~Q(pk__in=RedemptionVoid.objects.values("redemption_id"))
    ).values_list("pk", flat=True):
        yield f"redemption {number} is void and nobody undid it"


# I7, receipts for records that leave a scanner's queue, begins with scanners that work offline.
PROMISES: Mapping[str, Callable[[], Iterable[str]]] = {
    "I1": people_counted_twice_on_a_day,
    "I2": hand_outs_without_what_was_handed_out,
    "I3": extras_that_nobody_gave_knowingly,
    "I4": stock_that_does_not_add_up,
    "I5": hand_outs_that_were_acknowledged_and_are_gone,
    "I6": days_settled_by_the_order_of_arrival,
    "I8": voids_that_changed_nothing_and_hand_outs_that_vanished,
}
