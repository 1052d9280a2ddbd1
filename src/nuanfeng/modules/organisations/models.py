"""The county, its areas and organisations, and who acts for them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nuanfeng.modules.organisations.rules import ROLES

AREA_KINDS = {"town": _("Town or street"), "village": _("Village or community")}
ORGANISATION_KINDS = {
    "public": _("Public body"),
    "park": _("Logistics park"),
    "enterprise": _("Enterprise"),
    "outlet": _("Outlet"),
}


def _in_language(name: str, name_en: str) -> str:
    return name_en if name_en and get_language() == "en" else name


class County(models.Model):
    """The one county that this installation serves. Holds no personal data."""

    code = models.CharField(_("Administrative code"), max_length=12, unique=True)
    name = models.CharField(_("Name"), max_length=40)
    name_en = models.CharField(_("Name in English"), max_length=60, blank=True)
    hotline = models.CharField(_("Hotline"), max_length=20, blank=True)
    latitude = models.FloatField(_("Latitude of the centre (WGS-84)"), null=True, blank=True)
    longitude = models.FloatField(_("Longitude of the centre (WGS-84)"), null=True, blank=True)
    boundary = models.JSONField(_("Boundary (GeoJSON)"), null=True, blank=True)
    is_demo = models.BooleanField(_("Demo county"), default=False)
    # Always 1: the database itself refuses a second county.
    only = models.PositiveSmallIntegerField(default=1, unique=True, editable=False)

    class Meta:
        verbose_name = _("county")
        verbose_name_plural = _("county")
        constraints = [models.CheckConstraint(condition=Q(only=1), name="one_county")]

    def __str__(self) -> str:
        return _in_language(self.name, self.name_en)


class Area(models.Model):
    """A town (or street) or a village (or community). Holds no personal data."""

    code = models.CharField(_("Administrative code"), max_length=12, unique=True)
    name = models.CharField(_("Name"), max_length=40)
    name_en = models.CharField(_("Name in English"), max_length=60, blank=True)
    kind = models.CharField(_("Kind"), max_length=10, choices=list(AREA_KINDS.items()))
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("Town it lies in"),
    )
    aliases = models.JSONField(_("Other spellings"), default=list, blank=True)

    class Meta:
        verbose_name = _("town or village")
        verbose_name_plural = _("towns and villages")
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

    kind = models.CharField(_("Kind"), max_length=12, choices=list(ORGANISATION_KINDS.items()))
    name = models.CharField(_("Name"), max_length=80)
    name_en = models.CharField(_("Name in English"), max_length=120, blank=True)
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Town or village")
    )
    park = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="residents", verbose_name=_("In the park")
    )
    address = models.CharField(_("Address"), max_length=200, blank=True)
    phone = models.CharField(_("Telephone"), max_length=30, blank=True)
    is_active = models.BooleanField(_("In operation"), default=True)
    is_demo = models.BooleanField(_("Made up for the demo"), default=False)
    source = models.CharField(_("Where this is known from"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("enterprises, outlets and parks")
        ordering = ["kind", "name"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "name"], name="organisation_named_once"),
            models.CheckConstraint(
                condition=Q(kind__in=list(ORGANISATION_KINDS)), name="organisation_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return _in_language(self.name, self.name_en)


class Appointment(models.Model):
    """A person's role in the county's work. Personal: who holds the role, and since when."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Person")
    )
    role = models.CharField(
        _("Role"), max_length=20, choices=[(code, _(word)) for code, word in ROLES.items()]
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Organisation")
    )
    since = models.DateTimeField(_("Since"))
    until = models.DateTimeField(_("Until"), null=True, blank=True)

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
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

    def __str__(self) -> str:
        return f"{self.person} · {self._meta.verbose_name}"
