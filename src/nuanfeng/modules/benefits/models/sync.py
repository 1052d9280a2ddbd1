"""What became of the records of scanners without a network."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from nuanfeng.modules.passes.api import Scanner

SYNC_OUTCOMES = ("counted", "extra", "guest", "void", "duplicate", "quarantined", "malformed")

SYNC_DECISIONS = ("", "stored", "dismissed")


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
