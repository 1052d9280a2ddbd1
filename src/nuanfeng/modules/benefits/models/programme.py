"""What is handed out: programmes with their rules, items and stations, and who asked what is left."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from nuanfeng.modules.benefits.rules.periods import PERIODS
from nuanfeng.modules.stations.api import Station


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
