"""The Wi-Fi of a station, and a new password for it."""

import secrets
from datetime import datetime

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import unit_of_work
from nuanfeng.kernel.errors import refuse_if
from nuanfeng.kernel.secrets import encrypt
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations import policies
from nuanfeng.modules.stations.models import Station, WirelessNetwork
from nuanfeng.modules.stations.queries.access import WIRELESS_PURPOSE
from nuanfeng.modules.stations.rules.wireless import easy_password, refusal_to_keep_wireless


@unit_of_work()
def set_wireless(*, station_id: int, name: str, password: str, actor: Person, now: datetime) -> None:
    """Keep name and password, the password encrypted. Refused for anybody but the station's master."""
    refuse_if(policies.refusal_to_keep_wireless(actor, station_id))
    station = Station.objects.select_for_update().get(pk=station_id)
    refuse_if(refusal_to_keep_wireless(name, password))
    _keep(station, name, password, now)
    audit.record(actor=actor, action="stations.set_wireless", subject=station, at=now)


@unit_of_work()
def change_wireless_password(*, station_id: int, actor: Person, now: datetime) -> str:
    """A new password that is easy to type; returned for the poster, kept encrypted, told to no record."""
    refuse_if(policies.refusal_to_keep_wireless(actor, station_id))
    kept = WirelessNetwork.objects.select_for_update().select_related("station").get(pk=station_id)
    password = easy_password(secrets.randbits(80))
    _keep(kept.station, kept.name, password, now)
    audit.record(actor=actor, action="stations.change_wireless_password", subject=kept.station, at=now)
    return password


def _keep(station: Station, name: str, password: str, now: datetime) -> None:
    secret = encrypt(password, purpose=WIRELESS_PURPOSE)
    known = {"name": name, "password_encrypted": secret, "changed_at": now}
    WirelessNetwork.objects.update_or_create(station=station, defaults=known)
