"""Programmes, what lies on the table, and what was handed to whom: exactly once."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from nuanfeng.kernel.ids import new_id
from nuanfeng.modules.benefits.rules.periods import PERIODS
from nuanfeng.modules.passes.api import Scanner
from nuanfeng.modules.stations.api import Station

REDEMPTION_STATUSES = ("counted", "extra", "guest", "void")
SYNC_OUTCOMES = ("counted", "extra", "guest", "void", "duplicate", "quarantined", "malformed")
SYNC_DECISIONS = ("", "stored", "dismissed")
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


def _in_language(name: str, name_en: str) -> str:
    return name_en if name_en and get_language() == "en" else name


class Programme(models.Model):
    """A benefit that is handed out; its rules say how often and to whom. Holds no personal data."""

    code = models.SlugField(max_length=30, unique=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60, blank=True)
    service_day_starts_at = models.TimeField()
    serving_hours = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    # From this hour on what is left is for those who come late; empty: there is no such hour.
    late_from = models.TimeField(null=True, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="programme_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return _in_language(self.name, self.name_en)


class ProgrammeRule(models.Model):
    """How often a programme is handed out, and to whom, from a day on. Holds no personal data.

    The next version of the same programme ends it, so that no two are in force on one day.
    `kinds_of_work` are codes with spaces between them; none: everybody.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="rules")
    starts_on = models.DateField()
    period = models.CharField(max_length=5)
    kinds_of_work = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "starts_on"], name="one_rule_on_a_day"),
            models.CheckConstraint(condition=Q(period__in=[*PERIODS]), name="rule_period_known"),
        ]


class Item(models.Model):
    """Something that a programme puts on the table. Holds no personal data."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="items")
    code = models.SlugField(max_length=30)
    name = models.CharField(max_length=20)
    name_en = models.CharField(max_length=40, blank=True)
    quantity_max = models.PositiveSmallIntegerField(default=1)
    rank = models.PositiveSmallIntegerField(default=100)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["rank", "code"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="item_once"),
            models.CheckConstraint(condition=Q(quantity_max__gte=1), name="item_can_be_taken"),
        ]

    def __str__(self) -> str:
        return _in_language(self.name, self.name_en)


class PickupPoint(models.Model):
    """A station where a programme is handed out. Holds no personal data."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="points")
    station = models.ForeignKey(Station, models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)
    # How many portions the county gives this station each day; empty: the station says.
    quota = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "station"], name="pickup_point_once")]


class MealWatch(models.Model):
    """That somebody wants to be told what is left late in the day. Personal: who, and where they go."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    point = models.ForeignKey(PickupPoint, models.PROTECT, related_name="+")
    since = models.DateTimeField()
    asked_again_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "point"], name="one_watch_per_point"),
            models.CheckConstraint(condition=Q(asked_again_at__gte=F("since")), name="watch_asked_in_order"),
        ]


class StockDay(models.Model):
    """How much of an item a station has on one service day. Holds no personal data."""

    station = models.ForeignKey(Station, models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    service_date = models.DateField()
    opening = models.PositiveIntegerField()
    remaining = models.PositiveIntegerField()
    # Promised to scanners for when they have no network; part of what lies there, not of `remaining`.
    leased = models.PositiveIntegerField(default=0, db_default=0)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["station", "item", "service_date"], name="stock_opened_once"),
            models.CheckConstraint(condition=Q(remaining__gte=0), name="stock_never_below_zero"),
            models.CheckConstraint(condition=Q(leased__gte=0), name="leased_never_below_zero"),
        ]
        indexes = [models.Index(fields=["service_date", "station"], name="stock_by_day")]

    @property
    def lying(self) -> int:
        """What lies there by the count: what is free, and what scanners may hand out without a network."""
        return self.remaining + self.leased


class StockMove(models.Model):
    """A change of stock other than a hand-out. Personal: who made it."""

    stock_day = models.ForeignKey(StockDay, models.PROTECT, related_name="moves")
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8)
    quantity = models.IntegerField()
    # What somebody counted, where it was a count: the same number with another count is another count.
    counted = models.PositiveIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["in", "waste"], quantity__gt=0) | (Q(kind="recount") & ~Q(quantity=0)),
                name="stock_move_says_something",
            )
        ]


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


class StockLease(models.Model):
    """Portions that a scanner may hand out while it has no network. Holds no personal data.

    While it runs, `portions - taken` of it stand in its stock's `leased`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scanner = models.ForeignKey(Scanner, models.PROTECT, related_name="+")
    stock_day = models.ForeignKey(StockDay, models.PROTECT, related_name="leases")
    portions = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(taken__lte=F("portions")), name="lease_never_overdrawn"),
            models.UniqueConstraint(
                fields=["scanner", "stock_day"],
                condition=Q(ended_at__isnull=True),
                name="one_running_lease_per_scanner",
            ),
        ]


class SyncRecord(models.Model):
    """What became of one record from a scanner's log: the receipt, kept. Personal where it waits.

    `record_hash` names the record in its scanner's chain. `text` is kept only while somebody has to
    look at the record (quarantined), and is cut 30 days after.
    """

    record_hash = models.CharField(max_length=64, primary_key=True)
    scanner = models.ForeignKey(Scanner, models.PROTECT, related_name="+", db_index=False)
    seq = models.PositiveBigIntegerField()
    previous_hash = models.CharField(max_length=64)
    redemption_id = models.UUIDField(null=True)
    outcome = models.CharField(max_length=12)
    reason = models.CharField(max_length=30, blank=True)
    text = models.TextField(blank=True)
    received_at = models.DateTimeField()
    decision = models.CharField(max_length=10, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decision_note = models.CharField(max_length=200, blank=True, db_default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=SYNC_OUTCOMES), name="sync_outcome_known"),
            models.CheckConstraint(
                condition=~Q(outcome__in=["quarantined", "malformed"]) | ~Q(reason=""),
                name="sync_set_aside_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True)
                | Q(decision__in=SYNC_DECISIONS[1:], decided_at__isnull=False, outcome="quarantined"),
                name="sync_decided_once_set_aside",
            ),
        ]
        indexes = [
            models.Index(fields=["scanner", "seq"], name="sync_record_in_chain"),
            models.Index(
                fields=["received_at"],
                condition=Q(outcome="quarantined", decision=""),
                name="sync_record_waiting",
            ),
        ]
