"""How somebody gets in: the public sentence, the day's door code, the Wi-Fi for those who mind the place."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext

from nuanfeng.kernel.errors import N_
from nuanfeng.kernel.secrets import decrypt, keyed_digest
from nuanfeng.modules.stations.models import Station, WirelessNetwork
from nuanfeng.modules.stations.queries.exceptions import days_in_words
from nuanfeng.modules.stations.rules.door_codes import code_day, code_from, code_text, grouped

WIRELESS_PURPOSE = "stations.wireless"
WAYS_IN = {
    "staffed": N_("Walk in while it is open: somebody is here."),
    "key": N_("You need the key."),
    "appointment": N_("Call first; somebody comes and opens."),
    "door_code": N_("Let yourself in with today’s door code."),
}


@dataclass(frozen=True)
class DoorCode:
    """The digits of one day."""

    day: date
    code: str
    is_today: bool = False

    @property
    def words(self) -> str:
        """The day as people say it."""
        return days_in_words(self.day, self.day)


@dataclass(frozen=True)
class Wireless:
    """A station's Wi-Fi, readable; for its own people alone."""

    name: str
    password: str
    changed_at: datetime


def way_in(station: Station) -> str:
    """One sentence: what to do to get in, with what the station adds to it."""
    sentence = gettext(WAYS_IN[station.access])
    return f"{sentence} {station.access_note}" if station.access_note else sentence


def door_code_of(station_id: int, *, now: datetime) -> DoorCode:
    """The code that opens this door now."""
    day = code_day(timezone.localtime(now))
    return DoorCode(day, _code(station_id, day), is_today=True)


def stations_with_door_code() -> list[Station]:
    """The places in use whose door opens with a code, by name."""
    kept = Station.objects.filter(status="active", access="door_code")
    return list(kept.order_by("name", "pk"))


def door_codes_around(station_id: int, *, now: datetime) -> list[DoorCode]:
    """Yesterday's and those of the seven days from today, for whoever sets the lock."""
    today = code_day(timezone.localtime(now))
    days = [today + timedelta(days=ahead) for ahead in range(-1, 7)]
    return [DoorCode(day, _code(station_id, day), day == today) for day in days]


def wireless_of(station_id: int) -> Wireless | None:
    """The Wi-Fi as its poster shows it; None where none is kept."""
    kept = WirelessNetwork.objects.filter(pk=station_id).first()
    if kept is None:
        return None
    return Wireless(kept.name, decrypt(kept.password_encrypted, purpose=WIRELESS_PURPOSE), kept.changed_at)


def _code(station_id: int, day: date) -> str:
    return grouped(code_from(keyed_digest(code_text(station_id, day), purpose="stations.door_code")))
