"""What is known of the door: who opened it, who was there, what people found."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from nuanfeng.kernel.ids import new_id
from nuanfeng.modules.stations.models.places import FacilityType, Station

VISIT_SOURCES = ("poster", "counter", "duty")
REPORT_KINDS = ("locked", "no_water", "full", "turned_away", "broken", "expired")
# heard: one person says so. believed: two independent ones did, or staff looked. settled: it is over.
REPORT_STATES = ("heard", "believed", "settled")
SETTLED_BY = ("visit", "fix", "mistake", "age")
ACTIVITY_KINDS = ("hand_out", "visit", "opened")


class DoorEvidence(models.Model):
    """The last sign of life of a station, kept beside it so that lists need no history. No personal data."""

    station = models.OneToOneField(Station, models.CASCADE, primary_key=True, related_name="evidence")
    active_at = models.DateTimeField(null=True)
    active_kind = models.CharField(max_length=8, blank=True)
    said_open_at = models.DateTimeField(null=True)
    said_closed_at = models.DateTimeField(null=True)
    # The earliest believed report that the door was locked, while nothing since says otherwise.
    locked_since = models.DateTimeField(null=True)
    # The latest report of one person alone that it was locked, while nothing since says otherwise.
    heard_locked_at = models.DateTimeField(null=True)
    # Of four weeks, counted each night elsewhere: how many were served here, how many of them late.
    served_count = models.PositiveIntegerField(default=0, db_default=0)
    served_late = models.PositiveIntegerField(default=0, db_default=0)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(active_at__isnull=True, active_kind="")
                | Q(active_at__isnull=False, active_kind__in=ACTIVITY_KINDS),
                name="evidence_says_of_what",
            ),
            models.CheckConstraint(
                condition=Q(served_late__lte=F("served_count")), name="late_is_part_of_all"
            ),
        ]


class OpeningTap(models.Model):
    """The person on duty said that the door is open, or shut. Personal: who tapped."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    station = models.ForeignKey(Station, models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    is_open = models.BooleanField()
    note = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["station", "at"], name="opening_tap_by_day")]


class Visit(models.Model):
    """Somebody was there. Personal: a mark that is made anew every day and cut the day after."""

    id = models.UUIDField(primary_key=True, editable=False)
    station = models.ForeignKey(Station, models.PROTECT, related_name="+")
    source = models.CharField(max_length=8)
    people = models.PositiveSmallIntegerField(default=1)
    sender_digest = models.CharField(max_length=32, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(source__in=VISIT_SOURCES), name="visit_source_known"),
            models.CheckConstraint(condition=Q(people__gte=1), name="visit_of_somebody"),
        ]
        indexes = [models.Index(fields=["station", "at"], name="visit_by_day")]


class DoorReport(models.Model):
    """What somebody found: locked, no water, full, turned away. Personal: a mark of the day, as above.

    About a place, never about a person; the mark only tells two senders apart.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    station = models.ForeignKey(Station, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    facility_type = models.ForeignKey(FacilityType, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=8, default="heard")
    sender_digest = models.CharField(max_length=32, blank=True)
    at = models.DateTimeField()
    believed_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=REPORT_KINDS), name="report_kind_known"),
            models.CheckConstraint(condition=Q(state__in=REPORT_STATES), name="report_state_known"),
            models.CheckConstraint(
                condition=Q(state="settled", settled_at__isnull=False, settled_by__in=SETTLED_BY)
                | (~Q(state="settled") & Q(settled_at__isnull=True, settled_by="")),
                name="report_settled_by_something",
            ),
            models.CheckConstraint(
                condition=~Q(state="believed") | Q(believed_at__isnull=False), name="report_believed_since"
            ),
        ]
        indexes = [
            models.Index(
                fields=["station", "kind", "at"], condition=~Q(state="settled"), name="report_unsettled"
            ),
            models.Index(fields=["station", "at"], name="report_by_day"),
        ]


class DoorCounter(models.Model):
    """A counter at a door that tells the API how many came in. Personal: who set it up."""

    station = models.ForeignKey(Station, models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    key_digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
