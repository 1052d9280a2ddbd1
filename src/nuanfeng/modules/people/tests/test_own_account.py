"""Joining, changing what is kept of oneself, leaving."""

import pytest
from allauth.mfa.models import Authenticator

from nuanfeng.kernel.errors import Refused
from nuanfeng.kernel.models import AuditEntry, Event
from nuanfeng.modules.people.models import Person, SignInCode
from nuanfeng.modules.people.tests.builders import NOON, QIANG, a_worker, signed_in
from nuanfeng.modules.people.usecases import (
    change_profile,
    erase_person,
    give_authenticator_app,
    join_network,
    print_code,
    register_person,
    request_code,
    sign_out_everywhere,
    take_second_factors,
    try_code,
)

pytestmark = pytest.mark.django_db


def test_who_joins_is_kept_with_number_nickname_and_agreement_only():
    person = join_network(phone=QIANG, nickname="阿强", kind_of_work="rider", now=NOON)

    assert (person.phone, person.nickname, person.kind_of_work) == (QIANG, "阿强", "rider")
    assert person.agreed_at == NOON
    assert QIANG not in person.phone_encrypted


def test_who_was_registered_by_the_office_agrees_at_the_first_sign_in():
    known = register_person(phone=QIANG, nickname="王姐", now=NOON)

    person = join_network(phone=QIANG, nickname="王姐", kind_of_work="", now=NOON)

    assert person.pk == known.pk
    assert person.agreed_at == NOON


def test_a_new_nickname_is_kept_and_the_same_again_changes_nothing():
    person = a_worker("阿强")
    change_profile(person=person, nickname=" 强哥 ", kind_of_work="courier", now=NOON)
    entries = AuditEntry.objects.count()

    change_profile(person=person, nickname="强哥", kind_of_work="courier", now=NOON)

    person.refresh_from_db()
    assert (person.nickname, person.kind_of_work) == ("强哥", "courier")
    assert AuditEntry.objects.count() == entries


@pytest.mark.parametrize(("nickname", "work"), [("", ""), ("长" * 21, ""), ("阿强", "astronaut")])
def test_a_profile_that_cannot_be_is_refused(nickname, work):
    person = a_worker("阿强")

    with pytest.raises(Refused):
        change_profile(person=person, nickname=nickname, kind_of_work=work, now=NOON)

    person.refresh_from_db()
    assert person.nickname == "阿强"


def test_signing_out_everywhere_ends_every_session():
    person = a_worker()
    phone, computer = signed_in(person), signed_in(person)

    sign_out_everywhere(person=person, now=NOON)

    for browser in (phone, computer):
        assert "_auth_user_id" not in browser.get("/accounts/logout/").wsgi_request.session


def test_erasing_leaves_an_empty_row_and_says_so():
    person = a_worker("阿强", phone=QIANG, kind_of_work="rider")

    erase_person(person=person, now=NOON)
    erase_person(person=person, now=NOON)

    row = Person.objects.values().get()
    kept = {name for name, value in row.items() if value not in ("", None, False)}
    assert kept == {"id", "password", "created_at", "erased_at"}
    assert not SignInCode.objects.exists()
    assert Event.objects.filter(name="people.person_erased").count() == 1


def test_a_number_is_free_again_after_its_person_left():
    erase_person(person=a_worker(phone=QIANG), now=NOON)

    again = join_network(phone=QIANG, nickname="阿强", kind_of_work="", now=NOON)

    assert again.phone == QIANG
    assert Person.objects.count() == 2


def test_no_audit_entry_holds_a_number_or_a_nickname():
    person = a_worker("阿强", phone=QIANG)
    change_profile(person=person, nickname="强哥", kind_of_work="rider", now=NOON)
    erase_person(person=person, now=NOON)

    text = str(list(AuditEntry.objects.values()))
    for word in ("13800138000", "阿强", "强哥"):
        assert word not in text


def test_a_printed_code_opens_only_where_one_was_asked_for():
    with pytest.raises(Refused):
        print_code(phone=QIANG, now=NOON)
    sent, first = request_code(phone=QIANG, address="", now=NOON)

    code = print_code(phone=QIANG, now=NOON)

    if code != first:
        assert try_code(code_id=sent.pk, typed=first, now=NOON).code == "code_wrong"
    assert try_code(code_id=sent.pk, typed=code, now=NOON) is None


def test_only_people_of_the_demo_are_given_an_app():
    real = a_worker()
    demo = register_person(phone="+8610000000001", nickname="演示", now=NOON, is_demo=True)

    with pytest.raises(Refused):
        give_authenticator_app(person=real, now=NOON)
    give_authenticator_app(person=demo, now=NOON)
    give_authenticator_app(person=demo, now=NOON)

    secret = Authenticator.objects.get(user=demo).data["secret"]
    assert secret.startswith("gAAAA"), "the secret lies encrypted"
    assert take_second_factors(person=demo, actor=None, now=NOON) == 1
