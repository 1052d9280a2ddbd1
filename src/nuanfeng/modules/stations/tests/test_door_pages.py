"""Two taps at a door, the code on the wall, and what a counter sends."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from nuanfeng.kernel import clock
from nuanfeng.kernel.ids import new_id
from nuanfeng.modules.organisations.api import COMMAND_LINE
from nuanfeng.modules.stations import usecases
from nuanfeng.modules.stations.models import DoorReport, OpeningTap, Visit
from nuanfeng.modules.stations.queries.door_checks import check_of
from nuanfeng.modules.stations.tests.builders import a_master_of, a_person, a_station

pytestmark = pytest.mark.django_db
ALL_DAY = "24/7"


@pytest.fixture
def station():
    cache.clear()
    return a_station(hours=ALL_DAY, facilities={"water": "", "medicine": ""})


def report(client, station, *, address="10.0.0.1", phone="a phone", **sent):
    page = reverse("stations:report", args=[station.pk])
    sent = {"id": new_id(), "kind": "locked", **sent}
    return client.post(page, sent, REMOTE_ADDR=address, HTTP_USER_AGENT=phone, follow=True)


def test_two_taps_without_an_account_and_everybody_reads_it(client, station):
    page = client.get(reverse("stations:station", args=[station.pk])).content.decode()
    assert reverse("stations:report", args=[station.pk]) in page
    said = report(client, station)
    assert "记下了" in said.content.decode()
    said = report(client, station, address="10.0.0.2")
    assert "别人也这么说" in said.content.decode()
    page = client.get(reverse("stations:station", args=[station.pk])).content.decode()
    assert "不确定" in page
    assert "有人说门没开" in page


def test_a_report_sets_no_session_and_keeps_no_address(client, station):
    report(client, station, address="203.0.113.77")
    kept = DoorReport.objects.get()
    assert "sessionid" not in client.cookies
    assert "203.0.113.77" not in kept.sender_digest
    assert len(kept.sender_digest) == 32


def test_the_page_said_a_moment_ago_is_asked_for_again_within_five_seconds(client, station):
    for name in ("stations:station", "stations:list", "stations:index_json"):
        answer = client.get(reverse(name, args=[station.pk] if name.endswith("station") else []))
        assert "max-age=4" in answer["Cache-Control"]
        assert answer["ETag"]


def test_the_eleventh_report_from_one_address_answers_a_sum_and_then_counts(client, station):
    others = [a_station(f"第 {number} 站", hours=ALL_DAY) for number in range(11)]
    for number, other in enumerate(others[:10]):
        report(client, other, phone=f"phone {number}")
    assert DoorReport.objects.count() == 10
    asked = report(client, others[10], phone="phone 10")
    assert (asked.status_code, DoorReport.objects.count()) == (422, 10)
    page = asked.content.decode()
    first, second = re.search(r"(\d+) 加 (\d+) 等于", page).groups()
    sealed = re.search(r'name="question" value="([^"]+)"', page)[1]
    wrong = report(client, others[10], phone="phone 10", question=sealed, answer="1")
    assert wrong.status_code == 422
    report(client, others[10], phone="phone 10", question=sealed, answer=str(int(first) + int(second)))
    assert DoorReport.objects.count() == 11


def test_another_address_is_not_asked_because_of_this_one(client, station):
    for number in range(10):
        other = a_station(f"第 {number} 站", hours=ALL_DAY)
        report(client, other, phone=f"phone {number}")
    report(client, station, address="10.0.0.9")
    assert DoorReport.objects.filter(station=station).exists()


@pytest.mark.parametrize("sent", [{"kind": "dirty"}, {"kind": ""}, {"id": "no number"}, {"kind": "x" * 4000}])
def test_what_no_button_sends_gets_a_sentence(client, station, sent):
    answer = report(client, station, **sent)
    assert answer.status_code == 409
    assert 'role="alert"' in answer.content.decode()
    assert not DoorReport.objects.exists()


def test_a_place_that_is_gone_cannot_be_reported(client, station):
    usecases.close_station(station_id=station.pk, reason="撤了", actor=COMMAND_LINE, now=clock.now())
    assert client.get(reverse("stations:report", args=[station.pk])).status_code == 404


def test_the_code_on_the_wall_counts_a_visit_and_asks_nobody_who_they_are(client, station):
    page = reverse("stations:here", args=[station.pk, check_of(station.pk)])
    assert "我在这里" in client.get(page).content.decode()
    thanked = client.post(page, {"id": new_id()}).content.decode()
    assert "谢谢" in thanked
    assert Visit.objects.get().source == "poster"


def test_the_number_of_a_station_is_not_enough_to_count_a_visit(client, station):
    for check in ("0000000000", check_of(station.pk + 1)):
        assert client.post(reverse("stations:here", args=[station.pk, check])).status_code == 404
    assert not Visit.objects.exists()


def test_the_poster_is_for_those_who_mind_the_place(client, station):
    page = reverse("stations:poster", args=[station.pk])
    client.force_login(a_person())
    assert client.get(page).status_code == 403
    client.force_login(a_master_of(station))
    poster = client.get(page).content.decode()
    assert f"/here/{station.pk}/{check_of(station.pk)}/" in poster
    assert "<svg" in poster


def count(client, key, **sent):
    sent = {"id": str(new_id()), "people": 4, "at": clock.now().isoformat(), **sent}
    return client.post(
        "/api/v1/visits", sent, content_type="application/json", headers={"Authorization": f"Bearer {key}"}
    )


def test_a_counter_tells_how_many_came_in_and_a_stranger_does_not(client, station):
    _counter, key = usecases.make_door_counter(
        station_id=station.pk, name="前门", actor=a_master_of(station), now=clock.now()
    )
    assert count(client, key).status_code == 201
    assert Visit.objects.get().people == 4
    assert count(client, "another key").status_code == 401
    assert count(client, key, people=0).status_code == 422
    assert count(client, key, at=(clock.now() + timedelta(hours=1)).isoformat()).status_code == 422
    assert Visit.objects.count() == 1


def test_the_api_says_what_the_evidence_says(client, station):
    told = client.get(f"/api/v1/stations/{station.pk}").json()
    assert told["opening"]["door"]["state"] in ("likely", "unsure")
    assert {one["state"] for one in told["held"]} == {"working"}


def test_the_people_there_open_the_door_count_and_answer_what_was_said(client, station):
    master = a_master_of(station)
    for address in ("10.0.0.1", "10.0.0.2"):
        report(client, station, kind="no_water", address=address)
    client.force_login(master)
    work = client.get("/station-work/").content.decode()
    assert "没水" in work
    assert "2 个人这么说" in work
    tap = reverse("stations:tap", args=[station.pk])
    for sent in ({"step": "open"}, {"step": "people", "people": "12"}, {"step": "fix", "kind": "no_water"}):
        assert client.post(tap, {"id": new_id(), **sent}).status_code == 302
    assert Visit.objects.get().people == 12
    work = client.get("/station-work/").content.decode()
    assert "没水" not in work
    assert "开着" in work


def test_a_stranger_opens_no_door(client, station):
    client.force_login(a_person())
    client.post(reverse("stations:tap", args=[station.pk]), {"id": new_id(), "step": "open"})
    assert not OpeningTap.objects.exists()
