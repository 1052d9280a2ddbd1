"""Undo a mis-scan."""

from datetime import datetime
from uuid import UUID

from django.db.models import F, Q

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.benefits import policies, queries
from nuanfeng.modules.benefits.models import Redemption, RedemptionLine, RedemptionVoid, StockDay
from nuanfeng.modules.benefits.policies import Actor
from nuanfeng.modules.benefits.queries import Answer
from nuanfeng.modules.benefits.rules import choices, outcomes
from nuanfeng.modules.benefits.usecases.settle_period import settle_period


@unit_of_work()
def void_redemption(
    *, redemption_id: UUID, actor: Actor, now: datetime, tapped_at: datetime | None = None
) -> Answer:
    """Within a minute, by the phone that recorded it: the period is free again and the stock goes back.

    `tapped_at` is the phone's own time where the message had to wait for a network.
    A row beside the hand-out, never a deletion; voiding twice changes nothing. Stock is locked
    before the hand-out, in the order in which store_redemption locks it.
    """
    redemption = Redemption.objects.get(pk=redemption_id)
    refuse_if(policies.refusal_to_void(actor, redemption))
    lines = RedemptionLine.objects.filter(redemption=redemption).order_by("item_id")
    stock = StockDay.objects.filter(station=redemption.station, service_date=redemption.service_date)
    taken = {line.item_id: line.quantity - line.beyond_stock for line in lines}
    list(stock.filter(item_id__in=taken).order_by("item_id").select_for_update().values_list("pk"))
    redemption = _locked(redemption)
    if redemption.status == outcomes.VOID:
        return queries.answer_for(redemption)
    refuse_if(
        choices.refusal_to_void(received_at=redemption.received_at, tapped_at=tapped_at or now, now=now)
    )

    redemption.status, redemption.changed_at = outcomes.VOID, now
    redemption.save(update_fields=["status", "changed_at"])
    scanner_id, staff_id = policies.recorded_by(actor)
    RedemptionVoid.objects.create(redemption=redemption, at=now, scanner_id=scanner_id, staff_id=staff_id)
    for item_id, quantity in taken.items():
        if quantity:
            stock.filter(item_id=item_id).update(remaining=F("remaining") + quantity)
    audit.record(actor=actor, action="benefits.void_redemption", subject=redemption, at=now)
    if redemption.person_id and redemption.period_start:
        settle_period(
            person_id=redemption.person_id,
            programme_id=redemption.programme_id,
            period_start=redemption.period_start,
            now=now,
        )
    return queries.answer_for(redemption)


def _locked(redemption: Redemption) -> Redemption:
    """The hand-out as it is now, locked with the person's others of that period by rising number.

    settle_period locks them all in that order. Whoever took one of them first would wait for the other
    station that undoes, or gives once more, while that one waits for this.
    """
    wanted = Q(pk=redemption.pk)
    if redemption.person_id:
        wanted |= Q(
            person_id=redemption.person_id,
            programme_id=redemption.programme_id,
            period_start=redemption.period_start,
        )
    rows = Redemption.objects.filter(wanted).order_by("pk").select_for_update()
    return next(row for row in rows if row.pk == redemption.pk)
