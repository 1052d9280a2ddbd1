"""Typing the code: five tries, ten minutes, once."""

from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection

from nuanfeng.modules.people import rules
from nuanfeng.modules.people.models import SignInCode
from nuanfeng.modules.people.tests.builders import NOON, QIANG
from nuanfeng.modules.people.usecases import request_code, try_code

pytestmark = pytest.mark.django_db


def _asked():
    return request_code(phone=QIANG, address="", now=NOON)


def _wrong(code):
    return f"{(int(code) + 1) % 10**6:06d}"


def test_the_right_code_opens_once():
    sent, code = _asked()

    assert try_code(code_id=sent.pk, typed=code, now=NOON) is None
    assert try_code(code_id=sent.pk, typed=code, now=NOON) == rules.CODE_USED


def test_full_width_digits_and_spaces_are_understood():
    sent, code = _asked()
    full_width = code.translate({ord("0") + n: ord("０") + n for n in range(10)})

    assert try_code(code_id=sent.pk, typed=f" {full_width[:3]} {full_width[3:]}", now=NOON) is None


def test_a_wrong_code_says_how_many_tries_are_left():
    sent, code = _asked()

    refusal = try_code(code_id=sent.pk, typed=_wrong(code), now=NOON)

    assert refusal.code == "code_wrong"
    assert refusal.params == {"left": 4}


def test_the_sixth_try_is_refused_even_with_the_right_code():
    sent, code = _asked()
    for _each in range(5):
        try_code(code_id=sent.pk, typed=_wrong(code), now=NOON)

    assert try_code(code_id=sent.pk, typed=code, now=NOON) == rules.CODE_SPENT
    assert SignInCode.objects.get().used_at is None


def test_a_code_is_dead_after_ten_minutes():
    sent, code = _asked()

    late = try_code(code_id=sent.pk, typed=code, now=NOON + timedelta(minutes=10, seconds=1))

    assert late == rules.CODE_OLD


def test_a_code_that_was_never_made_is_an_old_one():
    assert try_code(code_id=uuid4(), typed="123456", now=NOON) == rules.CODE_OLD


@pytest.mark.django_db(transaction=True)
def test_twenty_guesses_in_the_same_moment_are_still_five():
    sent, code = _asked()
    start, answers = Barrier(20), []

    def guess():
        start.wait()
        try:
            answers.append(try_code(code_id=sent.pk, typed=_wrong(code), now=NOON))
        finally:
            connection.close()

    threads = [Thread(target=guess) for _each in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(answer.code == "code_wrong" for answer in answers) <= 4
    assert SignInCode.objects.get().tries == 5
    assert try_code(code_id=sent.pk, typed=code, now=NOON) == rules.CODE_SPENT
