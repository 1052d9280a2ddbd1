"""Asking for a code: limits of a number, and nothing kept that a thief could use."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from nuanfeng.kernel.errors import Refused
from nuanfeng.modules.people.models import Person, SignInCode
from nuanfeng.modules.people.tests.builders import NOON, QIANG, a_worker
from nuanfeng.modules.people.usecases import forget_codes, request_code

pytestmark = pytest.mark.django_db


def _ask(phone=QIANG, after=timedelta()):
    return request_code(phone=phone, address="203.0.113.7", now=NOON + after)


def test_a_code_of_six_digits_is_made_and_only_its_digest_is_kept():
    _sent, code = _ask()

    kept = SignInCode.objects.values().get()
    assert len(code) == 6
    assert code.isdigit()
    assert code not in str({name: value for name, value in kept.items() if name not in ("id", "sent_at")})
    assert "13800138000" not in str(kept)
    assert "203.0.113.7" not in str(kept)


def test_asking_makes_no_person():
    _ask()

    assert not Person.objects.exists()


def test_a_second_code_within_a_minute_is_refused_and_changes_nothing():
    _ask()

    with pytest.raises(Refused) as refused:
        _ask(after=timedelta(seconds=59))

    assert refused.value.refusal.params["seconds"] == 1
    assert SignInCode.objects.count() == 1


def test_somebody_elses_number_is_not_slowed_down():
    _ask()

    _ask(phone="+8613800138001")


def test_the_eleventh_code_of_a_day_is_refused_and_the_next_day_is_open():
    for hours in range(0, 20, 2):
        _ask(after=timedelta(hours=hours))

    with pytest.raises(Refused):
        _ask(after=timedelta(hours=20))
    _ask(after=timedelta(hours=24))


def test_a_known_number_is_answered_like_an_unknown_one():
    a_worker(phone=QIANG)

    _sent, code = _ask(after=timedelta(minutes=2))

    assert len(code) == 6


def test_codes_are_forgotten_when_no_limit_counts_them():
    _ask()

    assert forget_codes(now=NOON + timedelta(hours=23)) == 0
    assert forget_codes(now=NOON + timedelta(hours=24)) == 1


@pytest.mark.django_db(transaction=True)
def test_six_requests_in_the_same_moment_make_one_code():
    start, made, refused = Barrier(6), [], []

    def ask():
        start.wait()
        try:
            made.append(_ask())
        except Refused as no:
            refused.append(no.refusal.code)
        finally:
            connection.close()

    threads = [Thread(target=ask) for _each in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(made) == 1
    assert refused == ["code_too_soon"] * 5
