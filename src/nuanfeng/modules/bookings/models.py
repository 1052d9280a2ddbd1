"""What can be booked, when and where, and who has a place or waits for one. Never why: no medical data."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nuanfeng.kernel.ids import new_id
from nuanfeng.modules.bookings.rules import (
    ATTENDED,
    HOW_OFTEN,
    KINDS,
    LIVE,
    NEWS,
    STATES,
)
from nuanfeng.modules.people.api import KINDS_OF_WORK
from nuanfeng.modules.stations.api import Station


class Offer(models.Model):
    """Something to book: the health package, a journey. No personal data."""

    code = models.SlugField(max_length=30, unique=True)
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80, blank=True)
    what = models.CharField(max_length=400, blank=True)
    how_often = models.CharField(max_length=5)
    # The most that is ever asked of a person; empty: everybody.
    for_kind_of_work = models.CharField(max_length=20, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "name"]
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="offer_kind_known"),
            models.CheckConstraint(condition=Q(how_often__in=list(HOW_OFTEN)), name="offer_often_known"),
            models.CheckConstraint(
                condition=Q(for_kind_of_work__in=["", *KINDS_OF_WORK]), name="offer_work_known"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="offer_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name_en if self.name_en and get_language() == "en" else self.name


class Venue(models.Model):
    """Where it takes place: a clinic, the stop of a bus. At a station its people take
    attendance. No personal data.
    """

    name = models.CharField(max_length=80, unique=True)
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    station = models.ForeignKey(Station, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="venue_has_a_name")]

    def __str__(self) -> str:
        return self.name


class Slot(models.Model):
    """A time at a venue with so many places. No personal data."""

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="slots")
    venue = models.ForeignKey(Venue, models.PROTECT, related_name="slots")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    places = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField(default=0)
    called_off_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts_at", "venue__name"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "venue", "starts_at"], name="slot_once_at_a_venue"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="slot_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(taken__lte=F("places")), name="slot_is_never_overbooked"),
            models.CheckConstraint(condition=Q(places__gte=1), name="slot_has_a_place"),
            models.CheckConstraint(
                condition=Q(called_off_at__isnull=True) | Q(taken=0), name="slot_called_off_is_empty"
            ),
        ]
        indexes = [models.Index(fields=["offer", "starts_at"], name="slot_by_start")]


class Booking(models.Model):
    """A person has a place or waits for one. Personal: the person, until 90 days after the time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="bookings")
    # Beside the slot, for the one rule that looks at both: one each per person, offer and period.
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="+")
    period = models.CharField(max_length=5)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10)
    made_at = models.DateTimeField()
    queued_at = models.DateTimeField()
    attended_at = models.DateTimeField(null=True)
    # What the person has not been told yet.
    news = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "offer", "period"],
                condition=Q(state__in=list(LIVE)),
                name="one_booking_per_person_and_period",
            ),
            models.CheckConstraint(condition=Q(state__in=list(STATES)), name="booking_state_known"),
            models.CheckConstraint(
                condition=Q(state=ATTENDED, attended_at__isnull=False)
                | (~Q(state=ATTENDED) & Q(attended_at__isnull=True)),
                name="booking_attended_has_its_time",
            ),
            models.CheckConstraint(condition=Q(news__in=["", *NEWS]), name="booking_news_known"),
            models.CheckConstraint(condition=~Q(period=""), name="booking_has_a_period"),
        ]
        indexes = [
            models.Index(fields=["slot", "state", "queued_at"], name="booking_queue"),
            models.Index(fields=["person", "made_at"], name="booking_by_person"),
        ]
