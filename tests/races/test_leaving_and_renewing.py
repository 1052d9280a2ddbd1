"""The same person, or the last two who mind the office, do a thing twice in the same second."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection

from nuanfeng.kernel.db import bookkeeping
from nuanfeng.kernel.errors import Refused, refuse_if
from nuanfeng.modules.organisations.api import end_appointment, forget_person
from nuanfeng.modules.organisations.models import Appointment
from nuanfeng.modules.organisations.policies import refusal_to_end_appointment
from nuanfeng.modules.organisations.tests.builders import a_clerk
from nuanfeng.modules.passes.models import Handle
from nuanfeng.modules.passes.queries import screen_handle_of
from nuanfeng.modules.passes.tests.builders import NOON, a_county, a_person
from nuanfeng.modules.passes.usecases import issue_screen_handle, rotate_handle, show_pass
from nuanfeng.modules.passes.usecases.issue_screen_handle import a_new_handle
from nuanfeng.modules.people.models import Person
from nuanfeng.modules.people.usecases import join_network

pytestmark = pytest.mark.django_db(transaction=True)
A_MONTH_LATER = NOON + timedelta(days=31)


def all_at_once(*acts: Any) -> list[Any]:
    """What each thread got, a refusal or a clash included."""
    start = Barrier(len(acts))

    def one(act: Any) -> Any:
        try:
            start.wait()
            return act()
        except (IntegrityError, Refused) as no:
            return no
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(one, acts))


def test_a_handle_that_is_due_changes_once_for_all_phones_of_a_person():
    a_county()
    rider = a_person()
    issue_screen_handle(person=rider, now=NOON)
    show_pass(person=a_person(), now=A_MONTH_LATER)  # the county's key, so that only handles race

    got = all_at_once(*[lambda: show_pass(person=rider, now=A_MONTH_LATER, limit=1)] * 6)

    assert [each.number for each in got] == [screen_handle_of(rider).number] * 6
    assert Handle.objects.filter(person=rider).count() == 2


def test_the_control_without_the_lock_every_phone_changes_it_or_clashes():
    rider = a_person()
    issue_screen_handle(person=rider, now=NOON)

    def change_unlocked() -> None:
        with bookkeeping():
            Handle.objects.filter(person=rider, revoked_at__isnull=True).update(revoked_at=A_MONTH_LATER)
            a_new_handle(person_id=rider.pk, kind="screen", now=A_MONTH_LATER).save(force_insert=True)

    got = all_at_once(*[change_unlocked] * 6)

    clashes = [each for each in got if isinstance(each, IntegrityError)]
    assert clashes or Handle.objects.filter(person=rider).count() > 2


def test_tapping_for_a_new_code_twice_is_answered_twice():
    rider = a_person()
    issue_screen_handle(person=rider, now=NOON)

    got = all_at_once(*[lambda: rotate_handle(person=rider, now=NOON + timedelta(hours=1))] * 6)

    assert not [each for each in got if isinstance(each, IntegrityError)]
    assert screen_handle_of(rider) in got


def test_agreeing_twice_joins_once():
    got = all_at_once(
        *[lambda: join_network(phone="+8613900000001", nickname="阿强", kind_of_work="", now=NOON)] * 6
    )

    assert got == [Person.objects.get()] * 6


def test_the_control_without_looking_at_the_first_five_of_six_clash():
    def join_blindly() -> None:
        person = Person(nickname="阿强", created_at=NOON)
        person.phone = "+8613900000001"
        person.save()

    got = all_at_once(*[join_blindly] * 6)

    assert sum(isinstance(each, IntegrityError) for each in got) == 5


def test_the_last_two_clerks_who_end_each_other_leave_one():
    one, other = a_clerk(), a_clerk("小李")
    held = {each.person_id: each.pk for each in Appointment.objects.all()}
    later = NOON + timedelta(hours=1)

    all_at_once(
        lambda: end_appointment(appointment_id=held[one.pk], actor=other, now=later),
        lambda: end_appointment(appointment_id=held[other.pk], actor=one, now=later),
    )

    assert Appointment.objects.filter(until__isnull=True).count() == 1


def test_the_last_two_clerks_who_leave_together_leave_one():
    clerks = [a_clerk(), a_clerk("小李")]
    later = NOON + timedelta(hours=1)

    all_at_once(*[lambda clerk=clerk: forget_person(person=clerk, now=later) for clerk in clerks])

    assert Appointment.objects.filter(until__isnull=True).count() == 1


def test_the_control_judged_before_the_rows_are_held_nobody_is_left():
    one, other = a_clerk(), a_clerk("小李")
    held = {each.person_id: each for each in Appointment.objects.all()}
    judged = Barrier(2)

    def end_unlocked(appointment: Appointment, actor: Person) -> None:
        refuse_if(refusal_to_end_appointment(appointment, actor=actor))
        judged.wait()
        Appointment.objects.filter(pk=appointment.pk).update(until=NOON + timedelta(hours=1))

    all_at_once(lambda: end_unlocked(held[one.pk], other), lambda: end_unlocked(held[other.pk], one))

    assert not Appointment.objects.filter(until__isnull=True).exists()
