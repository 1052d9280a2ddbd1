"""A number that nobody used for two years is erased; one that was used is not."""

from datetime import timedelta

import pytest

from nuanfeng.modules.benefits.tests.builders import (
    BREAKFAST_TIME,
    a_rider,
    a_station_with_breakfast,
    redeem,
)
from nuanfeng.modules.people.models import Person
from nuanfeng.modules.people.rules import UNUSED_KEPT
from nuanfeng.portal.usecases import erase_unused

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def who_last_signed_in(*, days_ago: timedelta, nickname: str) -> Person:
    person = a_rider(nickname)
    Person.objects.filter(pk=person.pk).update(last_login=BREAKFAST_TIME - days_ago)
    return person


def test_a_day_too_old_is_erased_and_a_day_younger_stays():
    old = who_last_signed_in(days_ago=UNUSED_KEPT + DAY, nickname="小周")
    young = who_last_signed_in(days_ago=UNUSED_KEPT - DAY, nickname="小吴")

    assert erase_unused(now=BREAKFAST_TIME) == 1

    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.phone_digest, old.nickname, old.erased_at) == (None, "", BREAKFAST_TIME)
    assert (young.nickname, young.erased_at) == ("小吴", None)
    assert erase_unused(now=BREAKFAST_TIME) == 0


def test_whoever_came_for_breakfast_lately_is_in_use():
    station = a_station_with_breakfast()
    person = who_last_signed_in(days_ago=UNUSED_KEPT + DAY, nickname="小周")
    redeem(station, person)

    assert erase_unused(now=BREAKFAST_TIME) == 0


def test_whoever_never_signed_in_counts_from_the_day_they_were_registered():
    person = a_rider()
    Person.objects.filter(pk=person.pk).update(created_at=BREAKFAST_TIME - UNUSED_KEPT - DAY, last_login=None)

    assert erase_unused(now=BREAKFAST_TIME) == 1
