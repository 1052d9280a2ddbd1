"""What a station master keeps up in two minutes a day: what is due, what runs out, who comes next."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nuanfeng.kernel.ids import new_id
from nuanfeng.modules.stations.models.places import FacilityType, Station

SUPPLY_KINDS = ("consumable", "medicine")
SUPPLY_ENDS = ("used_up", "expired", "taken_away")


class Duty(models.Model):
    """Something to look after every so many days: the kettle, the fire extinguisher. No personal data."""

    code = models.SlugField(max_length=30, unique=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    every_days = models.PositiveSmallIntegerField(default=1)
    # Only where the station has it; empty: everywhere.
    facility_type = models.ForeignKey(FacilityType, models.PROTECT, null=True, blank=True, related_name="+")
    rank = models.PositiveSmallIntegerField(default=100)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["rank", "code"]
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        constraints = [models.CheckConstraint(condition=Q(every_days__gte=1), name="duty_comes_round")]

    def __str__(self) -> str:
        return self.name_en if self.name_en and get_language() == "en" else self.name


class DutyDone(models.Model):
    """A duty was looked after on a day. Personal: who ticked it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    station = models.ForeignKey(Station, models.PROTECT, related_name="+")
    duty = models.ForeignKey(Duty, models.PROTECT, related_name="+")
    day = models.DateField()
    is_fine = models.BooleanField(default=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["station", "duty", "day"], name="duty_done_once_a_day")
        ]


class Supply(models.Model):
    """Something on a shelf that runs out or expires: plasters, cups. No personal data."""

    station = models.ForeignKey(Station, models.PROTECT, related_name="supplies")
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=40)
    amount = models.CharField(max_length=30, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    facility_type = models.ForeignKey(FacilityType, models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=10, blank=True)

    class Meta:
        ordering = ["expires_on", "name"]
        verbose_name_plural = "supplies"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=SUPPLY_KINDS), name="supply_kind_known"),
            models.CheckConstraint(
                condition=~Q(kind="medicine") | Q(expires_on__isnull=False), name="medicine_has_an_expiry"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_because="")
                | Q(ended_at__isnull=False, ended_because__in=SUPPLY_ENDS),
                name="supply_ends_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["station", "expires_on"], condition=Q(ended_at__isnull=True), name="supply_on_shelf"
            )
        ]


class DutyTurn(models.Model):
    """Who minds the station when. Personal: the person; kept 30 days after it ends."""

    station = models.ForeignKey(Station, models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="turn_ends_after_it_starts"),
            models.UniqueConstraint(fields=["station", "person", "starts_at"], name="turn_once"),
        ]
        indexes = [models.Index(fields=["station", "ends_at"], name="turn_by_end")]


class HandOverNote(models.Model):
    """A word for whoever comes next. Personal: who wrote it and what it says; gone after 30 days."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    station = models.ForeignKey(Station, models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    text = models.CharField(max_length=300)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="note_says_something")]
        indexes = [models.Index(fields=["station", "at"], name="note_by_day")]
