"""Programmes as the county's desk lists them."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from nuanfeng.modules.benefits.models import PickupPoint, Programme
from nuanfeng.modules.stations.api import Station


@dataclass(frozen=True, slots=True)
class StationChoice:
    """A station that may hand out a programme, and whether it does."""

    station: Station
    is_chosen: bool
    quota: int | None = None


def listed_programmes() -> QuerySet[Programme]:
    """Every programme with the number of its stations and of the things on its table."""
    return (
        Programme.objects.annotate(
            points_count=Count("points", filter=Q(points__is_active=True), distinct=True),
            items_count=Count("items", filter=Q(items__is_active=True), distinct=True),
        )
        .order_by("-is_active", "name")
        .prefetch_related("items")
    )


def stations_to_choose(programme: Programme) -> list[StationChoice]:
    """The stations that are not closed for good, those that hand it out first."""
    points = PickupPoint.objects.filter(programme=programme, is_active=True)
    chosen = dict(points.values_list("station_id", "quota"))
    stations = Station.objects.filter(Q(pk__in=chosen) | ~Q(status="closed")).select_related("area")
    rows = [
        StationChoice(station, station.pk in chosen, chosen.get(station.pk))
        for station in stations.order_by("name")
    ]
    return sorted(rows, key=lambda row: not row.is_chosen)
