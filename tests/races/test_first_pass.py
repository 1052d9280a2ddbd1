"""Two phones of one person open the pass for the first time in the same second."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection

from nuanfeng.kernel.models import AuditEntry
from nuanfeng.modules.passes.models import Handle
from nuanfeng.modules.passes.queries import screen_handle_of
from nuanfeng.modules.passes.tests.builders import NOON, a_person
from nuanfeng.modules.passes.usecases.issue_screen_handle import _issue, issue_screen_handle

pytestmark = pytest.mark.django_db(transaction=True)
PHONES = 6


def all_at_once(act: Callable[[], object]) -> list[object]:
    """What each of six threads got, an exception included."""
    start = Barrier(PHONES)

    def one(_number: int) -> object:
        try:
            start.wait()
            return act()
        except IntegrityError as clash:
            return clash
        finally:
            connection.close()

    with ThreadPoolExecutor(PHONES) as threads:
        return list(threads.map(one, range(PHONES)))


def test_six_phones_of_one_person_get_the_same_handle():
    rider = a_person()
    got = all_at_once(lambda: issue_screen_handle(person=rider, now=NOON).number)
    assert got == [screen_handle_of(rider).number] * PHONES
    assert Handle.objects.count() == 1
    assert AuditEntry.objects.filter(action="passes.issue_screen_handle").count() == 1


def test_the_control_without_looking_first_five_of_six_clash():
    rider = a_person()
    got = all_at_once(lambda: _issue(person=rider, now=NOON))
    assert sum(isinstance(each, IntegrityError) for each in got) == PHONES - 1
    assert Handle.objects.count() == 1
