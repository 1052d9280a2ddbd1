"""Which stations are open, now and by the hour, in the county's calendar and the reader's language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from django.utils import timezone
from django.utils.translation import gettext

from nuanfeng.kernel.calendar import day_kinds
from nuanfeng.kernel.errors import N_
from nuanfeng.modules.stations.models import Station
from nuanfeng.modules.stations.queries.doors import (
    NOTHING_KNOWN,
    DoorView,
    Place,
    door_states,
    door_view,
    evidence_of,
)
from nuanfeng.modules.stations.queries.exceptions import Exceptions, exceptions_from
from nuanfeng.modules.stations.rules.exceptions import hours_on, hours_with
from nuanfeng.modules.stations.rules.hours import (
    OpeningState,
    Spans,
    WorkCalendar,
    open_spans,
    opening_state,
    opens_by_hour,
)
from nuanfeng.modules.stations.rules.hours_sentence import (
    CLOSED_FOR_GOOD,
    PAUSED,
    Sentence,
    opening_sentence,
)

# Far enough for the next holiday that a place opens on, and back for a night that began yesterday.
DAYS_BACK, DAYS_AHEAD = 8, 400
SHUT_TODAY = N_("Shut today")
OUTSIDE_ITS_HOURS = N_("Open outside its usual hours")
StateWord = Literal["open", "closed", "unknown", "paused", "gone"]


@dataclass(frozen=True)
class OpeningView:
    """What to show of a place at one moment: a word for machines, a sentence for people, and the door.

    `word` is what the hours say unless the station or believed reports say otherwise. `door` is what
    the evidence says; None where a place is shut for longer.
    """

    word: StateWord
    sentence: str
    changes_at: datetime | None = None
    is_doubtful: bool = False
    door: DoorView | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is known to be open."""
        return self.word == "open"


def word_at(state: OpeningState, door: DoorView | None) -> StateWord:
    """What the hours say, unless the door itself says otherwise."""
    if door is not None:
        if door.state.because == "locked":
            return "unknown"
        if door.state.because == "shut":
            return "closed"
        if state.is_open is False and door.word != "closed":
            return "open"
    return "unknown" if state.is_open is None else "open" if state.is_open else "closed"


def sentence_at(state: OpeningState, door: DoorView | None, here: datetime) -> str:
    """When that changes, for whoever stands before it or sets out."""
    if door is not None and door.state.because == "shut":
        return gettext(SHUT_TODAY)
    if door is not None and state.is_open is False and door.word != "closed":
        return gettext(OUTSIDE_ITS_HOURS)
    return said(opening_sentence(state, here))


def use_now(state: OpeningState) -> tuple[int, float]:
    """How soon a place is of use, for sorting: open now, opens soon, hours unknown, shut for long."""
    if state.is_open is None:
        return 2, 0
    if state.is_open:
        return 0, 0
    return (3, 0) if state.changes_at is None else (1, state.changes_at.timestamp())


def said(sentence: Sentence) -> str:
    """A sentence in the reader's language."""
    return gettext(sentence.msgid) % dict(sentence.params)


def calendar_around(day: date) -> WorkCalendar:
    """The county's calendar for judging hours on a day and for a year after it."""
    return WorkCalendar.of(day_kinds(day - timedelta(days=DAYS_BACK), day + timedelta(days=DAYS_AHEAD)))


def open_spans_on(hours: str, day: date) -> Spans | None:
    """From when to when hours of any kind run on a local day; None where they cannot be read."""
    return open_spans(hours, day, calendar_around(day))


def opening_states(
    stations: Iterable[tuple[int, str, str]], *, now: datetime, exceptions: Exceptions | None = None
) -> dict[int, OpeningState]:
    """The state of each (id, hours, status); places that share their hours are judged once.

    Other hours for some days count, unless `exceptions` says which of them do.
    """
    here = timezone.localtime(now)
    calendar = calendar_around(here.date())
    if exceptions is None:
        exceptions = exceptions_from(here.date() - timedelta(days=1))
    known: dict[str, OpeningState] = {}
    states: dict[int, OpeningState] = {}
    for number, hours, status in stations:
        if status != "active":
            states[number] = OpeningState(is_open=False)
            continue
        hours = hours_with(hours, exceptions.get(number, ()))
        if hours not in known:
            known[hours] = opening_state(hours, here, calendar)
        states[number] = known[hours]
    return states


def opening_views(stations: Iterable[Station], *, now: datetime) -> Mapping[int, OpeningView]:
    """What to show for each station, by its number."""
    listed = list(stations)
    states = opening_states(((s.pk, s.hours, s.status) for s in listed), now=now)
    known, here = evidence_of(station.pk for station in listed), timezone.localtime(now)
    places = [Place(s.pk, s.hours_doubtful, s.verified_at or s.created_at) for s in listed]
    doors = {
        pk: door_view(door, known.get(pk, NOTHING_KNOWN), now=now)
        for pk, door in door_states(places, states, known, now=now).items()
    }
    return {station.pk: _view(station, states[station.pk], doors[station.pk], here) for station in listed}


def opening_of(station: Station, *, now: datetime) -> OpeningView:
    """What to show for one station."""
    return opening_views([station], now=now)[station.pk]


def hours_open_on(stations: Iterable[Station], day: date) -> dict[int, tuple[bool, ...] | None]:
    """For each station, in which of the 24 hours of a day it is open; None where nobody knows."""
    calendar, exceptions = calendar_around(day), exceptions_from(day - timedelta(days=1))
    known: dict[str, tuple[bool, ...] | None] = {}
    found: dict[int, tuple[bool, ...] | None] = {}
    for station in stations:
        hours = hours_on(station.hours, exceptions.get(station.pk, ()), day)
        if hours not in known:
            known[hours] = opens_by_hour(hours, day, calendar)
        found[station.pk] = (False,) * 24 if station.status != "active" else known[hours]
    return found


def open_spans_of(stations: Iterable[Station], day: date) -> dict[int, Spans | None]:
    """From when to when each station is open on a day, to the minute; None where nobody knows."""
    calendar, exceptions = calendar_around(day), exceptions_from(day - timedelta(days=1))
    known: dict[str, Spans | None] = {}
    found: dict[int, Spans | None] = {}
    for station in stations:
        hours = hours_on(station.hours, exceptions.get(station.pk, ()), day)
        if hours not in known:
            known[hours] = open_spans(hours, day, calendar)
        found[station.pk] = () if station.status != "active" else known[hours]
    return found


def stations_open_by_hour(day: date, *, station_ids: Iterable[int] | None = None) -> list[int]:
    """How many stations were or will be open in each of the 24 hours of a day, by their hours."""
    rows = Station.objects.filter(status="active")
    if station_ids is not None:
        rows = rows.filter(pk__in=list(station_ids))
    calendar, exceptions = calendar_around(day), exceptions_from(day - timedelta(days=1))
    known: dict[str, tuple[bool, ...]] = {}
    counts = [0] * 24
    for number, usual in rows.values_list("pk", "hours"):
        hours = hours_on(usual, exceptions.get(number, ()), day)
        if hours not in known:
            known[hours] = opens_by_hour(hours, day, calendar) or (False,) * 24
        counts = [count + is_open for count, is_open in zip(counts, known[hours], strict=True)]
    return counts


def _view(station: Station, state: OpeningState, door: DoorView, here: datetime) -> OpeningView:
    if station.status == "closed":
        return OpeningView("gone", gettext(CLOSED_FOR_GOOD))
    if station.status == "paused":
        return OpeningView("paused", gettext(PAUSED))
    sentence = sentence_at(state, door, here)
    return OpeningView(word_at(state, door), sentence, state.changes_at, station.hours_doubtful, door)
