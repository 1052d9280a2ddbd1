"""Each sentence holds after ordinary work, and is broken by a forged row."""

import pytest

from nuanfeng.modules.passes import invariants
from nuanfeng.modules.passes.models import Handle, IssuerKey
from nuanfeng.modules.passes.tests.builders import NOON, a_card, a_county, a_pass, a_person
from nuanfeng.modules.people.models import Person

pytestmark = pytest.mark.django_db

ALL = [
    invariants.handles_of_people_who_left,
    invariants.handles_that_nobody_can_show,
    invariants.newest_key_without_its_file,
]


@pytest.fixture
def rider():
    a_county()
    person = a_person()
    a_pass(person)
    a_card()
    return person


@pytest.mark.parametrize("sentence", ALL)
def test_ordinary_work_breaks_nothing(rider, sentence):
    assert list(sentence()) == []


def test_a_handle_of_somebody_who_left_is_found(rider):
    Person.objects.filter(pk=rider.pk).update(
        phone_digest=None, phone_encrypted="", nickname="", is_active=False, agreed_at=None, erased_at=NOON
    )
    assert list(invariants.handles_of_people_who_left()) == [f"handle {Handle.objects.get(person=rider).pk}"]


@pytest.mark.parametrize("forged", [{"number": "1234567890"}, {"value": b"short"}])
def test_a_handle_that_nobody_can_show_is_found(rider, forged):
    Handle.objects.filter(person=rider).update(**forged)
    assert len(list(invariants.handles_that_nobody_can_show())) == 1


def test_a_lost_key_file_is_found(rider):
    key = IssuerKey.objects.get()
    key.private_file.unlink()
    assert list(invariants.newest_key_without_its_file()) == [f"key {key.kid}"]
