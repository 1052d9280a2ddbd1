"""Who acts for the county: appointed, ended, never nobody."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from nuanfeng.kernel.audit import name_of
from nuanfeng.kernel.errors import Refused
from nuanfeng.kernel.models import AuditEntry
from nuanfeng.modules.organisations.models import Appointment
from nuanfeng.modules.organisations.policies import COMMAND_LINE, refusal_to_act_for_county
from nuanfeng.modules.organisations.tests.builders import a_clerk, a_county, at_the_office
from nuanfeng.modules.organisations.usecases import appoint_county_staff, end_appointment, forget_person
from nuanfeng.modules.people.models import Person
from nuanfeng.modules.people.tests.builders import NOON, a_worker, signed_in

pytestmark = pytest.mark.django_db
PHONE = "138 0013 8000"


@pytest.fixture(autouse=True)
def real(settings):
    settings.NUANFENG_DEMO = False


def _run(*words):
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_the_first_clerk_is_appointed_on_the_command_line_and_told_what_to_do():
    said = _run("staff", "add", PHONE, "小王")

    person = Person.objects.get()
    assert refusal_to_act_for_county(person) is None
    assert "/office/" in said
    assert "nuanfeng staff code" in said, "there is no gateway, so the code comes by word of mouth"
    assert "138 **** 8000" in _run("staff", "list")


def test_a_clerk_without_text_messages_gets_in_with_a_printed_code(client):
    _run("staff", "add", PHONE, "小王")
    with pytest.raises(CommandError):
        _run("staff", "code", PHONE)
    client.post("/accounts/login/code/", {"phone": PHONE, "next": "/office/"})

    code = _run("staff", "code", PHONE)[:6]
    client.post("/accounts/login/code/confirm/", {"code": code})
    answer = client.post("/accounts/welcome/", {"nickname": "小王", "answer": "yes"})

    assert answer.url == "/office/"


def test_no_code_is_printed_for_somebody_who_is_not_staff(client):
    a_worker(phone="+8613800138001")

    with pytest.raises(CommandError):
        _run("staff", "code", "13800138001")


@pytest.mark.parametrize("phone", ["0731-84011234", "nonsense"])
def test_a_number_that_gets_no_messages_is_refused(phone):
    with pytest.raises(CommandError):
        _run("staff", "add", phone, "小王")
    assert not Person.objects.exists()


def test_only_county_staff_appoint():
    with pytest.raises(Refused):
        appoint_county_staff(person=a_worker(), actor=a_worker("路人"), now=NOON)
    assert not Appointment.objects.exists()


def test_appointing_twice_is_one_appointment():
    clerk = a_clerk()

    appoint_county_staff(person=clerk, actor=clerk, now=NOON)

    assert Appointment.objects.count() == 1


def test_the_last_clerk_cannot_end_their_own_role_or_leave():
    clerk = a_clerk()
    appointment = Appointment.objects.get()

    for attempt in (
        lambda: end_appointment(appointment_id=appointment.pk, actor=clerk, now=NOON),
        lambda: forget_person(person=clerk, now=NOON),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.refusal.code == "last_of_staff"


def test_a_clerk_who_leaves_keeps_no_role():
    clerk, _other = a_clerk(), a_clerk("小李")
    later = NOON.replace(hour=13)

    assert forget_person(person=clerk, now=later) == 1

    assert refusal_to_act_for_county(clerk).code == "only_county_staff"


def test_the_operator_ends_a_role_and_takes_second_steps():
    _run("staff", "add", PHONE, "小王")

    assert "signed out everywhere" in _run("staff", "reset", PHONE)
    assert "no longer" in _run("staff", "end", PHONE)
    assert "Nobody acts" in _run("staff", "list")
    with pytest.raises(CommandError):
        _run("staff", "end", PHONE)
    assert set(AuditEntry.objects.filter(actor=COMMAND_LINE).values_list("action", flat=True)) == {
        "people.register_person",
        "organisations.appoint_county_staff",
        "people.take_second_factors",
        "organisations.end_appointment",
    }


def test_a_clerk_appoints_the_next_one_in_the_office():
    clerk = a_clerk()
    office = at_the_office(clerk)

    answer = office.post("/office/staff/", {"phone": "138 0013 8005", "nickname": "小李"})

    assert answer.url == "/office/staff/"
    registered = AuditEntry.objects.filter(action="people.register_person").latest("pk")
    assert registered.actor == name_of(clerk), "the clerk registered them, not they themselves"
    page = office.get("/office/staff/").content.decode()
    assert "138 **** 8005" in page
    assert "13800138005" not in page


def test_a_clerk_ends_anothers_role_after_a_question():
    clerk, other = a_clerk(), a_clerk("小李")
    office = at_the_office(clerk)
    appointment = Appointment.objects.get(person=other)

    assert "小李" in office.get(f"/office/staff/{appointment.pk}/end/").content.decode()
    assert office.post(f"/office/staff/{appointment.pk}/end/").url == "/office/staff/"
    assert refusal_to_act_for_county(other) is not None


def test_the_last_clerk_is_told_why_not():
    clerk = a_clerk()

    answer = at_the_office(clerk).post(f"/office/staff/{Appointment.objects.get().pk}/end/")

    assert answer.status_code == 409
    assert 'data-code="last_of_staff"' in answer.content.decode()


def test_a_wrong_number_is_said_beside_the_field():
    answer = at_the_office().post("/office/staff/", {"phone": "12", "nickname": "小李"})

    assert answer.status_code == 422


def test_the_office_is_closed_to_a_worker_and_asks_a_stranger_to_sign_in(client):
    assert client.get("/office/staff/").url == "/accounts/login/code/?next=/office/staff/"
    assert signed_in(a_worker()).get("/office/staff/").status_code == 403


def test_before_the_county_is_set_up_the_first_clerk_is_told_so():
    office = at_the_office()
    assert "/admin/organisations/county/add/" in office.get("/office/staff/").content.decode()

    a_county()

    assert "/admin/organisations/county/add/" not in office.get("/office/staff/").content.decode()
