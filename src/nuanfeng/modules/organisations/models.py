"""The county, its areas and organisations, and who acts for them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

AREA_KINDS = ("town", "village")
ORGANISATION_KINDS = ("public", "park", "enterprise", "outlet")


def _in_language(name: str, name_en: str) -> str:
    return name_en if name_en and get_language() == "en" else name


class County(models.Model):
    """The one county that this installation serves. Holds no personal data."""

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60, blank=True)
    hotline = models.CharField(max_length=20, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    boundary = models.JSONField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    # Always 1: the database itself refuses a second county.
    only = models.PositiveSmallIntegerField(default=1, unique=True, editable=False)

    class Meta:
        verbose_name_plural = "counties"
        constraints = [models.CheckConstraint(condition=Q(only=1), name="one_county")]

    def __str__(self) -> str:
        return _in_language(self.name, self.name_en)


class Area(models.Model):
    """A town (or street) or a village (or community). Holds no personal data."""

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in AREA_KINDS])
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    aliases = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="town", parent__isnull=True) | Q(kind="village", parent__isnull=False),
                name="village_lies_in_a_town",
            )
        ]

    def __str__(self) -> str:
        return _in_language(self.name, self.name_en)


class Organisation(models.Model):
    """An enterprise, an outlet of one, a logistics park or a public body. No personal data."""

    kind = models.CharField(max_length=12, choices=[(kind, kind) for kind in ORGANISATION_KINDS])
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    park = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="residents")
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["kind", "name"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "name"], name="organisation_named_once"),
            models.CheckConstraint(condition=Q(kind__in=ORGANISATION_KINDS), name="organisation_kind_known"),
        ]

    def __str__(self) -> str:
        return _in_language(self.name, self.name_en)


class Appointment(models.Model):
    """A person's role in the county's work. Personal: who holds the role, and since when."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role"],
                condition=Q(until__isnull=True, organisation__isnull=True),
                name="one_running_appointment_each",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=models.F("since")),
                name="appointment_ends_after_it_begins",
            ),
        ]
