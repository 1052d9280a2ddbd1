"""Two stations, six phones, one person, one last bun: what happens in the same second."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import time
from functools import partial
from threading import Barrier
from typing import Any, TypeVar
from uuid import UUID

import pytest
from django.db import connection

from nuanfeng.kernel.db import bookkeeping
from nuanfeng.kernel.ids import new_id
from nuanfeng.kernel.models import AuditEntry
from nuanfeng.modules.benefits.api import PROMISES
from nuanfeng.modules.benefits.models import Programme, Redemption, RedemptionLine, StockDay
from nuanfeng.modules.benefits.queries import Answer
from nuanfeng.modules.benefits.rules.choices import HandOut
from nuanfeng.modules.benefits.tests.builders import (
    BREAKFAST_DAY,
    BREAKFAST_TIME,
    BUN,
    a_code_of,
    a_hand_out,
    a_programme,
    a_rider,
    a_scanner_at,
    a_station_with_breakfast,
    at,
)
from nuanfeng.modules.benefits.usecases import give_guest_meal, redeem_pass
from nuanfeng.modules.people.api import Person
from nuanfeng.modules.stations.api import Station

pytestmark = pytest.mark.django_db(transaction=True)

PHONES = 6
ROUNDS = 8
# A thread that waits for one that failed gives up instead of hanging the tests.
PATIENCE = 30
ONCE = ("one_counted_per_person_and_day", "one_counted_per_person_and_period")

Got = TypeVar("Got")


def at_once(acts: Sequence[Callable[[], Got]]) -> list[Got]:
    """Let each act run in a thread with a connection of its own, all from the same moment."""
    start = Barrier(len(acts), timeout=PATIENCE)

    def run(act: Callable[[], Got]) -> Got:
        try:
            connection.ensure_connection()
            start.wait()
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def broken() -> list[str]:
    """The promises that do not hold."""
    return [name for name, check in PROMISES.items() if list(check())]


def buns_left_at(station: Station) -> int:
    """What the count says."""
    return StockDay.objects.get(station=station, item__code=BUN).remaining


@contextmanager
def without_the_indexes() -> Iterator[None]:
    """The table of hand-outs without its unique indexes; afterwards it is empty and has them again."""
    indexes = [each for each in Redemption._meta.constraints if each.name in ONCE]
    with connection.schema_editor() as editor:
        for index in indexes:
            editor.remove_constraint(Redemption, index)
    try:
        yield
    finally:
        RedemptionLine.objects.all().delete()
        Redemption.objects.all().delete()
        with connection.schema_editor() as editor:
            for index in indexes:
                editor.add_constraint(Redemption, index)


def redeeming(station: Station, code: str, **said: Any) -> Callable[[], Answer]:
    """The station's phone, ready to send a hand-out for a code."""
    hand_out, scanner = a_hand_out(station, code, **said), a_scanner_at(station)
    return lambda: redeem_pass(hand_out=hand_out, actor=scanner, now=BREAKFAST_TIME)


def kept_naively(station: Station, *, number: UUID, person: Person | None, digest: bytes = b"") -> None:
    """One hand-out of a bun as a first draft would store it, stock left aside."""
    row = Redemption.objects.create(
        id=number,
        station=station,
        programme=Programme.objects.get(),
        service_date=BREAKFAST_DAY,
        period_start=BREAKFAST_DAY,
        person=person,
        status="counted" if person else "guest",
        at=BREAKFAST_TIME,
        received_at=BREAKFAST_TIME,
        changed_at=BREAKFAST_TIME,
        content_digest=digest or number.bytes,
    )
    item = StockDay.objects.get(station=station, item__code=BUN).item
    RedemptionLine.objects.create(redemption=row, item=item, quantity=1)


# Two stations, one person.


def test_of_two_stations_one_counts_and_the_other_is_told_already():
    north, south = a_station_with_breakfast("北站"), a_station_with_breakfast("南站")

    for _round in range(ROUNDS):
        code = a_code_of(a_rider())
        answers = at_once([redeeming(north, code), redeeming(south, code)])

        assert sorted(answer.outcome for answer in answers) == ["already", "counted"]
        assert {answer.at for answer in answers} == {BREAKFAST_TIME}

    assert Redemption.objects.filter(status="counted").count() == Redemption.objects.count() == ROUNDS
    assert buns_left_at(north) + buns_left_at(south) == 200 - ROUNDS
    assert broken() == []


def test_of_two_stations_that_both_give_anyway_one_counts_and_the_other_is_extra():
    north, south = a_station_with_breakfast("北站"), a_station_with_breakfast("南站")

    for _round in range(ROUNDS):
        code, anyway = a_code_of(a_rider()), {"give_anyway": True, "reason": "hungry"}
        at_once([redeeming(north, code, **anyway), redeeming(south, code, **anyway)])

    statuses = list(Redemption.objects.values_list("status", flat=True))
    assert (statuses.count("counted"), statuses.count("extra")) == (ROUNDS, ROUNDS)
    assert broken() == []


def test_of_two_days_of_a_week_that_arrive_at_once_one_counts():
    a_programme(period="week")
    station = a_station_with_breakfast("北站")
    for _round in range(ROUNDS):
        rider = a_rider()
        acts = []
        for day in (9, 10):
            moment = at(7, day=day)
            said = {"give_anyway": True, "reason": "hungry", "at": moment}
            hand_out = a_hand_out(station, a_code_of(rider, at=moment), **said)
            act = partial(redeem_pass, hand_out=hand_out, actor=a_scanner_at(station), now=at(8, day=10))
            acts.append(act)
        at_once(acts)
        rows = Redemption.objects.filter(person=rider).order_by("at")
        assert list(rows.values_list("status", flat=True)) == ["counted", "extra"]
    assert broken() == []


def test_of_two_who_come_late_for_the_last_portion_one_has_it():
    a_programme(late_from=time(6, 30))
    station = a_station_with_breakfast("北站", buns=1)
    acts = [redeeming(station, a_code_of(a_rider())) for _person in range(2)]

    assert sorted(answer.outcome for answer in at_once(acts)) == ["counted", "none_left"]
    assert buns_left_at(station) == 0
    assert broken() == []


def test_the_control_without_the_index_the_same_two_stations_both_count():
    north, south = a_station_with_breakfast("北站"), a_station_with_breakfast("南站")
    code = a_code_of(a_rider())

    with without_the_indexes():
        answers = at_once([redeeming(north, code), redeeming(south, code)])

        assert [answer.outcome for answer in answers] == ["counted", "counted"]
        assert "I1" in broken()


def test_the_control_looking_first_and_writing_then_serves_one_person_twice():
    stations, rider = [a_station_with_breakfast("北站"), a_station_with_breakfast("南站")], a_rider()
    both_looked = Barrier(2, timeout=PATIENCE)

    def look_then_write(station: Station) -> bool:
        was_served = Redemption.objects.filter(person=rider, service_date=BREAKFAST_DAY).exists()
        both_looked.wait()
        if not was_served:
            with bookkeeping():
                kept_naively(station, number=new_id(), person=rider)
        return was_served

    with without_the_indexes():
        assert at_once([lambda each=each: look_then_write(each) for each in stations]) == [False, False]
        assert Redemption.objects.filter(person=rider, status="counted").count() == 2
        assert "I1" in broken()


# Six people, one bun.


def test_of_six_people_one_gets_the_last_bun_and_five_are_told_that_none_is_left():
    station = a_station_with_breakfast(buns=1)

    answers = at_once([redeeming(station, a_code_of(a_rider())) for _phone in range(PHONES)])

    assert sorted(answer.outcome for answer in answers) == ["counted"] + ["none_left"] * (PHONES - 1)
    assert (buns_left_at(station), Redemption.objects.count()) == (0, 1)
    assert broken() == []


def test_six_people_take_six_of_ten_buns_and_four_are_left():
    station = a_station_with_breakfast(buns=10)

    answers = at_once([redeeming(station, a_code_of(a_rider())) for _phone in range(PHONES)])

    assert {answer.outcome for answer in answers} == {"counted"}
    assert buns_left_at(station) == 4
    assert sorted(answer.lines[0].left or 0 for answer in answers) == [4, 5, 6, 7, 8, 9]
    assert broken() == []


def test_the_control_reading_the_count_and_writing_it_back_hands_one_bun_to_six():
    station = a_station_with_breakfast(buns=1)
    all_read = Barrier(PHONES, timeout=PATIENCE)

    def read_then_write() -> bool:
        stock = StockDay.objects.get(station=station, item__code=BUN)
        all_read.wait()
        if stock.remaining < 1:
            return False
        with bookkeeping():
            kept_naively(station, number=new_id(), person=None)
            StockDay.objects.filter(pk=stock.pk).update(remaining=stock.remaining - 1)
        return True

    assert at_once([read_then_write] * PHONES) == [True] * PHONES
    assert (buns_left_at(station), Redemption.objects.count()) == (0, PHONES)
    assert broken() == ["I4"]


# One message, six times.


def sent_six_times(
    station: Station, use_case: Callable[..., Answer], hand_out: HandOut
) -> list[tuple[UUID, str]]:
    """What the six threads that bring one message are answered."""
    scanner = a_scanner_at(station)
    answers = at_once([lambda: use_case(hand_out=hand_out, actor=scanner, now=BREAKFAST_TIME)] * PHONES)
    return [(answer.id, answer.outcome) for answer in answers]


@pytest.mark.parametrize("said", [{}, {"give_anyway": True, "reason": "hungry"}])
def test_a_message_that_arrives_six_times_is_stored_once_and_answered_six_times(said):
    station = a_station_with_breakfast()
    hand_out = a_hand_out(station, a_code_of(a_rider()), **said)

    assert sent_six_times(station, redeem_pass, hand_out) == [(hand_out.id, "counted")] * PHONES

    assert (Redemption.objects.count(), buns_left_at(station)) == (1, 99)
    assert AuditEntry.objects.filter(action="benefits.redeem_pass").count() == 1
    assert broken() == []


def test_a_guest_meal_that_arrives_six_times_is_one_meal():
    station = a_station_with_breakfast()
    hand_out = a_hand_out(station)

    assert sent_six_times(station, give_guest_meal, hand_out) == [(hand_out.id, "guest")] * PHONES

    assert (Redemption.objects.count(), buns_left_at(station)) == (1, 99)
    assert broken() == []


def test_the_control_with_numbers_made_on_the_server_one_guest_meal_is_stored_six_times():
    station = a_station_with_breakfast()
    digest = a_hand_out(station).digest()
    all_looked = Barrier(PHONES, timeout=PATIENCE)

    def look_then_write() -> None:
        is_known = Redemption.objects.filter(content_digest=digest).exists()
        all_looked.wait()
        if not is_known:
            with bookkeeping():
                kept_naively(station, number=new_id(), person=None, digest=digest)

    at_once([look_then_write] * PHONES)

    assert Redemption.objects.filter(content_digest=digest).count() == PHONES
    assert "I4" in broken()
