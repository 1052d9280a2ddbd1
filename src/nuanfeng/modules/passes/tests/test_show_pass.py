"""A person's phone gets the slices of two days, and a handle that changes."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError

from nuanfeng.kernel.errors import Refused
from nuanfeng.kernel.models import AuditEntry
from nuanfeng.modules.passes.models import Handle
from nuanfeng.modules.passes.queries import verify_scanned
from nuanfeng.modules.passes.tests.builders import NOON, a_county, a_pass, a_person, in_minutes
from nuanfeng.modules.passes.usecases import (
    forget_handles,
    forget_person,
    issue_screen_handle,
    revoke_handle,
    rotate_handle,
    show_pass,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_two_days_of_slices_follow_each_other_without_a_gap():
    a_county()
    slices = show_pass(person=a_person(), now=in_minutes(7)).slices
    assert len(slices) == 48 * 4
    assert slices[0].begin == NOON.timestamp()
    assert all(before.end == after.begin for before, after in pairwise(slices))
    assert slices[-1].end >= (in_minutes(7) + 2 * DAY - timedelta(minutes=15)).timestamp()


def test_each_slice_is_good_in_its_own_quarter_of_an_hour_and_not_in_the_next_but_one():
    a_county()
    rider = a_person()
    shown = a_pass(rider)
    first, second = (piece.text for piece in shown.slices)
    assert verify_scanned(first, now=in_minutes(5)).person_id == rider.pk
    assert verify_scanned(second, now=in_minutes(5)).outcome == "not_yet"
    assert verify_scanned(second, now=in_minutes(20)).outcome == "ok"
    assert verify_scanned(first, now=in_minutes(20)).outcome == "expired"


def test_two_phones_of_one_person_show_the_same_number():
    a_county()
    rider = a_person()
    assert a_pass(rider).number == a_pass(rider, at=in_minutes(600)).number
    assert AuditEntry.objects.filter(action="passes.issue_screen_handle").count() == 1


def test_two_people_share_neither_handle_nor_number():
    one, other = (
        issue_screen_handle(person=a_person(), now=NOON),
        issue_screen_handle(person=a_person(), now=NOON),
    )
    assert bytes(one.value) != bytes(other.value)
    assert one.number != other.number


def test_whoever_asks_for_a_new_code_makes_every_old_picture_worthless():
    a_county()
    rider = a_person()
    photographed = a_pass(rider)
    rotate_handle(person=rider, now=in_minutes(1))
    assert verify_scanned(photographed.slices[0].text, now=in_minutes(2)).outcome == "revoked"
    assert verify_scanned(photographed.number, now=in_minutes(2)).outcome == "revoked"
    fresh = a_pass(rider, at=in_minutes(2))
    assert verify_scanned(fresh.slices[0].text, now=in_minutes(2)).person_id == rider.pk


def test_after_thirty_days_the_handle_changes_and_a_phone_without_network_still_eats():
    a_county()
    rider = a_person()
    a_pass(rider)
    offline = a_pass(rider, at=NOON + 30 * DAY - timedelta(minutes=1))
    fresh = a_pass(rider, at=NOON + 30 * DAY)
    assert fresh.number != offline.number
    at = NOON + 30 * DAY + timedelta(minutes=3)
    assert verify_scanned(offline.slices[1].text, now=at).person_id == rider.pk
    assert verify_scanned(offline.number, now=at + 2 * DAY).outcome == "revoked"


def test_asking_for_a_new_code_also_ends_what_the_routine_left_running():
    a_county()
    rider = a_person()
    a_pass(rider)
    old = a_pass(rider, at=NOON + 29 * DAY)
    a_pass(rider, at=NOON + 30 * DAY)
    rotate_handle(person=rider, now=NOON + 30 * DAY)
    assert verify_scanned(old.number, now=NOON + 30 * DAY).outcome == "revoked"


def test_the_database_refuses_a_second_living_screen_handle():
    held = issue_screen_handle(person=a_person(), now=NOON)
    held.pk, held.value, held.number = None, b"0123456789", "0000000000"
    with pytest.raises(IntegrityError):
        held.save(force_insert=True)


def test_an_erased_person_gets_no_pass():
    gone = a_person()
    gone.is_active = False
    with pytest.raises(Refused, match="Sign in"):
        show_pass(person=gone, now=NOON)
    assert not Handle.objects.exists()


def test_who_leaves_is_forgotten_and_an_old_slice_says_nothing():
    a_county()
    rider = a_person()
    shown = a_pass(rider)
    assert forget_person(person=rider, now=in_minutes(1)) == 1
    said = verify_scanned(shown.slices[0].text, now=in_minutes(2))
    assert (said.outcome, said.person_id) == ("revoked", None)
    assert verify_scanned(shown.number, now=in_minutes(2)).reason == "number_unknown"


@pytest.mark.parametrize(("days", "kept"), [(29, 2), (30, 2), (31, 1)])
def test_whom_a_handle_stood_for_is_forgotten_after_thirty_days(days, kept):
    rider = a_person()
    issue_screen_handle(person=rider, now=NOON)
    rotate_handle(person=rider, now=NOON)
    forget_handles(now=NOON + days * DAY)
    assert Handle.objects.count() == kept


def test_a_person_stops_their_own_code_and_nobody_elses():
    rider = a_person()
    held = issue_screen_handle(person=rider, now=NOON)
    with pytest.raises(Refused, match="Only the person"):
        revoke_handle(actor=a_person(), held=held, now=NOON)
    assert revoke_handle(actor=rider, held=held, now=NOON).revoked_at == NOON
    assert revoke_handle(actor=rider, held=held, now=in_minutes(5)).revoked_at == NOON
