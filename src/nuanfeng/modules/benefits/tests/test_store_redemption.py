"""The one statement that keeps a hand-out says and writes what the plain ORM would, whatever came before."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db.models import F, Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nuanfeng.kernel import audit
from nuanfeng.kernel.db import bookkeeping, unit_of_work
from nuanfeng.kernel.models import AuditEntry
from nuanfeng.modules.benefits.models import Item, Programme, Redemption, RedemptionLine, StockDay
from nuanfeng.modules.benefits.tests.builders import (
    BREAKFAST_TIME,
    a_programme,
    a_rider,
    a_station_with_breakfast,
    at,
)
from nuanfeng.modules.benefits.usecases import close_stock
from nuanfeng.modules.benefits.usecases.store_redemption import NewRedemption, StockLeft, store_redemption
from nuanfeng.modules.stations.tests.builders import a_county_clerk

pytestmark = pytest.mark.django_db

Store = Callable[..., tuple[bool, list[StockLeft]]]


def store_plainly(*, new: NewRedemption) -> tuple[bool, list[StockLeft]]:
    """What store_redemption does, in the words of the ORM: slow, and easy to check by reading."""
    lines = [StockLeft(item, quantity, _left(new, item)) for item, quantity in new.lines]
    if any(line.is_short for line in lines) and not new.gave_anyway:
        return False, lines
    same_day = {"person_id": new.person_id, "programme_id": new.programme_id}
    same = Q(service_date=new.service_date) | Q(period_start=new.period_start)
    served = Redemption.objects.filter(same, status="counted", **same_day)
    if Redemption.objects.filter(pk=new.id).exists():
        return False, lines
    if new.status == "counted" and new.person_id is not None and served.exists():
        return False, lines
    fields = {name: getattr(new, name) for name in NewRedemption.__slots__}
    for name in ("lines", "actor", "action"):
        fields.pop(name)
    kept = Redemption.objects.create(**fields, changed_at=new.received_at)
    for line in lines:
        RedemptionLine.objects.create(
            redemption=kept,
            item_id=line.item_id,
            quantity=line.quantity,
            beyond_stock=line.quantity - line.taken,
        )
        if line.taken:
            _rows(new, line.item_id).update(remaining=F("remaining") - line.taken)
    audit.record(actor=new.actor, action=new.action, subject=kept, at=new.received_at)
    return True, lines


def _rows(new: NewRedemption, item: int):
    return StockDay.objects.filter(station_id=new.station_id, service_date=new.service_date, item_id=item)


def _left(new: NewRedemption, item: int) -> int | None:
    stock = _rows(new, item).first()
    if stock is None:
        return None
    return 0 if stock.closed_at else stock.remaining


class _Undo(Exception):
    """Ends a history without keeping it."""


@contextmanager
def undone_afterwards() -> Iterator[None]:
    """Whatever is written inside is gone afterwards."""
    try:
        with bookkeeping():
            yield
            raise _Undo
    except _Undo:
        pass


def everything_kept() -> list[list[tuple]]:
    """All rows that a hand-out writes or changes, in an order of their own."""
    return [
        list(Redemption.objects.order_by("pk").values_list()),
        list(RedemptionLine.objects.order_by("redemption", "item").values_list(*LINE)),
        list(StockDay.objects.order_by("pk").values_list()),
        list(AuditEntry.objects.order_by("subject", "at").values_list("at", "actor", "action", "subject")),
    ]


LINE = ("redemption", "item", "quantity", "beyond_stock")


def tell(history: list[NewRedemption], store: Store) -> tuple[list, list]:
    """What is answered to each and what is there at the end."""
    answers = []
    with undone_afterwards():
        for new in history:
            with unit_of_work():
                is_stored, lines = store(new=new)
            answers.append(
                (is_stored, sorted((line.item_id, line.quantity, line.remaining) for line in lines))
            )
        kept = everything_kept()
    return answers, kept


@pytest.fixture
def tables():
    """Four tables: plenty; nearly empty; one item never counted; closed for the day."""
    a_programme()
    stations = [
        a_station_with_breakfast("满桌", buns=100, milks=100),
        a_station_with_breakfast("快没了", buns=3, milks=1),
        a_station_with_breakfast("没数豆浆", buns=2, milks=None),
        a_station_with_breakfast("收摊了", buns=5, milks=5),
    ]
    close_stock(
        station_id=stations[3].pk, programme="breakfast", counted={}, actor=a_county_clerk(), now=at(6, 30)
    )
    riders = [a_rider(f"骑手{n}") for n in range(3)]
    items = list(Item.objects.order_by("pk").values_list("pk", flat=True))
    return stations, riders, items, Programme.objects.get()


numbers = st.integers(0, 9)
hand_outs = st.fixed_dictionaries(
    {
        "number": numbers,
        "station": st.integers(0, 3),
        "rider": st.integers(0, 2),
        "status": st.sampled_from(["counted", "extra", "guest"]),
        "gave_anyway": st.booleans(),
        "quantities": st.tuples(st.integers(0, 2), st.integers(0, 2)).filter(any),
        "next_day": st.booleans(),
        "is_weekly": st.booleans(),
    }
)


def as_new(made: dict, place: int, tables) -> NewRedemption:
    """A hand-out of a generated history."""
    stations, riders, items, programme = tables
    moment = BREAKFAST_TIME + timedelta(seconds=place)
    day = date(2026, 10, 10 if made["next_day"] else 9)
    lines = [(item, n) for item, n in zip(items, made["quantities"], strict=True) if n]
    return NewRedemption(
        id=UUID(int=made["number"] + 1),
        station_id=stations[made["station"]].pk,
        programme_id=programme.pk,
        service_date=day,
        period_start=date(2026, 10, 5) if made["is_weekly"] else day,
        person_id=None if made["status"] == "guest" else riders[made["rider"]].pk,
        status=made["status"],
        gave_anyway=made["gave_anyway"],
        reason="hungry" if made["gave_anyway"] else "",
        scanner_id=None,
        staff_id=riders[0].pk,
        at=moment,
        received_at=moment,
        content_digest=bytes([made["number"]]) * 16,
        lines=tuple(lines),
        actor="people.person:1",
        action="benefits.redeem_pass",
    )


def test_the_statement_and_the_plain_orm_tell_the_same_of_every_history(tables):
    quiet = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]

    @settings(max_examples=60, deadline=None, suppress_health_check=quiet, database=None)
    @given(made=st.lists(hand_outs, min_size=1, max_size=12))
    def compare(made):
        history = [as_new(one, place, tables) for place, one in enumerate(made)]
        assert tell(history, store_redemption) == tell(history, store_plainly)

    compare()


def test_the_comparison_sees_a_statement_that_forgets_the_stock(tables):
    def forgetful(*, new: NewRedemption) -> tuple[bool, list[StockLeft]]:
        is_stored, lines = store_plainly(new=new)
        StockDay.objects.update(remaining=F("opening"))
        return is_stored, lines

    one = {
        "number": 1, "station": 0, "rider": 0, "status": "counted", "gave_anyway": False,
        "quantities": (1, 1), "next_day": False, "is_weekly": False,
    }  # fmt: skip
    history = [as_new(one, 0, tables)]
    assert tell(history, store_redemption) != tell(history, forgetful)
