"""Insight's own projections: made from rows, thrown away and made again at will."""

from django.db import models

from nuanfeng.modules.benefits.api import Programme
from nuanfeng.modules.stations.api import Station


class StationDay(models.Model):
    """A station's figures of one programme on one service day. Holds no personal data."""

    station = models.ForeignKey(Station, models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    service_date = models.DateField(db_index=True)
    counted = models.PositiveIntegerField(default=0)
    extra = models.PositiveIntegerField(default=0)
    guest = models.PositiveIntegerField(default=0)
    void = models.PositiveIntegerField(default=0)
    gave_anyway = models.PositiveIntegerField(default=0)
    already = models.PositiveIntegerField(default=0)
    other_amber = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["station", "programme", "service_date"], name="station_day_once")
        ]


class Watermark(models.Model):
    """How far a projection has read. Holds no personal data."""

    name = models.CharField(max_length=40, primary_key=True)
    read_until = models.DateTimeField()
