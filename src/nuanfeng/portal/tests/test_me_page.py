"""A person's own page: everything kept is seen, taken along and erased."""

import json

import pytest
from django.test import Client

from nuanfeng.kernel import clock
from nuanfeng.kernel.errors import Refused
from nuanfeng.modules.organisations.models import Appointment
from nuanfeng.modules.organisations.tests.builders import a_clerk, a_county
from nuanfeng.modules.passes.api import ensure_issuer_key, show_pass
from nuanfeng.modules.passes.models import Handle
from nuanfeng.modules.people.models import Person
from nuanfeng.modules.people.tests.builders import NOON, QIANG, a_worker, signed_in
from nuanfeng.modules.stations.models import StationStaff
from nuanfeng.modules.stations.tests.builders import a_master_of, a_station
from nuanfeng.portal.usecases import erase_me

pytestmark = pytest.mark.django_db


def _with_a_pass(person):
    ensure_issuer_key(now=clock.now())
    return show_pass(person=person, now=clock.now(), limit=1)


def test_a_stranger_is_asked_to_sign_in(client):
    for path in (
        "/me/",
        "/me/record/",
        "/me/record.json",
        "/me/erase/",
        "/me/leave-everywhere/",
        "/me/profile/",
    ):
        assert client.get(path).url == f"/accounts/login/code/?next={path}"


def test_the_page_shows_who_one_is_and_that_nothing_was_collected_yet():
    page = signed_in(a_worker("阿强", phone=QIANG, kind_of_work="rider")).get("/me/").content.decode()

    assert "阿强" in page
    assert "138 0013 8000" in page
    assert "/office/" not in page
    assert "/station-work/" not in page


def test_a_clerk_finds_the_way_to_the_office():
    assert 'href="/office/"' in signed_in(a_clerk()).get("/me/").content.decode()


def test_a_station_master_finds_the_way_to_the_station():
    a_county()
    master = a_master_of(a_station())

    assert 'href="/station-work/"' in signed_in(master).get("/me/").content.decode()


def test_nickname_and_work_are_changed():
    person = a_worker("阿强")

    answer = signed_in(person).post("/me/profile/", {"nickname": "强哥", "kind_of_work": "courier"})

    person.refresh_from_db()
    assert answer.url == "/me/"
    assert (person.nickname, person.kind_of_work) == ("强哥", "courier")


@pytest.mark.parametrize(
    "typed", [{"nickname": ""}, {"nickname": "长" * 21}, {"nickname": "好", "kind_of_work": "x"}]
)
def test_what_cannot_be_is_said_beside_the_field(typed):
    assert signed_in(a_worker()).post("/me/profile/", typed).status_code == 422


def test_the_download_holds_everything_and_nobody_else():
    person, other = a_worker("阿强", phone=QIANG), a_worker("别人")
    _with_a_pass(person)

    answer = signed_in(person).get("/me/record.json")

    record = json.loads(answer.content)
    assert record["people"]["phone"] == QIANG
    assert record["people"]["nickname"] == "阿强"
    assert record["passes"]["codes"][0]["number"] == Handle.objects.get().number
    assert any(entry["what"] == "people.register_person" for entry in record["audit"])
    assert other.nickname not in answer.content.decode()
    assert "attachment" in answer["Content-Disposition"]


def test_the_same_can_be_read():
    person = a_worker("阿强", phone=QIANG)
    _with_a_pass(person)

    assert signed_in(person).get("/me/record/").status_code == 200


def test_signing_out_everywhere_ends_the_other_phone_too():
    person = a_worker()
    here, there = signed_in(person), signed_in(person)

    assert here.get("/me/leave-everywhere/").status_code == 200
    here.post("/me/leave-everywhere/")

    assert here.get("/me/").status_code == 302
    assert there.get("/me/").status_code == 302


def test_erasing_takes_a_look_and_a_button():
    person = a_worker("阿强", phone=QIANG)
    _with_a_pass(person)
    browser = signed_in(person)

    assert browser.get("/me/erase/").status_code == 200
    assert Person.objects.get().nickname == "阿强", "looking erases nothing"
    answer = browser.post("/me/erase/", follow=True)

    assert answer.status_code == 200
    erased = Person.objects.get()
    assert (erased.phone, erased.nickname, erased.is_active) == ("", "", False)
    assert not Handle.objects.exists()
    assert browser.get("/me/").status_code == 302


def test_a_master_who_leaves_no_longer_minds_a_station():
    a_county()
    master = a_master_of(a_station())

    erase_me(person=master, now=clock.now())

    assert StationStaff.objects.get(person=master).until is not None


def test_the_last_clerk_is_told_why_not_and_loses_nothing():
    clerk = a_clerk()
    _with_a_pass(clerk)

    answer = signed_in(clerk).post("/me/erase/")

    clerk.refresh_from_db()
    assert answer.status_code == 409
    assert 'data-code="last_of_staff"' in answer.content.decode()
    assert clerk.nickname
    assert Handle.objects.exists()


def test_half_an_erasure_is_none():
    """The last step refuses here; the steps before it are taken back."""
    clerk, other = a_clerk(), a_clerk("小李")
    _with_a_pass(other)
    Appointment.objects.filter(person=clerk).update(until=NOON.replace(hour=13))

    with pytest.raises(Refused):
        erase_me(person=other, now=clock.now())

    assert Handle.objects.filter(person=other).exists()
    assert Appointment.objects.filter(person=other, until__isnull=True).exists()


def test_leaving_twice_changes_nothing():
    person = a_worker()
    erase_me(person=person, now=NOON)
    first = Person.objects.get().erased_at

    erase_me(person=person, now=clock.now())

    assert Person.objects.get().erased_at == first


def test_after_erasing_the_number_may_join_again(settings):
    settings.NUANFENG_DEMO, settings.NUANFENG_SMS = True, "console"
    erase_me(person=a_worker(phone=QIANG), now=NOON)
    browser = Client()
    browser.post("/accounts/login/code/", {"phone": QIANG})
    code = browser.session["sign_in"]["demo_code"]

    assert browser.post("/accounts/login/code/confirm/", {"code": code}).url == "/accounts/welcome/"
