"""Who may change a station, and who may work at one."""

from nuanfeng.kernel.errors import N_, Refusal
from nuanfeng.modules.organisations.api import refusal_to_act_for_county
from nuanfeng.modules.stations.models import DoorCounter, Station, StationStaff

ONLY_STATION_STAFF = Refusal("only_station_staff", N_("Only the staff of this station can do this."))
ONLY_MASTER_OR_COUNTY = Refusal(
    "only_master_or_county", N_("Only this station's master or county staff can do this.")
)
ONLY_MASTER = Refusal("only_master", N_("Only this station's master can do this."))

ONLY_OWN_COUNTER = Refusal("only_own_counter", N_("This counter does not belong to this station."))


def refusal_to_run_station(person: object, station: Station | int) -> Refusal | None:
    """None for a running master or volunteer of the station: scanning, stock, the day sheet."""
    return None if role_at(person, station) else ONLY_STATION_STAFF


def refusal_to_change_station(person: object, station: Station | int) -> Refusal | None:
    """None for county staff and for the station's own master: facilities, hours, confirmation."""
    if role_at(person, station) == "master":
        return None
    return ONLY_MASTER_OR_COUNTY if refusal_to_keep_stations(person) else None


def refusal_to_hang_poster(person: object, station: Station | int) -> Refusal | None:
    """None for the station's people and the county: the code on its wall counts visits."""
    return refusal_to_run_station(person, station) and refusal_to_keep_stations(person)


def refusal_to_tend_station(person: object, station: Station | int) -> Refusal | None:
    """None for the station's people and the county: other hours for some days, the door's codes."""
    return refusal_to_run_station(person, station) and refusal_to_keep_stations(person)


def refusal_to_keep_wireless(person: object, station: Station | int) -> Refusal | None:
    """None for the station's own master: nobody else sets a password there."""
    return None if role_at(person, station) == "master" else ONLY_MASTER


def refusal_to_count_at(counter: DoorCounter, station: Station | int) -> Refusal | None:
    """None for a counter that is trusted, at its own door."""
    place = station.pk if isinstance(station, Station) else station
    is_own = counter.station_id == place and counter.revoked_at is None
    return None if is_own else ONLY_OWN_COUNTER


def refusal_to_keep_stations(person: object) -> Refusal | None:
    """None for county staff and the command line: opening, closing and importing stations, staff."""
    return refusal_to_act_for_county(person)


def role_at(person: object, station: Station | int) -> str:
    """The person's running role at a station: "master", "volunteer", or an empty string."""
    number = getattr(person, "pk", None)
    place = station.pk if isinstance(station, Station) else station
    if number is None or not getattr(person, "is_active", False):
        return ""
    running = StationStaff.objects.filter(person_id=number, station_id=place, until__isnull=True)
    return running.values_list("role", flat=True).first() or ""
