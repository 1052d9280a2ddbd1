"""What a rule would have meant for last month: numbers from the hand-outs there were, and never names."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import BooleanField, Case, Count, DateField, F, Q, Sum, Value, When

from nuanfeng.modules.benefits.models import Programme, Redemption
from nuanfeng.modules.benefits.queries.offers import day_of
from nuanfeng.modules.benefits.rules import outcomes
from nuanfeng.modules.benefits.rules.periods import DAY, Rule, period_start
from nuanfeng.modules.people.api import KINDS_OF_WORK


@dataclass(frozen=True, slots=True)
class Preview:
    """Hand-outs of the month before, as they were and as the rule would have had them.

    `counted`: green at once. `already`: amber, because of an earlier one in the same period. `other_work`:
    amber, because it is meant for others. Amber is a question and no refusal. `unnamed` were given to
    guests, or to people whom we no longer know: a rule says nothing of them.
    """

    first: date
    last: date
    handed_out: int
    counted_then: int
    counted: int
    already: int
    already_people: int
    other_work: int
    other_work_people: int
    unnamed: int


def rule_preview(*, programme: Programme, rule: Rule, now: datetime) -> Preview:
    """Count the calendar month before this one under a rule, in the database."""
    last = day_of(programme, now).replace(day=1) - timedelta(days=1)
    first = last.replace(day=1)
    rows = Redemption.objects.filter(programme=programme, service_date__range=(first, last)).order_by()
    standing = rows.exclude(status=outcomes.VOID)
    known = standing.filter(person__isnull=False)
    others = [kind for kind in KINDS_OF_WORK if not rule.is_for(kind)]
    is_other = Case(
        When(person__kind_of_work__in=others, then=True), default=False, output_field=BooleanField()
    )
    shares = (
        known.annotate(is_other=is_other, part=_part(rule, first, last))
        .values("person_id", "is_other", "part")
        .annotate(times=Count("pk"))
    )
    meant, meant_for_others = Q(is_other=False), Q(is_other=True)
    sums = shares.aggregate(
        counted=Count("person_id", filter=meant),
        meant=Sum("times", filter=meant, default=0),
        already_people=Count("person_id", filter=meant & Q(times__gt=1), distinct=True),
        other_work=Sum("times", filter=meant_for_others, default=0),
        other_work_people=Count("person_id", filter=meant_for_others, distinct=True),
    )
    totals = standing.aggregate(
        all=Count("pk"),
        unnamed=Count("pk", filter=Q(person__isnull=True)),
        counted_then=Count("pk", filter=Q(status=outcomes.COUNTED, person__isnull=False)),
    )
    return Preview(
        first=first,
        last=last,
        handed_out=totals["all"],
        counted_then=totals["counted_then"],
        counted=sums["counted"],
        already=sums["meant"] - sums["counted"],
        already_people=sums["already_people"],
        other_work=sums["other_work"],
        other_work_people=sums["other_work_people"],
        unnamed=totals["unnamed"],
    )


def _part(rule: Rule, first: date, last: date) -> Case | F:
    """The period within the month. Written as a choice, which both databases answer without a function."""
    if rule.period == DAY:
        return F("service_date")
    days = [first + timedelta(days=place) for place in range((last - first).days + 1)]
    starts = sorted({period_start([rule], day) for day in days}, reverse=True)
    choices = [When(service_date__gte=start, then=Value(start)) for start in starts[:-1]]
    return Case(*choices, default=Value(starts[-1]), output_field=DateField())
