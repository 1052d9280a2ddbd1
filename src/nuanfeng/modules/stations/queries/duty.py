"""Whether somebody minds a station right now; never who, for whoever asks from outside."""

from datetime import datetime

from nuanfeng.modules.stations.models import DutyTurn


def duty_until(station_id: int, *, now: datetime) -> datetime | None:
    """Until when somebody is on duty there, where a turn runs now."""
    turns = DutyTurn.objects.filter(station_id=station_id, starts_at__lte=now, ends_at__gt=now)
    return turns.order_by("-ends_at").values_list("ends_at", flat=True).first()
