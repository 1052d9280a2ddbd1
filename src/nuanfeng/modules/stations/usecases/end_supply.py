"""Something leaves a station's shelf."""

from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import Refused, refuse_if
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations import policies
from nuanfeng.modules.stations.models import Station, Supply
from nuanfeng.modules.stations.rules.upkeep import (
    END_UNKNOWN,
    ENDED_WORDS,
    SUPPLY_GONE,
    is_expired,
    refusal_to_shelve,
)
from nuanfeng.modules.stations.usecases._down import set_state


@unit_of_work()
def end_supply(*, station_id: int, supply_id: int, because: str, actor: Person, now: datetime) -> Supply:
    """It is used up, out of date or taken away; the last good one leaves its facility empty.

    Ending what has ended changes nothing. Refused for anybody but the station's people.
    """
    refuse_if(policies.refusal_to_run_station(actor, station_id))
    if because not in ENDED_WORDS:
        raise Refused(END_UNKNOWN)
    supply = _taken(station_id, supply_id)
    if supply.ended_at is not None:
        return supply
    today = timezone.localtime(now).date()
    _end(supply, because, now)
    good = Supply.objects.filter(
        Q(expires_on__isnull=True) | Q(expires_on__gte=today),
        station_id=station_id,
        facility_type=supply.facility_type_id,
        ended_at__isnull=True,
    )
    if supply.facility_type_id and not good.exists():
        set_state(station_id, supply.facility_type_id, "empty", now=now)
    audit.record(actor=actor, action="stations.end_supply", subject=supply.station, at=now)
    return supply


@unit_of_work()
def replace_supply(
    *, station_id: int, supply_id: int, expires_on: date, actor: Person, now: datetime
) -> Supply:
    """A new one stands where the old one stood, good until another day. Refused as above."""
    refuse_if(policies.refusal_to_run_station(actor, station_id))
    old = _taken(station_id, supply_id)
    if old.ended_at is not None:
        raise Refused(SUPPLY_GONE)
    today = timezone.localtime(now).date()
    refuse_if(refusal_to_shelve(kind=old.kind, name=old.name, expires_on=expires_on, today=today))
    _end(old, "expired" if is_expired(old.expires_on, today=today) else "used_up", now)
    new = Supply.objects.create(
        station_id=station_id,
        kind=old.kind,
        name=old.name,
        amount=old.amount,
        expires_on=expires_on,
        facility_type_id=old.facility_type_id,
        added_at=now,
    )
    audit.record(actor=actor, action="stations.replace_supply", subject=old.station, at=now)
    return new


def _taken(station_id: int, supply_id: int) -> Supply:
    Station.objects.select_for_update().get(pk=station_id)
    held = Supply.objects.select_related("station").filter(pk=supply_id, station_id=station_id).first()
    if held is None:
        raise Refused(SUPPLY_GONE)
    return held


def _end(supply: Supply, because: str, now: datetime) -> None:
    supply.ended_at, supply.ended_because = now, because
    supply.save(update_fields=["ended_at", "ended_because"])
