"""What is true at each door, in the reader's words: evidence and hours put together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from nuanfeng.kernel.errors import N_
from nuanfeng.modules.stations.models import DoorEvidence
from nuanfeng.modules.stations.rules.door import STAFF_SIGN_HOLDS, DoorFacts, DoorState, door_state
from nuanfeng.modules.stations.rules.hours import OpeningState

# A service day begins at 03:00: what is said in the night belongs to the evening before.
DAY_BEGINS = time(3)
ALIVE = {
    "hand_out": N_("somebody was served here %(ago)s"),
    "visit": N_("somebody was here %(ago)s"),
    "opened": N_("the station opened it %(ago)s"),
}
GROUNDS = {
    "hours": N_("by its hours"),
    "stale": N_("nobody has confirmed it for a long time"),
    "doubtful": N_("its hours are not checked"),
    "unknown": N_("its hours are not known"),
    "heard": N_("one person found it locked %(ago)s"),
    "locked": N_("people found it locked %(ago)s"),
    "shut": N_("the station says it is shut today"),
    "outside": "",
}
# Whoever entered a place looked at it; a month later somebody should have looked again.
CONFIRMED_AT = Coalesce("verified_at", "created_at")
EVIDENCE = (
    "active_at", "active_kind", "said_open_at", "said_closed_at", "heard_locked_at", "locked_since",
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """What the rule needs of a station besides its evidence."""

    pk: int
    is_doubtful: bool
    confirmed_at: datetime | None


@dataclass(frozen=True)
class Evidence:
    """The evidence of one door as plain values."""

    active_at: datetime | None = None
    active_kind: str = ""
    said_open_at: datetime | None = None
    said_closed_at: datetime | None = None
    heard_locked_at: datetime | None = None
    locked_since: datetime | None = None


NOTHING_KNOWN = Evidence()


@dataclass(frozen=True)
class DoorView:
    """A door as people read it: one of four words, and what it rests on."""

    state: DoorState
    ground: str = field(default="")

    @property
    def word(self) -> str:
        """open, likely, unsure or closed."""
        return self.state.word

    @property
    def news(self) -> str:
        """The ground where it says more than the hours beside it."""
        return "" if self.state.because == "hours" else self.ground

    @property
    def percent(self) -> int:
        """How sure, of 100."""
        return round(self.state.worth * 100)


def service_day_began(now: datetime) -> datetime:
    """The last 03:00 in the county."""
    here = timezone.localtime(now)
    day = here.date() - timedelta(days=1) if here.time() < DAY_BEGINS else here.date()
    return timezone.make_aware(datetime.combine(day, DAY_BEGINS))


def evidence_of(numbers: Iterable[int] | None = None) -> dict[int, Evidence]:
    """The kept evidence of these stations, or of all: one query, plain values."""
    rows = DoorEvidence.objects.all()
    if numbers is not None:
        rows = rows.filter(pk__in=list(numbers))
    return {pk: Evidence(*known) for pk, *known in rows.values_list("pk", *EVIDENCE)}


def door_states(
    places: Iterable[Place],
    by_hours: Mapping[int, OpeningState],
    evidence: Mapping[int, Evidence],
    *,
    now: datetime,
) -> dict[int, DoorState]:
    """The state of each door by the written rule."""
    began = service_day_began(now)
    return {
        place.pk: door_state(
            _facts(place, by_hours[place.pk], evidence.get(place.pk, NOTHING_KNOWN)),
            now=now,
            service_day_began=began,
        )
        for place in places
    }


def door_view(state: DoorState, known: Evidence, *, now: datetime) -> DoorView:
    """The same state with its ground as a sentence."""
    if state.because == "alive":
        sentence = ALIVE.get(known.active_kind, ALIVE["visit"])
    else:
        sentence = GROUNDS[state.because]
    ago = ago_words(state.since, now) if state.since else ""
    return DoorView(state, gettext(sentence) % {"ago": ago} if sentence else "")


def doors_unlike_their_hours(*, now: datetime) -> dict[int, Evidence]:
    """The few doors whose evidence may say otherwise than their hours."""
    since = now - STAFF_SIGN_HOLDS
    rows = DoorEvidence.objects.filter(
        Q(locked_since__isnull=False)
        | Q(said_closed_at__gte=service_day_began(now))
        | Q(said_open_at__gte=since)
        | Q(active_kind="hand_out", active_at__gte=since)
    )
    return {pk: Evidence(*known) for pk, *known in rows.values_list("pk", *EVIDENCE)}


def ago_words(at: datetime, now: datetime) -> str:
    """`just now`, `12 minutes ago`, `3 hours ago`, or the day."""
    minutes = int((now - at).total_seconds() // 60)
    if minutes < 1:
        return gettext("just now")
    if minutes < 60:
        return ngettext("%(count)s minute ago", "%(count)s minutes ago", minutes) % {"count": minutes}
    hours = minutes // 60
    if hours < 24:
        return ngettext("%(count)s hour ago", "%(count)s hours ago", hours) % {"count": hours}
    days = hours // 24
    return ngettext("%(count)s day ago", "%(count)s days ago", days) % {"count": days}


def _facts(place: Place, state: OpeningState, known: Evidence) -> DoorFacts:
    return DoorFacts(
        is_open_by_hours=state.is_open,
        is_doubtful=place.is_doubtful,
        confirmed_at=place.confirmed_at,
        active_at=known.active_at,
        active_kind=known.active_kind,
        said_open_at=known.said_open_at,
        said_closed_at=known.said_closed_at,
        heard_locked_at=known.heard_locked_at,
        locked_since=known.locked_since,
    )
