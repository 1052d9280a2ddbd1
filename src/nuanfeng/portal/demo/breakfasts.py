"""Days of breakfasts that might have been: made from a seed, the same each time.

The one place that makes up history. It is written through `benefits.api.load_history`, a service
day at a time, because two million single use cases would take a night and would fill the audit
log with people who never were.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from random import Random
from uuid import UUID

from nuanfeng.modules.benefits.api import PastHandOut, PastMove, PastScreen, PastStock

SERVICE_DAY_STARTS_AT = time(3)
SHARE_OF_WORKERS_A_DAY = 0.24
# Saturday and Sunday are quieter, a rainy day is quieter still.
WEEK = (1.0, 1.02, 1.0, 0.98, 1.04, 0.88, 0.82)
GUESTS, VOIDS, ONCE_MORE, ANYWAY = 0.04, 0.006, 0.005, 0.008
SCREENS = {"already": 0.02, "not_ours": 0.006, "outside_time": 0.004, "expired": 0.003,
           "other_county": 0.001, "revoked": 0.0005}  # fmt: skip


@dataclass(frozen=True)
class Point:
    """A table: its station, who minds it, how much goes there, whether people come at night."""

    station_id: int
    master_id: int
    weight: float
    serves_at_night: bool


@dataclass(frozen=True)
class Menu:
    """What people take, as (items with quantities) beside how often."""

    choices: Sequence[dict[int, int]]
    weights: Sequence[float]


@dataclass
class ServiceDay:
    """One day's rows, ready to be loaded."""

    service_date: date
    hand_outs: list[PastHandOut] = field(default_factory=list)
    screens: list[PastScreen] = field(default_factory=list)
    stock: list[PastStock] = field(default_factory=list)


def time_ordered_id(at: datetime, random: Random) -> UUID:
    """A UUIDv7 of a moment in the past, from the seed and not from the machine."""
    moment = int(at.timestamp() * 1000)
    bits = random.getrandbits(74)
    return UUID(int=moment << 80 | 7 << 76 | (bits >> 62) << 64 | 0b10 << 62 | bits & (1 << 62) - 1)


class Season:
    """The days of one county with its tables, its menu and its people."""

    def __init__(
        self, *, points: Sequence[Point], menu: Menu, people: Sequence[int], zone: tzinfo, seed: int
    ) -> None:
        self.points, self.menu, self.people, self.zone, self.seed = points, menu, people, zone, seed

    def day(self, service_date: date, *, until: datetime) -> ServiceDay:
        """What happened on a service day up to a moment; a day that is over also has its count."""
        random = Random(f"{self.seed}:{service_date}")
        made = ServiceDay(service_date)
        for row in self._hand_outs(service_date, random):
            if row.at < until:
                made.hand_outs.append(row)
        made.screens = [screen for screen in self._screens(made.hand_outs, random) if screen.at < until]
        made.stock = list(self._stock(made, random, is_over=self._begin(service_date, 24) <= until))
        return made

    def _begin(self, service_date: date, hours: float = 0) -> datetime:
        here = datetime.combine(service_date, SERVICE_DAY_STARTS_AT, tzinfo=self.zone)
        return here + timedelta(hours=hours)

    def _hand_outs(self, service_date: date, random: Random) -> Iterator[PastHandOut]:
        mood = (
            WEEK[service_date.weekday()] * random.uniform(0.9, 1.06) * (0.75 if random.random() < 0.12 else 1)
        )
        served = random.sample(self.people, round(len(self.people) * SHARE_OF_WORKERS_A_DAY * mood))
        tables = random.choices(self.points, [point.weight for point in self.points], k=len(served))
        for person, table in zip(served, tables, strict=True):
            at = self._moment(service_date, table, random)
            yield from self._one_person(person, table, at, random)
        for table in random.choices(self.points, k=round(len(served) * GUESTS)):
            at = self._moment(service_date, table, random)
            yield self._row("guest", None, table, at, random)

    def _one_person(self, person: int, table: Point, at: datetime, random: Random) -> Iterator[PastHandOut]:
        draw = random.random()
        if draw < VOIDS:  # a slip of the finger, undone, and then done right
            undone = at - timedelta(seconds=random.randrange(60, 90))
            yield self._row("void", person, table, undone, random, voided_at=at - timedelta(seconds=40))
        reason = "code_broken" if draw > 1 - ANYWAY else ""
        yield self._row("counted", person, table, at, random, reason=reason)
        if VOIDS < draw < VOIDS + ONCE_MORE:
            later = at + timedelta(minutes=random.randrange(2, 50))
            yield self._row("extra", person, table, later, random, reason="hungry")

    def _row(
        self,
        status: str,
        person: int | None,
        table: Point,
        at: datetime,
        random: Random,
        *,
        reason: str = "",
        voided_at: datetime | None = None,
    ) -> PastHandOut:
        (items,) = random.choices(self.menu.choices, self.menu.weights)
        return PastHandOut(
            time_ordered_id(at, random), table.station_id, person, table.master_id, status,
            bool(reason), reason, at, items, voided_at,
        )  # fmt: skip

    def _moment(self, service_date: date, table: Point, random: Random) -> datetime:
        """Most come between half past six and nine; night riders between ten and half past two."""
        if table.serves_at_night and random.random() < 0.18:
            return self._begin(service_date, random.uniform(19, 23.4))
        return self._begin(service_date, random.triangular(3.5, 6, 4.4))

    def _screens(self, hand_outs: Sequence[PastHandOut], random: Random) -> Iterator[PastScreen]:
        for row in hand_outs:
            if row.status == "extra":
                yield self._screen("already", row, row.at - timedelta(seconds=9), random)
        for outcome, share in SCREENS.items():
            count = _whole(len(hand_outs) * share, random)
            for row in random.choices(hand_outs, k=count) if hand_outs else ():
                yield self._screen(
                    outcome, row, row.at + timedelta(seconds=random.randrange(90, 900)), random
                )

    def _screen(self, outcome: str, row: PastHandOut, at: datetime, random: Random) -> PastScreen:
        return PastScreen(time_ordered_id(at, random), row.station_id, outcome, at)

    def _stock(self, made: ServiceDay, random: Random, *, is_over: bool) -> Iterator[PastStock]:
        handed: dict[tuple[int, int], int] = defaultdict(int)
        for row in made.hand_outs:
            if row.status != "void":
                for item, quantity in row.items.items():
                    handed[row.station_id, item] += quantity
        share = {item: sum(_taken(self.menu, item)) for item in self._items()}
        crowd = len(self.people) * SHARE_OF_WORKERS_A_DAY / sum(point.weight for point in self.points)
        for point in self.points:
            for item in self._items():
                taken = handed[point.station_id, item]
                # Kitchens know their crowd. Today's tables are laid generously: whoever tries the
                # demo should find something.
                wanted = taken * random.uniform(0.96, 1.1) if is_over else crowd * point.weight * share[item]
                yield self._item_day(made.service_date, point, item, wanted, taken, random, is_over)

    def _items(self) -> list[int]:
        return sorted({item for choice in self.menu.choices for item in choice})

    def _item_day(
        self, day: date, point: Point, item: int, wanted: float, taken: int, random: Random, is_over: bool
    ) -> PastStock:
        opening = _round_up(wanted + (2 if is_over else 20))
        moves = []
        if opening < taken:
            more = _round_up(taken - opening + 3)
            delivered = self._begin(day, 4.2)
            moves.append(PastMove("in", more, "加送一次", delivered, point.master_id))
        left = opening + sum(move.quantity for move in moves) - taken
        closed_at = None
        if is_over:
            closed_at = self._begin(day, 23.6 if point.serves_at_night else 6.6)
            moves += _evening(left, closed_at, point, random)
        # Whoever starts the demo before breakfast finds the tables laid all the same.
        opened_at = self._begin(day, 2.9 if is_over else 0)
        return PastStock(point.station_id, item, opening, opened_at, closed_at, moves)


def _evening(left: int, closed_at: datetime, point: Point, random: Random) -> Iterator[PastMove]:
    """A count that now and then differs by one or two, and the rest given up."""
    if left and random.random() < 0.06:
        difference = -random.randrange(1, min(left, 2) + 1)
        left += difference
        yield PastMove("recount", difference, "收摊清点", closed_at - timedelta(minutes=4), point.master_id)
    if left:
        yield PastMove("waste", left, "当天没领完", closed_at - timedelta(minutes=1), point.master_id)


def _taken(menu: Menu, item: int) -> Iterator[float]:
    whole = sum(menu.weights)
    for choice, weight in zip(menu.choices, menu.weights, strict=True):
        yield choice.get(item, 0) * weight / whole


def _round_up(quantity: float) -> int:
    return -(-int(quantity) // 5) * 5


def _whole(expected: float, random: Random) -> int:
    """A whole number with this mean, so that small counties also see rare things now and then."""
    return int(expected) + (random.random() < expected % 1)
