"""What lies on the table on a service day, what changed it, and what scanners may count on."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from nuanfeng.kernel.ids import new_id
from nuanfeng.modules.benefits.models.programme import Item
from nuanfeng.modules.passes.api import Scanner
from nuanfeng.modules.stations.api import Station


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
