"""The list of stations as the office works with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from nuanfeng.kernel.audit import name_of
from nuanfeng.kernel.errors import N_
from nuanfeng.kernel.models import AuditEntry
from nuanfeng.kernel.xlsx import Sheet, Value
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations.models import Station
from nuanfeng.modules.stations.queries.opening import opening_states
from nuanfeng.modules.stations.queries.public import StationCard, station_cards
from nuanfeng.modules.stations.queries.search import stations_matching

# A record that nobody looked at for this long is to be looked at.
STALE_DAYS = 90
TABS = {
    "all": N_("All"),
    "open": N_("Open now"),
    "unknown": N_("Hours unknown"),
    "doubtful": N_("Hours doubtful"),
    "stale": N_("Not checked for long"),
    "nowhere": N_("No point"),
    "paused": N_("Paused"),
    "closed": N_("Closed for good"),
}
KINDS = {
    "rider_home": N_("Rider home"),
    "driver_home": N_("Driver home"),
    "partner": N_("Partner station"),
}
SPACES = {
    "service_area": N_("Service area"),
    "hall": N_("One-stop hall"),
    "driver_station": N_("Driver station"),
    "activity_room": N_("Activity room"),
}

DONE = {
    "open_station": N_("opened"),
    "change_station": N_("changed"),
    "pause_station": N_("shut for the time being"),
    "close_station": N_("closed for good"),
    "reopen_station": N_("opened again"),
    "confirm_station": N_("checked"),
    "tap_opening": N_("said that the door is open, or shut today"),
    "mark_facility": N_("said what works and what does not"),
    "settle_report": N_("settled what people said of a place"),
}
FIELD_WORDS = {
    "name": N_("name"),
    "name_en": N_("name"),
    "aliases": N_("name"),
    "kind": N_("kind"),
    "address": N_("address"),
    "area": N_("town"),
    "organisation": N_("owner"),
    "latitude": N_("point"),
    "longitude": N_("point"),
    "phone": N_("phone"),
    "hours": N_("hours"),
    "hours_text": N_("hours"),
    "hours_doubtful": N_("hours"),
    "facilities": N_("facilities"),
    "spaces": N_("spaces"),
    "source": N_("source"),
}


@dataclass(frozen=True)
class DeskFilter:
    """What the office looks for."""

    q: str = ""
    kind: str = ""
    area: str = ""
    facility: str = ""
    tab: str = "all"


def desk_numbers(wanted: DeskFilter, *, now: datetime) -> tuple[list[int], dict[str, int]]:
    """The numbers of the stations on the chosen tab in the order of their names, and every tab's count."""
    rows = list(_matching(wanted).order_by("name", "pk").values_list(*_FIELDS))
    states = opening_states(((row[0], row[1], row[2]) for row in rows), now=now)
    tabs: dict[str, list[int]] = {tab: [] for tab in TABS}
    for row in rows:
        for tab in _tabs_of(row, is_open=states[row[0]].is_open is True, now=now):
            tabs[tab].append(row[0])
    return tabs.get(wanted.tab, tabs["all"]), {tab: len(numbers) for tab, numbers in tabs.items()}


def _tabs_of(row: tuple[Any, ...], *, is_open: bool, now: datetime) -> list[str]:
    _number, hours, status, is_doubtful, latitude, verified_at = row
    if status == "closed":
        return ["closed"]
    if status == "paused":
        return ["all", "paused"]
    is_stale = verified_at is None or verified_at < now - timedelta(days=STALE_DAYS)
    belongs = {
        "all": True,
        "open": is_open,
        "unknown": not hours,
        "doubtful": is_doubtful,
        "stale": is_stale,
        "nowhere": latitude is None,
    }
    return [tab for tab, is_so in belongs.items() if is_so]


@dataclass(frozen=True)
class HistoryLine:
    """Something that was done to a station."""

    at: datetime
    words: str
    by: str


def history_of(station: Station) -> list[HistoryLine]:
    """Who did what to a station, the latest first; what anybody said at its door stands elsewhere."""
    entries = AuditEntry.objects.filter(
        subject=name_of(station), action__in=[f"stations.{done}" for done in DONE]
    ).order_by("-at", "-pk")[:20]
    people = Person.objects.in_bulk(
        [int(number) for entry in entries if (number := entry.actor.partition(":")[2]).isdecimal()]
    )
    return [HistoryLine(entry.at, _done_words(entry), _by_words(entry.actor, people)) for entry in entries]


def _done_words(entry: AuditEntry) -> str:
    words = gettext(DONE.get(entry.action.partition(".")[2], entry.action))
    fields = [gettext(FIELD_WORDS.get(name, name)) for name in entry.details.get("fields", [])]
    listed = gettext(", ").join(dict.fromkeys(fields))
    return f"{words} ({listed})" if listed else words


def _by_words(actor: str, people: Mapping[int, Person]) -> str:
    kind, _colon, number = actor.partition(":")
    if kind == "command_line":
        return gettext("command line")
    if not number.isdecimal():
        return gettext("the system")
    person = people.get(int(number))
    if person is None or person.erased_at:
        return gettext("somebody whose account is erased")
    return person.nickname or gettext("somebody without a nickname")


def sheet_of(numbers: Sequence[int], *, unit: str, now: datetime) -> Sheet:
    """The list as it stands, for Excel and WPS; its columns can be imported again."""
    header = [
        gettext(word)
        for word in (
            N_("No."), N_("Name of the station"), N_("Kind"), N_("Town"), N_("Address"), N_("Longitude"),
            N_("Latitude"), N_("Phone"), N_("Opening hours"), N_("Facilities"), N_("State"), N_("Checked on"),
        )
    ]  # fmt: skip
    cards = station_cards(numbers, now=now)
    rows = (_sheet_row(place, card) for place, card in enumerate(cards, 1))
    return Sheet(
        gettext("Stations"), header, rows, title=gettext("List of stations"), unit=unit, is_landscape=True
    )


_FIELDS = ("pk", "hours", "status", "hours_doubtful", "latitude", "verified_at")


def _matching(wanted: DeskFilter) -> QuerySet[Station]:
    rows = Station.objects.all()
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.area:
        rows = rows.filter(Q(area__code=wanted.area) | Q(area__parent__code=wanted.area))
    if wanted.facility:
        rows = rows.filter(facilities__facility_type__code=wanted.facility)
    return stations_matching(rows, wanted.q)


def _sheet_row(place: int, card: StationCard) -> list[Value]:
    station = card.station
    return [
        place,
        station.name,
        gettext(KINDS[station.kind]),
        str(station.area or ""),
        station.address,
        station.longitude,
        station.latitude,
        station.phone,
        station.hours_text or station.hours,
        gettext(", ").join(str(held) for held in card.facilities),
        card.opening.sentence,
        station.verified_at.date() if station.verified_at else None,
    ]
