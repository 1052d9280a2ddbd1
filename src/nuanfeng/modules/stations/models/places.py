"""Places where people rest: what they are, what they have, when they are open, who minds them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nuanfeng.modules.organisations.api import Area, Organisation

STATION_KIND_WORDS = {
    "rider_home": _("Rider home"),
    "driver_home": _("Driver home"),
    "partner": _("Partner station"),
}
STATION_KINDS = tuple(STATION_KIND_WORDS)
STATUS_WORDS = {
    "active": _("In use"),
    "paused": _("Closed for the time being"),
    "closed": _("This place has closed"),
}
ROLE_WORDS = {"master": _("Station master"), "volunteer": _("Volunteer")}
ACCESS_WORDS = {
    "staffed": _("People let in"),
    "key": _("With a key"),
    "appointment": _("After a call"),
    "door_code": _("With the day’s door code"),
}
# How somebody gets in: let in by people, with a key kept nearby, after a call, with the day's door code.
ACCESS_KINDS = tuple(ACCESS_WORDS)
FACILITY_STATES = ("working", "empty", "broken")
SPACE_KINDS = ("service_area", "hall", "driver_station", "activity_room")


def _in_language(name: str, name_en: str) -> str:
    return name_en if name_en and get_language() == "en" else name


class FacilityType(models.Model):
    """Something a station can have: hot water, a shower, a medicine box. No personal data."""

    code = models.CharField(_("Code"), max_length=20, unique=True)
    name = models.CharField(_("Name"), max_length=20)
    name_en = models.CharField(_("Name in English"), max_length=40)
    is_driver_basic = models.BooleanField(_("One of the drivers’ free basics"), default=False)
    icon = models.CharField(_("Icon"), max_length=20, blank=True)
    rank = models.PositiveSmallIntegerField(_("Order"), default=100)

    class Meta:
        verbose_name = _("facility")
        verbose_name_plural = _("facilities")
        ordering = ["rank", "code"]

    def __str__(self) -> str:
        return _in_language(self.name, self.name_en)


class Station(models.Model):
    """A Red Home or a partner's place. Personal: nothing; `phone` is the place's own number."""

    kind = models.CharField(_("Kind"), max_length=12, choices=list(STATION_KIND_WORDS.items()))
    name = models.CharField(_("Name"), max_length=80)
    name_en = models.CharField(_("Name in English"), max_length=120, blank=True)
    aliases = models.JSONField(_("Other names"), default=list, blank=True)
    name_search = models.CharField(_("Found under"), max_length=400, blank=True)
    address = models.CharField(_("Address"), max_length=200, blank=True)
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Town or village")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Organisation")
    )
    latitude = models.FloatField(_("Latitude (WGS-84)"), null=True, blank=True)
    longitude = models.FloatField(_("Longitude (WGS-84)"), null=True, blank=True)
    phone = models.CharField(_("Telephone"), max_length=30, blank=True)
    hours = models.CharField(_("Opening hours"), max_length=300, blank=True)
    hours_text = models.CharField(_("Hours as written"), max_length=300, blank=True)
    hours_doubtful = models.BooleanField(_("Hours in doubt"), default=False)
    access = models.CharField(
        _("How people get in"),
        max_length=12,
        choices=list(ACCESS_WORDS.items()),
        default="staffed",
        db_default="staffed",
    )
    access_note = models.CharField(
        _("About getting in"), max_length=200, blank=True, default="", db_default=""
    )
    status = models.CharField(_("State"), max_length=8, choices=list(STATUS_WORDS.items()), default="active")
    status_note = models.CharField(_("Why"), max_length=200, blank=True)
    is_demo = models.BooleanField(_("Made up for the demo"), default=False)
    source = models.CharField(_("Where this is known from"), max_length=300, blank=True)
    verified_at = models.DateTimeField(_("Confirmed at"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Confirmed by"),
    )
    created_at = models.DateTimeField(_("Added at"))
    changed_at = models.DateTimeField(_("Changed at"))

    class Meta:
        verbose_name = _("station")
        verbose_name_plural = _("stations")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=STATION_KINDS), name="station_kind_known"),
            models.CheckConstraint(
                condition=Q(status__in=["active", "paused", "closed"]), name="station_status_known"
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="station_point_whole_and_on_earth",
            ),
            models.CheckConstraint(condition=Q(access__in=ACCESS_KINDS), name="station_access_known"),
        ]
        indexes = [models.Index(fields=["status", "name"], name="station_public_list")]

    def __str__(self) -> str:
        return _in_language(self.name, self.name_en)


class StationFacility(models.Model):
    """That a station has a facility, and whether it works today. Holds no personal data."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="facilities")
    facility_type = models.ForeignKey(FacilityType, models.PROTECT, related_name="+")
    note = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=8, default="working", db_default="working")
    state_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "station facilities"
        constraints = [
            models.UniqueConstraint(fields=["station", "facility_type"], name="facility_once"),
            models.CheckConstraint(condition=Q(state__in=FACILITY_STATES), name="facility_state_known"),
            models.CheckConstraint(
                condition=Q(state="working") | Q(state_since__isnull=False), name="facility_down_since"
            ),
        ]


class Space(models.Model):
    """A room or area of a station (一区一厅一站一室). Holds no personal data."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="spaces")
    kind = models.CharField(max_length=16)
    name = models.CharField(max_length=60)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=SPACE_KINDS), name="space_kind_known"),
            models.UniqueConstraint(fields=["station", "name"], name="space_named_once"),
        ]


class StationStaff(models.Model):
    """Who minds a station. Personal: the person and since when."""

    station = models.ForeignKey(Station, models.PROTECT, related_name="staff", verbose_name=_("Station"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Person")
    )
    role = models.CharField(_("Role"), max_length=10, choices=list(ROLE_WORDS.items()))
    since = models.DateTimeField(_("Since"))
    until = models.DateTimeField(_("Until"), null=True, blank=True)

    class Meta:
        verbose_name = _("station staff")
        verbose_name_plural = _("station staff")
        constraints = [
            models.CheckConstraint(condition=Q(role__in=["master", "volunteer"]), name="station_role_known"),
            models.UniqueConstraint(
                fields=["station", "person"],
                condition=Q(until__isnull=True),
                name="one_running_role_per_station",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="station_role_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.station} · {self.get_role_display()}"
