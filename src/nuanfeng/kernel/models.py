"""Rows of the machinery: facts, their deliveries, audit entries, the calendar, periodic runs."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nuanfeng.kernel.ids import new_id


class Event(models.Model):
    """A fact that was announced, in the shape it had on that day. Holds no personal data."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=80)
    version = models.PositiveSmallIntegerField()
    payload = models.JSONField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["name", "at"], name="event_by_name")]
        constraints = [models.CheckConstraint(condition=Q(version__gte=1), name="event_version_from_one")]


class Delivery(models.Model):
    """One fact on its way to one listener. Holds no personal data."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="deliveries")
    listener = models.CharField(max_length=120)
    state = models.CharField(max_length=8, default="due")
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["event", "listener"], name="delivered_once_each"),
            models.CheckConstraint(
                condition=Q(state__in=["due", "done", "dead"]), name="delivery_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False)
                | (~Q(state="done") & Q(done_at__isnull=True)),
                name="delivery_done_has_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="due"), name="delivery_due"),
        ]


class AuditEntry(models.Model):
    """Who did what to which row, and when. Personal: who, by number only."""

    at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=60, db_index=True)
    action = models.CharField(max_length=80)
    subject = models.CharField(max_length=90)
    details = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "audit entries"
        constraints = [
            models.CheckConstraint(condition=~Q(actor="") & ~Q(action=""), name="audit_names_both")
        ]


class CalendarDay(models.Model):
    """A day that the county treats otherwise than the week does. Holds no personal data."""

    day = models.DateField(_("Day"), unique=True)
    kind = models.CharField(
        _("Kind"), max_length=8, choices=[("holiday", _("Holiday")), ("workday", _("Worked weekend"))]
    )
    name = models.CharField(_("Name"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("calendar day")
        verbose_name_plural = _("calendar")
        ordering = ["day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["holiday", "workday"]), name="calendar_day_kind_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.get_kind_display()}"


class PeriodicRun(models.Model):
    """When a periodic job last began, so that two workers never run it twice. No personal data."""

    name = models.CharField(max_length=80, primary_key=True)
    began_at = models.DateTimeField()


class PromiseCheck(models.Model):
    """What a nightly look at every promise found: the names of those that do not hold. No personal data."""

    at = models.DateTimeField(db_index=True)
    checked = models.PositiveIntegerField()
    broken = models.JSONField(default=list)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(checked__gte=1), name="promise_check_looked")]
