"""What was handed to whom: exactly once in a period."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from nuanfeng.modules.benefits.models.programme import Item, Programme
from nuanfeng.modules.passes.api import Scanner
from nuanfeng.modules.stations.api import Station

REDEMPTION_STATUSES = ("counted", "extra", "guest", "void")

SCREENING_OUTCOMES = (
    "already",
    "outside_time",
    "revoked",
    "expired",
    "other_county",
    "not_ours",
    "other_work",
    "held_back",
)


class Redemption(models.Model):
    """One hand-out. Personal until the person is cut: who got it and where.

    `id` is made on the scanner and makes repeats harmless; `content_digest` tells a repeat from
    another hand-out under the same id. `changed_at` moves when the status does, so that whoever
    folds these rows into figures finds the days to fold again.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    station = models.ForeignKey(Station, models.PROTECT, null=True, related_name="+")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    service_date = models.DateField()
    # The first day of the period in which it is the one that counts; written with every hand-out. Empty
    # only where the release before this one wrote, and then filled by the next start.
    period_start = models.DateField(null=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    status = models.CharField(max_length=8)
    gave_anyway = models.BooleanField(default=False)
    is_offline = models.BooleanField(default=False, db_default=False)
    reason = models.CharField(max_length=20, blank=True)
    scanner = models.ForeignKey(Scanner, models.PROTECT, null=True, related_name="+", db_index=False)
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    content_digest = models.BinaryField(max_length=16)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "programme", "service_date"],
                condition=Q(status="counted"),
                name="one_counted_per_person_and_day",
            ),
            models.UniqueConstraint(
                fields=["person", "programme", "period_start"],
                condition=Q(status="counted"),
                name="one_counted_per_person_and_period",
            ),
            models.CheckConstraint(
                condition=Q(status__in=REDEMPTION_STATUSES), name="redemption_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(status="guest") | Q(person__isnull=True), name="guest_is_nobody"
            ),
        ]
        indexes = [
            models.Index(fields=["station", "service_date"], name="redemption_by_day_sheet"),
            models.Index(fields=["changed_at"], name="redemption_watermark"),
            models.Index(
                fields=["service_date"],
                condition=Q(period_start__isnull=True),
                name="redemption_without_period",
            ),
            models.Index(
                fields=["person", "service_date"],
                condition=Q(person__isnull=False),
                name="redemption_by_person",
            ),
        ]


class RedemptionLine(models.Model):
    """What was taken in one hand-out. Holds no personal data.

    `beyond_stock` is the part that lay on the table although the count said there was none.
    """

    redemption = models.ForeignKey(Redemption, models.PROTECT, related_name="lines")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+", db_index=False)
    quantity = models.PositiveSmallIntegerField()
    beyond_stock = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["redemption", "item"], name="line_once_per_item"),
            models.CheckConstraint(
                condition=Q(quantity__gte=1) & Q(beyond_stock__lte=F("quantity")),
                name="line_takes_something",
            ),
        ]


class RedemptionVoid(models.Model):
    """That a hand-out was a mis-scan: a row beside it, never a deletion. Personal: who voided."""

    redemption = models.OneToOneField(Redemption, models.PROTECT, related_name="voided")
    at = models.DateTimeField()
    scanner = models.ForeignKey(Scanner, models.PROTECT, null=True, related_name="+")
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")


class PeriodClaim(models.Model):
    """That somebody had their share of a long period, after the hand-out has forgotten them. Personal.

    A hand-out knows its person for 90 days; once a year needs to be known for longer. Neither time,
    place nor thing is kept, and the row goes when the period is over.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    period_start = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "programme", "period_start"], name="one_claim_in_a_period"
            )
        ]


class Screening(models.Model):
    """An amber or grey answer that a scanner showed. Holds no personal data."""

    id = models.UUIDField(primary_key=True, editable=False)
    station = models.ForeignKey(Station, models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    service_date = models.DateField()
    outcome = models.CharField(max_length=12)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=SCREENING_OUTCOMES), name="screening_outcome_known"
            )
        ]
        indexes = [
            models.Index(fields=["service_date", "station"], name="screening_by_day"),
            models.Index(fields=["at"], name="screening_watermark"),
        ]
