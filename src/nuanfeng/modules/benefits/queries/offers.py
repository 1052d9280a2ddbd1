"""What a station hands out, and what is left of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import connection
from django.utils import timezone

from nuanfeng.modules.benefits.models import Item, PickupPoint, Programme, StockDay
from nuanfeng.modules.benefits.rules.choices import Offered
from nuanfeng.modules.benefits.rules.days import Serving, service_date, serving
from nuanfeng.modules.benefits.rules.periods import Rule, period_start, rule_on
from nuanfeng.modules.stations.api import open_spans_on


@dataclass(frozen=True, slots=True)
class Offer:
    """A programme as one station hands it out: what rules need to judge a hand-out."""

    programme_id: int
    service_day_starts_at: time
    starts_on: date
    ends_on: date | None
    is_active: bool
    items: Mapping[str, Offered]
    rules: Sequence[Rule] = ()
    late_from: time | None = None

    def rule_on(self, day: date) -> Rule:
        """The version in force on a service day."""
        return rule_on(self.rules, day)

    def period_of(self, day: date) -> date:
        """The first day of the period in which a hand-out of this service day counts."""
        return period_start(self.rules, day)

    def day_of(self, moment: datetime) -> date:
        """The service day on which a moment falls, in the county's zone."""
        return service_date(timezone.localtime(moment), self.service_day_starts_at)


@dataclass(frozen=True, slots=True)
class TableItem:
    """One thing on the table. `remaining` is None where today's stock was not opened."""

    item: Item
    opening: int | None
    remaining: int | None
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A programme at a station on one service day. `serving` is None where its hours are not known."""

    station_id: int
    programme: Programme
    service_date: date
    items: list[TableItem]
    serving: Serving | None

    @property
    def is_open(self) -> bool:
        """Whether somebody counted portions this morning and has not yet counted what is left."""
        return any(item.remaining is not None and not item.is_closed for item in self.items)


# Asked for every hand-out, where the ORM would take ten times as long as the database.
_OFFER = """
    SELECT p.id, p.service_day_starts_at, p.starts_on, p.ends_on, p.is_active, p.late_from,
        i.code, i.id, i.quantity_max
    FROM benefits_pickuppoint pp
    JOIN benefits_programme p ON p.id = pp.programme_id
    LEFT JOIN benefits_item i ON i.programme_id = p.id AND i.is_active
    WHERE pp.station_id = %s AND pp.is_active AND p.code = %s
"""


def offer_at(station_id: int, programme: str) -> Offer | None:
    """What a station offers of a programme (by its code), in one query; None where it does not."""
    with connection.cursor() as cursor:
        cursor.execute(_OFFER, [station_id, programme])
        rows = cursor.fetchall()
    return _offer(rows, rules_of([rows[0][0]])) if rows else None


# What was on the table may have been taken off it since, and the station may hand it out no more.
_EVER_OFFERED = """
    SELECT p.code, p.id, p.service_day_starts_at, p.starts_on, p.ends_on, p.is_active, p.late_from,
        i.code, i.id, i.quantity_max
    FROM benefits_programme p
    JOIN benefits_pickuppoint pp ON pp.programme_id = p.id
    LEFT JOIN benefits_item i ON i.programme_id = p.id
    WHERE pp.station_id = %s
"""


def ever_offered_at(station_id: int) -> dict[str, Offer]:
    """Everything that the station hands out or once did, by the programme's code, in one query."""
    rows: dict[str, list[Any]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_EVER_OFFERED, [station_id])
        for code, *row in cursor.fetchall():
            rows.setdefault(code, []).append(row)
    rules = rules_of([found[0][0] for found in rows.values()])
    return {code: _offer(found, rules) for code, found in rows.items()}


def rules_of(programme_ids: Iterable[int]) -> dict[int, list[Rule]]:
    """Every version of these programmes' rules, by rising first day, in one query."""
    rules: dict[int, list[Rule]] = {pk: [] for pk in programme_ids}
    if not rules:
        return rules
    places = ", ".join(["%s"] * len(rules))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT programme_id, starts_on, period, kinds_of_work FROM benefits_programmerule"
            f" WHERE programme_id IN ({places}) ORDER BY starts_on",
            list(rules),
        )
        for pk, starts_on, period, kinds in cursor.fetchall():
            begins = date.fromisoformat(starts_on) if isinstance(starts_on, str) else starts_on
            rules[pk].append(Rule(begins, period, tuple(kinds.split())))
    return rules


def _offer(rows: Sequence[Sequence[Any]], rules: Mapping[int, Sequence[Rule]]) -> Offer:
    items = {code: Offered(pk, most) for *_rest, code, pk, most in rows if code is not None}
    programme_id, starts_at, starts_on, ends_on, is_active, late_from, *_item = rows[0]
    if isinstance(starts_on, str):  # SQLite keeps days and times as text
        starts_at, starts_on = time.fromisoformat(starts_at), date.fromisoformat(starts_on)
        ends_on = date.fromisoformat(ends_on) if ends_on else None
        late_from = time.fromisoformat(late_from) if late_from else None
    return Offer(
        programme_id, starts_at, starts_on, ends_on, bool(is_active), items, rules[programme_id], late_from
    )


def running_programmes(*, now: datetime) -> list[Programme]:
    """The programmes that run on their service day of this moment, with their items."""
    programmes = Programme.objects.filter(is_active=True).prefetch_related("items")
    return [programme for programme in programmes if _runs(programme, day_of(programme, now))]


def day_of(programme: Programme, moment: datetime) -> date:
    """The service day of a programme on which a moment falls."""
    return service_date(timezone.localtime(moment), programme.service_day_starts_at)


def serving_of(programme: Programme, now: datetime) -> Serving | None:
    """When the programme is served today; None where its hours are not known."""
    spans = open_spans_on(programme.serving_hours, timezone.localtime(now).date())
    return None if spans is None else serving(timezone.localtime(now), spans)


def tables_of(station_ids: Iterable[int], *, now: datetime) -> list[Table]:
    """Every table of these stations today, by station and programme."""
    points = PickupPoint.objects.filter(station_id__in=list(station_ids), is_active=True)
    running = {programme.pk: programme for programme in running_programmes(now=now)}
    wanted = points.filter(programme_id__in=running).order_by("station_id", "programme__code")
    pairs = list(wanted.values_list("station_id", "programme_id"))
    days = {pk: day_of(programme, now) for pk, programme in running.items()}
    stock = _stock({station for station, _ in pairs}, set(days.values()))
    return [_table(station, running[pk], days[pk], stock, now) for station, pk in pairs]


def table_at(station_id: int, programme: Programme, *, service_date: date, now: datetime) -> Table:
    """One programme's table at one station on a service day."""
    return _table(station_id, programme, service_date, _stock({station_id}, {service_date}), now)


def _runs(programme: Programme, day: date) -> bool:
    return programme.starts_on <= day and (programme.ends_on is None or day <= programme.ends_on)


_Stock = Mapping[tuple[int, int, date], StockDay]


def _stock(stations: set[int], days: set[date]) -> _Stock:
    rows = StockDay.objects.filter(station_id__in=stations, service_date__in=days)
    return {(row.station_id, row.item_id, row.service_date): row for row in rows}


def _table(station_id: int, programme: Programme, day: date, stock: _Stock, now: datetime) -> Table:
    items = [
        _on_table(item, stock.get((station_id, item.pk, day)))
        for item in programme.items.all()
        if item.is_active
    ]
    return Table(station_id, programme, day, items, serving_of(programme, now))


def _on_table(item: Item, stock: StockDay | None) -> TableItem:
    if stock is None:
        return TableItem(item, None, None, is_closed=False)
    return TableItem(item, stock.opening, stock.lying, is_closed=stock.closed_at is not None)
