"""Something goes on a station's shelf."""

from datetime import date, datetime

from django.utils import timezone

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import Refused, refuse_if
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations import policies
from nuanfeng.modules.stations.models import FacilityType, Station, Supply
from nuanfeng.modules.stations.rules.upkeep import FACILITY_UNKNOWN, refusal_to_shelve
from nuanfeng.modules.stations.usecases._down import set_state


@unit_of_work()
def add_supply(
    *,
    station_id: int,
    kind: str,
    name: str,
    actor: Person,
    now: datetime,
    amount: str = "",
    expires_on: date | None = None,
    facility: str = "",
) -> Supply:
    """Shelve a medicine or a consumable; the facility it belongs to is no longer empty.

    A medicine belongs to the medicine box unless told otherwise. The same thing with the same day
    shelved twice stays one. Refused for anybody but the station's people, without a name, for a
    medicine without its day, and for what is out of date.
    """
    refuse_if(policies.refusal_to_run_station(actor, station_id))
    today = timezone.localtime(now).date()
    refuse_if(refusal_to_shelve(kind=kind, name=name, expires_on=expires_on, today=today))
    station = Station.objects.select_for_update().get(pk=station_id)
    wanted = {"kind": kind, "name": name.strip()[:40], "expires_on": expires_on, "ended_at": None}
    if before := Supply.objects.filter(station=station, **wanted).first():
        return before
    belongs = _facility(facility, kind)
    supply = Supply.objects.create(
        station=station, amount=amount.strip()[:30], facility_type=belongs, added_at=now, **wanted
    )
    if belongs and station.facilities.filter(facility_type=belongs, state="empty").exists():
        set_state(station_id, belongs.pk, "working", now=now)
    audit.record(actor=actor, action="stations.add_supply", subject=station, at=now)
    return supply


def _facility(code: str, kind: str) -> FacilityType | None:
    found = FacilityType.objects.filter(code=code or ("medicine" if kind == "medicine" else "")).first()
    if code and found is None:
        raise Refused(FACILITY_UNKNOWN)
    return found
