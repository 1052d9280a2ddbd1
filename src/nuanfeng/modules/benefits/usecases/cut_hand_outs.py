"""Let hand-outs forget where they were and whose they were, when the time for that is over."""

from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.modules.benefits.models import (
    PeriodClaim,
    PickupPoint,
    Programme,
    Redemption,
    RedemptionVoid,
    SyncRecord,
)
from nuanfeng.modules.benefits.queries import rules_of
from nuanfeng.modules.benefits.rules import outcomes, retention
from nuanfeng.modules.benefits.rules.choices import is_frozen
from nuanfeng.modules.benefits.rules.periods import Rule, period_end

HAND_OUT_ACTIONS = ("benefits.redeem_pass", "benefits.give_guest_meal", "benefits.void_redemption")


def cut_hand_outs(*, now: datetime) -> int:
    """The place goes after 30 days and the person after 90; returns how many rows lost something.

    The rows stay and no status moves, so every count is what it was. A service day is cut whole, in a
    transaction of its own: figures that are made again leave out days that no longer know their places.
    """
    today = timezone.localtime(now).date()
    placed, owned = _days_with_places(today, now), _days_with_people(today, now)
    until = timezone.make_aware(datetime.combine(retention.first_day_with_places(today), time.min))
    cut = sum(_cut_places(day=day, until=until, now=now) for day in placed)
    cut += sum(_cut_people(day=day, today=today, now=now) for day in owned)
    return cut + _forget_claims(today=today, now=now)


def _settled(now: datetime) -> QuerySet[Redemption]:
    return Redemption.objects.filter(received_at__lt=now - retention.LEFT_ALONE).order_by()


def _days_with_places(today: date, now: datetime) -> list[date]:
    first = retention.first_day_with_places(today)
    owned = _settled(now).filter(service_date__lt=first, person__isnull=False, station__isnull=False)
    # By station: that is how the index is sorted. Guests keep their station for good, so only the
    # stretch that has just ended is looked through.
    guests = _settled(now).filter(
        station__in=PickupPoint.objects.values("station_id"),
        service_date__range=(first - retention.LOOKED_BACK, first - timedelta(days=1)),
        person__isnull=True,
        staff__isnull=False,
    )
    return sorted({*_dates(owned), *_dates(guests)})


def _days_with_people(today: date, now: datetime) -> list[date]:
    first = retention.first_day_with_people(today)
    return sorted(_dates(_settled(now).filter(service_date__lt=first, person__isnull=False)))


def _dates(rows: QuerySet[Redemption]) -> list[date]:
    return list(rows.values_list("service_date", flat=True).distinct())


@unit_of_work()
def _cut_places(*, day: date, until: datetime, now: datetime) -> int:
    """The station goes, and so does whatever would lead back to it: the phone, who held it, receipts.

    A guest's meal is stock and nobody's: it keeps its station and loses only who recorded it.
    """
    rows = _settled(now).filter(service_date=day)
    received = list(rows.order_by("received_at").values_list("received_at", flat=True)[:1])
    RedemptionVoid.objects.filter(redemption__in=rows).update(staff=None)
    guests = rows.filter(person__isnull=True).update(staff=None)
    owned = rows.filter(person__isnull=False)
    RedemptionVoid.objects.filter(redemption__in=owned).update(scanner=None)
    SyncRecord.objects.filter(redemption_id__in=owned.values("pk")).update(redemption_id=None)
    cut = owned.update(station=None, scanner=None, staff=None)
    if received:
        audit.forget_actors(actions=HAND_OUT_ACTIONS, since=received[0], until=until)
    audit.record(
        actor=None,
        action="benefits.cut_hand_outs",
        subject="benefits.redemption",
        at=now,
        details={"day": day.isoformat(), "places": cut, "guests": guests},
    )
    return cut


@unit_of_work()
def _cut_people(*, day: date, today: date, now: datetime) -> int:
    """The person goes; that they had their share of a period that still runs is all that is kept."""
    rows = _settled(now).filter(service_date=day, person__isnull=False)
    running = [programme for programme, rules in _all_rules() if not _is_over(programme, rules, day, today)]
    counted = rows.filter(status=outcomes.COUNTED, programme__in=running, period_start__isnull=False)
    claims = [
        PeriodClaim(person_id=person, programme_id=programme, period_start=start)
        for person, programme, start in counted.values_list("person_id", "programme_id", "period_start")
        if start is not None
    ]
    PeriodClaim.objects.bulk_create(claims, batch_size=2000, ignore_conflicts=True)
    cut = rows.update(person=None)
    audit.record(
        actor=None,
        action="benefits.cut_hand_outs",
        subject="benefits.redemption",
        at=now,
        details={"day": day.isoformat(), "people": cut},
    )
    return cut


@unit_of_work()
def _forget_claims(*, today: date, now: datetime) -> int:
    """What was had in a period that is over, and that no late record can come from, is of no use."""
    forgotten = 0
    for programme, rules in _all_rules():
        claims = PeriodClaim.objects.filter(programme=programme).order_by()
        starts = claims.values_list("period_start", flat=True).distinct()
        over = [start for start in starts if _is_over(programme, rules, start, today)]
        forgotten += claims.filter(period_start__in=over).delete()[0]
    if forgotten:
        audit.record(
            actor=None,
            action="benefits.cut_hand_outs",
            subject="benefits.redemption",
            at=now,
            details={"claims": forgotten},
        )
    return forgotten


def _all_rules() -> list[tuple[Programme, list[Rule]]]:
    programmes = list(Programme.objects.all())
    rules = rules_of(programme.pk for programme in programmes)
    return [(programme, rules[programme.pk]) for programme in programmes]


def _is_over(programme: Programme, rules: list[Rule], day: date, today: date) -> bool:
    """Whether nothing can be recorded any more in the period that a service day lies in."""
    ends = [end for end in (period_end(rules, day), programme.ends_on) if end is not None]
    return bool(ends) and is_frozen(min(ends), today)
