"""A card is added to a phone in the second in which that phone is scanned."""

import pytest

from nuanfeng.kernel.errors import Refused
from nuanfeng.modules.benefits import invariants
from nuanfeng.modules.benefits.models import Redemption
from nuanfeng.modules.benefits.tests.builders import (
    a_card_of_nobody_named,
    a_code_of,
    a_hand_out,
    a_rider,
    a_scanner_at,
    a_station_with_breakfast,
    at,
)
from nuanfeng.modules.benefits.usecases import redeem_pass
from nuanfeng.modules.passes.api import card_with_number
from nuanfeng.portal.usecases import bind_card
from tests.races.test_leaving_and_renewing import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("attempt", range(4))
def test_neither_the_meal_nor_the_card_is_lost_and_no_day_counts_one_person_twice(attempt):
    station = a_station_with_breakfast()
    scanner, rider = a_scanner_at(station), a_rider()
    _bearer, text, number = a_card_of_nobody_named()
    redeem_pass(hand_out=a_hand_out(station, text, at=at(7)), actor=scanner, now=at(7))
    by_phone = a_hand_out(station, a_code_of(rider, at=at(7, 10)), at=at(7, 10))

    bound, served = all_at_once(
        lambda: bind_card(person=rider, number=number, now=at(7, 10)),
        lambda: redeem_pass(hand_out=by_phone, actor=scanner, now=at(7, 10)),
    )

    assert bound is None
    assert not isinstance(served, Exception | Refused)
    assert card_with_number(number).person_id == rider.pk
    kept = Redemption.objects.filter(status="counted").count()
    assert kept == (1 if served.outcome == "already" else 2)
    assert {name: list(check()) for name, check in invariants.PROMISES.items() if list(check())} == {}


def test_two_phones_that_type_one_number_at_once_share_nothing():
    a_station_with_breakfast()
    _bearer, _text, number = a_card_of_nobody_named()
    people = [a_rider("小周"), a_rider("小吴")]

    got = all_at_once(
        *[lambda one=one: bind_card(person=one, number=number, now=at(7, 10)) for one in people]
    )

    assert sorted(isinstance(each, Refused) for each in got) == [False, True]
