"""Other hours for some days of one station."""

from datetime import date, datetime

from django.utils import timezone

from nuanfeng.kernel import audit, outbox
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations import policies
from nuanfeng.modules.stations.events import StationChanged
from nuanfeng.modules.stations.models import HoursException, Station
from nuanfeng.modules.stations.rules.exceptions import OtherHours, refusal_to_except


@unit_of_work()
def add_hours_exception(
    *,
    station_id: int,
    first_day: date,
    last_day: date,
    hours: str,
    reason: str = "",
    actor: Person,
    now: datetime,
) -> HoursException:
    """From the first to the last day these hours hold and no others; empty hours mean closed.

    Said again for the same days it replaces what was said, and is the later made. Refused for anybody
    but the station's people and the county.
    """
    refuse_if(policies.refusal_to_tend_station(actor, station_id))
    station = Station.objects.select_for_update().get(pk=station_id)
    known, reason = HoursException.objects.filter(station=station), reason.strip()[:60]
    before = known.filter(first_day=first_day, last_day=last_day).first()
    if before and (before.hours, before.reason) == (hours, reason):
        return before
    today = timezone.localdate(now)
    running = known.filter(last_day__gte=today).count() - bool(before)
    refuse_if(refusal_to_except(OtherHours(first_day, last_day, hours), today=today, running=running))
    kept, _is_new = HoursException.objects.update_or_create(
        station=station,
        first_day=first_day,
        last_day=last_day,
        defaults={"hours": hours, "reason": reason, "made_at": now},
    )
    details = {"first_day": first_day.isoformat(), "last_day": last_day.isoformat(), "hours": hours}
    audit.record(actor=actor, action="stations.add_hours_exception", subject=station, at=now, details=details)
    outbox.announce(StationChanged(station.pk, ["hours"]), at=now)
    return kept
