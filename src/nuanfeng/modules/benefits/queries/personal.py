"""What a person collected: for that person alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from nuanfeng.modules.benefits.models import MealWatch, PeriodClaim, Redemption, RedemptionLine
from nuanfeng.modules.benefits.rules import outcomes
from nuanfeng.modules.people.api import Person

HAND_OUTS_SHOWN = 60


@dataclass(frozen=True, slots=True)
class PersonalHandOut:
    """One hand-out as its person sees it. `station` is empty once the place was cut (30 days)."""

    at: datetime
    service_date: date
    programme: str
    station: str
    items: tuple[tuple[str, int], ...]


def hand_outs_of(person: Person, *, limit: int = HAND_OUTS_SHOWN) -> list[PersonalHandOut]:
    """What a person was handed, the newest first; voided ones are left out."""
    rows = Redemption.objects.filter(person=person).exclude(status=outcomes.VOID)
    rows = rows.select_related("programme", "station").order_by("-service_date", "-at")
    return [_shown(redemption) for redemption in rows.prefetch_related("lines__item")[:limit]]


def personal_record_of(person: Person) -> list[Mapping[str, Any]]:
    """Everything that hand-outs say about a person, for the download of the own record."""
    rows = Redemption.objects.filter(person=person).select_related("programme", "station").order_by("at")
    kept = [_kept(redemption) for redemption in rows.prefetch_related("lines__item")]
    claims = PeriodClaim.objects.filter(person=person).select_related("programme").order_by("period_start")
    watches = MealWatch.objects.filter(person=person).select_related("point__programme", "point__station")
    told = [_watch(watch) for watch in watches.order_by("since")]
    return [*kept, *(_claim(claim) for claim in claims), *told]


def _shown(redemption: Redemption) -> PersonalHandOut:
    return PersonalHandOut(
        redemption.at,
        redemption.service_date,
        str(redemption.programme),
        str(redemption.station or ""),
        tuple((str(line.item), line.quantity) for line in _lines(redemption)),
    )


def _kept(redemption: Redemption) -> Mapping[str, Any]:
    return {
        "number": str(redemption.pk),
        "at": redemption.at.isoformat(),
        "service_date": redemption.service_date.isoformat(),
        "programme": str(redemption.programme),
        "station": str(redemption.station or ""),
        "status": redemption.status,
        "items": [{"item": str(line.item), "quantity": line.quantity} for line in _lines(redemption)],
    }


def _claim(claim: PeriodClaim) -> Mapping[str, Any]:
    return {"programme": str(claim.programme), "collected_in_the_period_from": claim.period_start.isoformat()}


def _watch(watch: MealWatch) -> Mapping[str, Any]:
    return {
        "programme": str(watch.point.programme),
        "station": str(watch.point.station),
        "told_what_is_left_since": watch.since.isoformat(),
    }


def _lines(redemption: Redemption) -> list[RedemptionLine]:
    return sorted(redemption.lines.all(), key=lambda line: (line.item.rank, line.item.code))
