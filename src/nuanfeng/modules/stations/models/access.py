"""When a door is open otherwise than every week, and what lets people in."""

from django.db import models
from django.db.models import F, Q

from nuanfeng.modules.stations.models.places import Station


class HoursException(models.Model):
    """Other hours for some days: a season, a holiday, a repair. Empty hours: closed. No personal data."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="hours_exceptions")
    first_day = models.DateField()
    last_day = models.DateField()
    hours = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="exception_ends_after_it_starts"
            ),
            models.UniqueConstraint(fields=["station", "first_day", "last_day"], name="exception_once"),
        ]


class WirelessNetwork(models.Model):
    """The Wi-Fi of a station. Holds no personal data; the password is encrypted and never public."""

    station = models.OneToOneField(Station, models.CASCADE, primary_key=True, related_name="wireless")
    name = models.CharField(max_length=32)
    password_encrypted = models.TextField(blank=True)
    changed_at = models.DateTimeField()
