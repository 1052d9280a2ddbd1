"""Other hours hold no longer."""

from datetime import datetime, timedelta

from django.utils import timezone

from nuanfeng.kernel import audit, outbox
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations import policies
from nuanfeng.modules.stations.events import StationChanged
from nuanfeng.modules.stations.models import HoursException, Station


@unit_of_work()
def end_hours_exception(*, station_id: int, exception_id: int, actor: Person, now: datetime) -> None:
    """From today the usual hours hold again; the days that are over keep what was said of them.

    Ended twice changes nothing. Refused for anybody but the station's people and the county.
    """
    refuse_if(policies.refusal_to_tend_station(actor, station_id))
    station = Station.objects.select_for_update().get(pk=station_id)
    known, today = HoursException.objects.filter(station=station), timezone.localdate(now)
    kept = known.filter(pk=exception_id, last_day__gte=today).first()
    if kept is None:
        return
    yesterday = today - timedelta(days=1)
    is_said = known.filter(first_day=kept.first_day, last_day=yesterday).exists()
    if kept.first_day > yesterday or is_said:
        kept.delete()
    else:
        kept.last_day = yesterday
        kept.save(update_fields=["last_day"])
    audit.record(actor=actor, action="stations.end_hours_exception", subject=station, at=now)
    outbox.announce(StationChanged(station.pk, ["hours"]), at=now)
