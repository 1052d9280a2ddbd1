"""Sentences about figures that must always hold."""

from collections.abc import Iterable

from nuanfeng.modules.benefits.api import figures_of_days
from nuanfeng.modules.insight.models import StationDay, Watermark
from nuanfeng.modules.insight.rules import live_since

COUNTS = ("counted", "extra", "guest", "void", "gave_anyway", "already", "other_amber")


def station_days_that_disagree_with_their_rows() -> Iterable[str]:
    """A station's folded figures of a past day are those of its rows."""
    mark = Watermark.objects.order_by("-read_until").first()
    if mark is None:
        return
    past = StationDay.objects.filter(service_date__lt=live_since(mark.read_until.date()))
    days = set(past.values_list("service_date", flat=True))
    fields = ("station_id", "programme_id", "service_date", *COUNTS)
    folded = {row[:3]: row[3:] for row in past.values_list(*fields)}
    for counted in figures_of_days(days):
        key = counted.station_id, counted.programme_id, counted.service_date
        if folded.get(key) != tuple(getattr(counted, name) for name in COUNTS):
            yield f"station {key[0]}, programme {key[1]}, {key[2]}"
