"""Undoing beside handing out, and the evening count beside the last bun: in the same second."""

from collections.abc import Callable
from functools import partial
from threading import Barrier
from uuid import UUID

import pytest
from django.db import OperationalError, connection
from django.db.models import F

from nuanfeng.kernel.db import bookkeeping
from nuanfeng.kernel.models import AuditEntry
from nuanfeng.modules.benefits.models import Redemption, RedemptionVoid, StockDay, StockMove
from nuanfeng.modules.benefits.queries import Answer
from nuanfeng.modules.benefits.tests.builders import (
    BREAKFAST,
    BREAKFAST_TIME,
    BUN,
    a_code_of,
    a_hand_out,
    a_rider,
    a_scanner_at,
    a_station_with_breakfast,
)
from nuanfeng.modules.benefits.usecases import close_stock, redeem_pass, void_redemption
from nuanfeng.modules.passes.api import Scanner
from nuanfeng.modules.stations.api import Station
from tests.races.test_two_stations import PATIENCE, PHONES, ROUNDS, at_once, broken, buns_left_at, redeeming

pytestmark = pytest.mark.django_db(transaction=True)

ANYWAY = {"give_anyway": True, "reason": "hungry"}


def served(scanner: Scanner, code: str, **said: object) -> UUID:
    """A bun was handed out a moment ago; its number."""
    hand_out = a_hand_out(scanner.station, code, **said)
    assert redeem_pass(hand_out=hand_out, actor=scanner, now=BREAKFAST_TIME).is_recorded
    return hand_out.id


def undoing(scanner: Scanner, number: UUID) -> Callable[[], Answer]:
    """The phone, ready to undo it."""
    return partial(void_redemption, redemption_id=number, actor=scanner, now=BREAKFAST_TIME)


def closing(station: Station, **counted: int) -> Callable[[], list[StockDay]]:
    """The phone at the table, ready to send the evening count."""
    return partial(
        close_stock,
        station_id=station.pk,
        programme=BREAKFAST,
        counted=counted,
        actor=a_scanner_at(station),
        now=BREAKFAST_TIME,
    )


def statuses() -> list[str]:
    """How all hand-outs stand, sorted."""
    return sorted(Redemption.objects.values_list("status", flat=True))


# One person: undone here, handed out there.


@pytest.mark.parametrize("said", [{}, ANYWAY])
def test_undone_here_and_handed_out_there_the_books_tell_what_happened(said):
    north, south = a_station_with_breakfast("北站"), a_station_with_breakfast("南站")
    phone = a_scanner_at(north)

    for _round in range(ROUNDS):
        rider = a_rider()
        code = a_code_of(rider)
        number = served(phone, code)
        undone, answer = at_once([undoing(phone, number), redeeming(south, code, **said)])

        assert undone.outcome == "void"
        assert answer.outcome in ("counted", "extra" if said else "already")
        standing = Redemption.objects.filter(person=rider).exclude(status="void")
        # Whichever came first: what is left standing is the person's counted one, and no extra.
        assert list(standing.values_list("id", "status")) == [(answer.id, "counted")] * answer.is_recorded
        assert broken() == []

    assert buns_left_at(north) == 100


def test_of_a_message_to_undo_that_arrives_six_times_the_bun_goes_back_once():
    station = a_station_with_breakfast()
    phone = a_scanner_at(station)
    number = served(phone, a_code_of(a_rider()))

    answers = at_once([undoing(phone, number)] * PHONES)

    assert {answer.outcome for answer in answers} == {"void"}
    assert (buns_left_at(station), RedemptionVoid.objects.count()) == (100, 1)
    assert AuditEntry.objects.filter(action="benefits.void_redemption").count() == 1
    assert broken() == []


def test_the_control_looking_first_and_undoing_then_puts_one_bun_back_twice():
    station = a_station_with_breakfast()
    number = served(a_scanner_at(station), a_code_of(a_rider()))
    both_looked = Barrier(2, timeout=PATIENCE)

    def look_then_write() -> bool:
        was_void = RedemptionVoid.objects.filter(redemption_id=number).exists()
        both_looked.wait()
        with bookkeeping():
            Redemption.objects.filter(pk=number).update(status="void")
            StockDay.objects.filter(item__code=BUN).update(remaining=F("remaining") + 1)
            RedemptionVoid.objects.get_or_create(redemption_id=number, defaults={"at": BREAKFAST_TIME})
        return was_void

    assert at_once([look_then_write] * 2) == [False, False]
    assert (buns_left_at(station), broken()) == (101, ["I4"])


# One person, two hand-outs, both undone where they happened.


def test_two_stations_undo_what_they_gave_one_person_and_neither_waits_for_the_other():
    phones = [a_scanner_at(a_station_with_breakfast(name)) for name in ("北站", "南站")]

    for _round in range(ROUNDS):
        code = a_code_of(a_rider())
        numbers = [served(phones[0], code), served(phones[1], code, **ANYWAY)]
        at_once([undoing(*each) for each in zip(phones, numbers, strict=True)])

    assert set(statuses()) == {"void"}
    assert [buns_left_at(phone.station) for phone in phones] == [100, 100]
    assert broken() == []


def test_one_station_undoes_the_second_while_another_gives_a_third():
    phones = [a_scanner_at(a_station_with_breakfast(name)) for name in ("北站", "南站")]
    third = a_station_with_breakfast("西站")

    for _round in range(ROUNDS):
        code = a_code_of(a_rider())
        _first, second = served(phones[0], code), served(phones[1], code, **ANYWAY)
        at_once([undoing(phones[1], second), redeeming(third, code, **ANYWAY)])

    assert statuses() == sorted(["counted", "extra", "void"] * ROUNDS)
    assert broken() == []


def test_the_control_taking_ones_own_row_first_two_undoings_wait_for_each_other():
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one writer in at a time; nobody can wait for another there")
    phone, code = a_scanner_at(a_station_with_breakfast()), a_code_of(a_rider())
    numbers = [served(phone, code), served(phone, code, **ANYWAY)]
    both_hold_theirs = Barrier(2, timeout=PATIENCE)

    def own_row_first(number: UUID) -> str:
        try:
            with bookkeeping():
                Redemption.objects.select_for_update().get(pk=number)
                both_hold_theirs.wait()
                list(Redemption.objects.order_by("pk").select_for_update())
        except OperationalError as failure:
            return "deadlock" if "deadlock" in str(failure) else "other"
        return "done"

    assert sorted(at_once([partial(own_row_first, number) for number in numbers])) == ["deadlock", "done"]


# The last bun and the evening count.


@pytest.mark.parametrize(
    ("counted", "outcomes"),
    [({}, {"counted": 0, "none_left": 1}), ({BUN: 5}, {"counted": 5, "none_left": 5})],
)
def test_the_last_bun_goes_before_the_table_is_closed_or_stays_on_it(counted, outcomes):
    for number in range(ROUNDS):
        station = a_station_with_breakfast(f"{number} 号站", buns=1)
        table, answer = at_once([closing(station, **counted), redeeming(station, a_code_of(a_rider()))])

        assert all(stock.closed_at for stock in table)
        assert buns_left_at(station) == outcomes[answer.outcome]
        assert broken() == []


def test_what_is_undone_while_the_table_is_closed_is_on_the_books_either_way():
    for number in range(ROUNDS):
        station = a_station_with_breakfast(f"{number} 号站", buns=2)
        phone = a_scanner_at(station)
        redemption = served(phone, a_code_of(a_rider()))
        at_once([closing(station, **{BUN: 7}), undoing(phone, redemption)])

        assert buns_left_at(station) in (7, 8)
        assert broken() == []


def test_the_control_closing_by_a_count_read_before_loses_the_last_bun():
    station = a_station_with_breakfast(buns=1)
    redeem = redeeming(station, a_code_of(a_rider()))
    was_read, was_served = Barrier(2, timeout=PATIENCE), Barrier(2, timeout=PATIENCE)

    def read_then_close() -> str:
        stock = StockDay.objects.get(station=station, item__code=BUN)
        was_read.wait()
        was_served.wait()
        with bookkeeping():
            stock.closed_at = BREAKFAST_TIME
            stock.save(update_fields=["remaining", "closed_at"])
        return "closed"

    def serve_between() -> str:
        was_read.wait()
        answer = redeem()
        was_served.wait()
        return answer.outcome

    assert at_once([read_then_close, serve_between]) == ["closed", "counted"]
    assert not StockMove.objects.exists()
    assert (buns_left_at(station), broken()) == (1, ["I4"])
