"""What became of a hand-out, as the scanner that sent it is told."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import F

from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.benefits.models import PeriodClaim, Redemption, RedemptionLine, StockDay
from nuanfeng.modules.benefits.queries.offers import Table
from nuanfeng.modules.benefits.rules import outcomes
from nuanfeng.modules.benefits.rules.choices import OTHER_CONTENT, HandOut


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One line of a hand-out. `left` is what the count says remains; None: not counted today."""

    item: str
    quantity: int
    beyond_stock: int
    left: int | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a hand-out. `at` is when it was recorded or, for `already`, the first one."""

    id: UUID
    outcome: str
    service_date: date
    at: datetime | None = None
    lines: tuple[AnswerLine, ...] = field(default=())

    @property
    def is_recorded(self) -> bool:
        """Whether a row of this number is kept."""
        return self.outcome in outcomes.RECORDED


@dataclass(frozen=True, slots=True)
class Served:
    """The counted hand-out of a person in a period, and who recorded it.

    Everything is None where it is so long ago that only the fact is kept.
    """

    id: UUID | None = None
    at: datetime | None = None
    received_at: datetime | None = None
    scanner_id: UUID | None = None
    staff_id: int | None = None


def earlier_answer(hand_out: HandOut) -> Answer | None:
    """The kept answer to the same message; refuses another message under the same number."""
    redemption = Redemption.objects.filter(pk=hand_out.id).first()
    if redemption is None:
        return None
    refuse_if(None if bytes(redemption.content_digest) == hand_out.digest() else OTHER_CONTENT)
    return answer_for(redemption)


def answer_for(redemption: Redemption) -> Answer:
    """What is kept of a hand-out, with the stock as it is now."""
    lines = RedemptionLine.objects.filter(redemption=redemption).select_related("item").order_by("item_id")
    stock = StockDay.objects.filter(station=redemption.station, service_date=redemption.service_date)
    left = dict(stock.values_list("item_id", F("remaining") + F("leased")))
    return Answer(
        redemption.pk,
        redemption.status,
        redemption.service_date,
        redemption.at,
        tuple(
            AnswerLine(line.item.code, line.quantity, line.beyond_stock, left.get(line.item_id))
            for line in lines
        ),
    )


def served_in(*, person_id: int, programme_id: int, period_start: date) -> Served | None:
    """Whether and when a person was served in a period; never where."""
    whose = {"person_id": person_id, "programme_id": programme_id, "period_start": period_start}
    counted = Redemption.objects.filter(**whose, status=outcomes.COUNTED)
    row = counted.values_list("id", "at", "received_at", "scanner_id", "staff_id").first()
    if row:
        return Served(*row)
    return Served() if PeriodClaim.objects.filter(**whose).exists() else None


def people_with_claims(person_ids: Collection[int], *, programme_id: int, period_start: date) -> set[int]:
    """Who of these people had their share of a period so long ago that only the fact is kept."""
    claims = PeriodClaim.objects.filter(
        person_id__in=person_ids, programme_id=programme_id, period_start=period_start
    )
    return set(claims.values_list("person_id", flat=True))


def handed_out_at(table: Table) -> int:
    """How many hand-outs stand at a table today."""
    rows = Redemption.objects.filter(
        station_id=table.station_id, programme_id=table.programme.pk, service_date=table.service_date
    )
    return rows.exclude(status=outcomes.VOID).count()
