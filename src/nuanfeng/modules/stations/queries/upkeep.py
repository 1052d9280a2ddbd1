"""What is due at a station today, what stands on its shelf, and who comes next."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Max, Q
from django.utils import timezone

from nuanfeng.modules.stations.models import (
    DoorEvidence,
    Duty,
    DutyDone,
    DutyTurn,
    HandOverNote,
    StationFacility,
    Supply,
)
from nuanfeng.modules.stations.queries.doors import service_day_began
from nuanfeng.modules.stations.rules.upkeep import (
    Round,
    Shelved,
    duties_due,
    facilities_gone_stale,
    is_expired,
    is_expiring,
)


@dataclass(frozen=True)
class ShelfLine:
    """A supply, and whether it is out of date."""

    supply: Supply
    is_expired: bool


@dataclass(frozen=True)
class Upkeep:
    """What one station asks of its people today."""

    duties: Sequence[Duty]
    down: Sequence[StationFacility]
    amiss: Sequence[Duty]
    running_out: Sequence[ShelfLine]
    notes: Sequence[HandOverNote]
    turn: DutyTurn | None
    is_door_answered: bool

    @property
    def is_done(self) -> bool:
        """Whether nothing here waits for anybody."""
        return self.is_door_answered and not (
            self.duties or self.down or self.amiss or self.running_out or self.notes
        )


def upkeep_of(station_id: int, *, now: datetime) -> Upkeep:
    """Only what is due; an empty one is a day that is done."""
    day, today = service_day_began(now).date(), timezone.localtime(now).date()
    held = list(
        StationFacility.objects.filter(station_id=station_id)
        .select_related("facility_type")
        .order_by("facility_type__rank", "facility_type__code")
    )
    notes = HandOverNote.objects.filter(station_id=station_id, read_at__isnull=True)
    amiss = DutyDone.objects.filter(station_id=station_id, day=day, is_fine=False, duty__facility_type=None)
    return Upkeep(
        _duties(station_id, held, day),
        [one for one in held if one.state != "working"],
        [done.duty for done in amiss.select_related("duty")],
        [line for line in shelf_of(station_id, today=today) if _runs_out(line, today)],
        list(notes.select_related("person").order_by("at")[:5]),
        next_turn(station_id, now=now),
        DoorEvidence.objects.filter(
            Q(said_open_at__gte=service_day_began(now)) | Q(said_closed_at__gte=service_day_began(now)),
            pk=station_id,
        ).exists(),
    )


def shelf_of(station_id: int, *, today: date) -> list[ShelfLine]:
    """What stands on the shelf, that which expires soonest first."""
    rows = Supply.objects.filter(station_id=station_id, ended_at__isnull=True)
    rows = rows.select_related("facility_type").order_by(F("expires_on").asc(nulls_last=True), "name", "pk")
    return [ShelfLine(row, is_expired(row.expires_on, today=today)) for row in rows]


def turns_of(station_id: int, *, now: datetime) -> list[DutyTurn]:
    """Turns that run or come, in their order; for the station's own people only."""
    rows = DutyTurn.objects.filter(station_id=station_id, ends_at__gt=now)
    return list(rows.select_related("person").order_by("starts_at")[:30])


def next_turn(station_id: int, *, now: datetime) -> DutyTurn | None:
    """The turn that begins next."""
    rows = DutyTurn.objects.filter(station_id=station_id, starts_at__gt=now)
    return rows.select_related("person").order_by("starts_at").first()


def stale_facilities(numbers: Iterable[int] | None, *, today: date) -> Mapping[int, set[int]]:
    """Per station the facility types of which only what is out of date is left. Most have none."""
    shelf = Supply.objects.filter(ended_at__isnull=True, facility_type__isnull=False)
    if numbers is not None:
        shelf = shelf.filter(station_id__in=list(numbers))
    suspects = shelf.filter(expires_on__lt=today).values("station_id")
    by_station: defaultdict[int, list[Shelved]] = defaultdict(list)
    rows = shelf.filter(station_id__in=suspects).order_by()
    for station, facility, day in rows.values_list("station_id", "facility_type_id", "expires_on"):
        by_station[station].append(Shelved(facility, day))
    stale = {station: facilities_gone_stale(held, today=today) for station, held in by_station.items()}
    return {station: gone for station, gone in stale.items() if gone}


def _duties(station_id: int, held: list[StationFacility], day: date) -> list[Duty]:
    working = [one.facility_type_id for one in held if one.state == "working"]
    rows = Duty.objects.filter(Q(facility_type=None) | Q(facility_type__in=working), is_active=True)
    known = {duty.code: duty for duty in rows}
    last = dict(
        DutyDone.objects.filter(station_id=station_id)
        .order_by()
        .values_list("duty__code")
        .annotate(last=Max("day"))
    )
    rounds = [Round(code, duty.every_days, duty.rank, last.get(code)) for code, duty in known.items()]
    return [known[due.code] for due in duties_due(rounds, today=day)]


def _runs_out(line: ShelfLine, today: date) -> bool:
    return is_expiring(line.supply.expires_on, today=today)
