"""A scanner looks at a code and says what is known."""

import pytest

from nuanfeng.kernel.errors import Refused
from nuanfeng.kernel.ids import new_id
from nuanfeng.modules.benefits.models import Redemption, Screening
from nuanfeng.modules.benefits.tests.builders import (
    BREAKFAST,
    BREAKFAST_TIME,
    a_code_of,
    a_rider,
    a_scanner_at,
    a_station_with_breakfast,
    at,
    redeem,
)
from nuanfeng.modules.benefits.usecases import ScanAnswer, check_pass
from nuanfeng.modules.passes.api import rotate_handle

pytestmark = pytest.mark.django_db


def check(station, code: str, *, by=None, now=BREAKFAST_TIME, id=None) -> ScanAnswer:
    return check_pass(
        id=id or new_id(),
        station_id=station.pk,
        programme=BREAKFAST,
        code=code,
        actor=by or a_scanner_at(station),
        now=now,
    )


def test_green_stores_nothing():
    station = a_station_with_breakfast()

    answer = check(station, a_code_of(a_rider()))

    assert (answer.outcome, answer.at, answer.redemption_id) == ("new", None, None)
    assert not Screening.objects.exists()
    assert not Redemption.objects.exists()


def test_the_second_look_is_amber_with_the_time_and_kept_without_the_person():
    north, south, rider = a_station_with_breakfast("北站"), a_station_with_breakfast("南站"), a_rider()
    redeem(north, rider, at=at(6, 45))

    answer = check(south, a_code_of(rider))

    assert (answer.outcome, answer.at, answer.is_just_scanned) == ("already", at(6, 45), False)
    kept = Screening.objects.get()
    assert (kept.station, kept.outcome) == (south, "already")
    assert "person" not in {field.name for field in Screening._meta.get_fields()}


def test_the_same_code_on_the_same_scanner_within_a_minute_was_just_scanned():
    station, rider = a_station_with_breakfast(), a_rider()
    scanner = a_scanner_at(station)
    taken = redeem(station, rider, by=scanner)

    again = check(station, a_code_of(rider), by=scanner, now=at(7, 0, 59))
    other = check(station, a_code_of(rider), by=a_scanner_at(station, "另一台"), now=at(7, 0, 59))
    later = check(station, a_code_of(rider), by=scanner, now=at(7, 1, 1))

    assert [a.is_just_scanned for a in (again, other, later)] == [True, False, False]
    assert (again.redemption_id, other.redemption_id) == (taken.id, None)
    assert Screening.objects.count() == 2


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("", "not_ours"),
        ("https://weixin.qq.com/r/abc", "not_ours"),
        ("NF1:KAPUTT", "not_ours"),
        ("1234567890", "not_ours"),
        ("你好", "not_ours"),
        ("\x00" * 20, "not_ours"),
        ("NF1:" + "A" * 5000, "not_ours"),
    ],
)
def test_something_else_is_grey(code, outcome):
    station = a_station_with_breakfast()

    assert check(station, code).outcome == outcome
    assert Screening.objects.get().outcome == outcome


def test_a_code_of_another_time_and_a_replaced_one_are_amber():
    station, rider = a_station_with_breakfast(), a_rider()
    scanner, code = a_scanner_at(station), a_code_of(rider)

    outcomes = [check(station, code, by=scanner, now=moment).outcome for moment in (at(6, 30), at(7), at(8))]
    rotate_handle(person=rider, now=at(7, 1))
    outcomes.append(check(station, code, by=scanner, now=at(7, 2)).outcome)

    assert outcomes == ["outside_time", "new", "expired", "revoked"]


def test_a_screen_that_is_sent_twice_is_one_screen():
    station, number = a_station_with_breakfast(), new_id()
    scanner = a_scanner_at(station)

    for _ in range(2):
        check(station, "something else", by=scanner, id=number)

    assert Screening.objects.count() == 1


def test_nobody_looks_for_another_station():
    here, there = a_station_with_breakfast("这里"), a_station_with_breakfast("那里")

    with pytest.raises(Refused, match="another station"):
        check(here, "something else", by=a_scanner_at(there))
    assert not Screening.objects.exists()
