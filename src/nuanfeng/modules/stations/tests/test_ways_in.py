"""How people get in, the day's door code, and the Wi-Fi that only the wall inside tells."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from nuanfeng.kernel.errors import Refused
from nuanfeng.kernel.models import AuditEntry
from nuanfeng.modules.people.tests.builders import signed_in
from nuanfeng.modules.stations.models import Station, WirelessNetwork
from nuanfeng.modules.stations.queries.access import door_code_of, door_codes_around, wireless_of
from nuanfeng.modules.stations.rules.door_codes import code_day, code_from
from nuanfeng.modules.stations.rules.wireless import easy_password, refusal_to_keep_wireless
from nuanfeng.modules.stations.tests.builders import (
    NOON,
    a_county_clerk,
    a_master_of,
    a_person,
    a_station,
    a_volunteer_at,
)
from nuanfeng.modules.stations.usecases import change_wireless_password, set_access, set_wireless


def set_to(station, access, note="", by=None):
    return set_access(station_id=station.pk, access=access, note=note, actor=by or a_county_clerk(), now=NOON)


def test_a_code_holds_until_three_in_the_night():
    evening = datetime(2026, 10, 8, 23, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert code_day(evening) == code_day(evening + timedelta(hours=3, minutes=59))
    assert code_day(evening + timedelta(hours=4)) == code_day(evening) + timedelta(days=1)


def test_a_code_always_has_six_digits():
    assert code_from("0") == "000000"
    assert code_from(f"{12_345_678:x}") == "345678"


@pytest.mark.django_db
def test_each_door_and_each_day_has_its_own_code():
    codes = [one.code for one in door_codes_around(1, now=NOON)]
    assert len(codes) == 8
    assert len(set(codes)) == 8
    assert codes[1] == door_code_of(1, now=NOON).code != door_code_of(2, now=NOON).code


@pytest.mark.django_db
def test_the_page_says_how_to_get_in():
    station = a_station(phone="0731-84010001")
    clerk = a_county_clerk()
    set_to(station, "key", "钥匙在隔壁店里。", by=clerk)
    assert "钥匙在隔壁店里。" in Client().get(f"/stations/{station.pk}/").content.decode()
    set_to(station, "appointment", by=clerk)
    assert "钥匙在隔壁店里。" not in Client().get(f"/stations/{station.pk}/").content.decode()


@pytest.mark.django_db
def test_a_way_in_that_says_too_little_is_refused():
    station, clerk = a_station(), a_county_clerk()
    for access, note, code in (
        ("key", "", "key_where"),
        ("appointment", "", "call_whom"),
        ("window", "", "access_unknown"),
        ("key", "长" * 201, "access_note_too_long"),
    ):
        with pytest.raises(Refused) as refused:
            set_to(station, access, note, by=clerk)
        assert refused.value.refusal.code == code
    with pytest.raises(Refused):
        set_to(station, "door_code", by=a_volunteer_at(station))
    set_to(station, "door_code", by=a_master_of(station))
    assert Station.objects.get(pk=station.pk).access == "door_code"


@pytest.mark.django_db
def test_no_public_page_and_no_answer_to_a_program_holds_the_code():
    station = a_station(hours="24/7")
    set_to(station, "door_code")
    codes = [one.code for one in door_codes_around(station.pk, now=NOON)]
    own = signed_in(a_volunteer_at(station)).get(f"/stations/{station.pk}/way-in/")
    today = own.context["today"].code
    assert today in own.content.decode()
    codes += [today, *(one.code for one in own.context["codes"])]
    for address in (
        f"/stations/{station.pk}/",
        f"/stations/{station.pk}/screen/",
        f"/stations/{station.pk}/door/",
        f"/api/v1/stations/{station.pk}",
        "/api/v1/stations",
        "/stations/index.json",
        "/",
    ):
        text = Client().get(address).content.decode()
        for code in codes:
            assert code not in text, address
            if "api" not in address and "json" not in address:
                continue
            assert f'"{code.replace(" ", "")}"' not in text, address
    assert signed_in(a_person()).get(f"/stations/{station.pk}/way-in/").status_code == 403


@pytest.fixture
def wired():
    station = a_station()
    master = a_master_of(station)
    set_wireless(station_id=station.pk, name="星沙驿站", password="changsha-2026", actor=master, now=NOON)
    return station, master


@pytest.mark.django_db
def test_the_password_lies_encrypted_and_is_public_nowhere(wired):
    station, _master = wired
    assert "changsha-2026" not in WirelessNetwork.objects.get().password_encrypted
    for address in (
        f"/stations/{station.pk}/",
        f"/stations/{station.pk}/screen/",
        f"/api/v1/stations/{station.pk}",
        "/api/v1/stations",
    ):
        text = Client().get(address).content.decode()
        assert "changsha-2026" not in text
        assert station.name in text
    page = f"/stations/{station.pk}/wifi/"
    assert "changsha-2026" in signed_in(a_volunteer_at(station)).get(page).content.decode()
    assert signed_in(a_county_clerk()).get(page).status_code == 403
    assert signed_in(a_person()).get(page).status_code == 403


@pytest.mark.django_db
def test_the_master_makes_a_new_password_with_one_tap(wired):
    station, master = wired
    page = f"/stations/{station.pk}/wifi/"
    browser = signed_in(master)
    assert browser.post(page, {"step": "change"}).status_code == 302
    new = wireless_of(station.pk).password
    assert new != "changsha-2026"
    assert new in browser.get(page).content.decode()
    assert not any(new in str(entry.details) for entry in AuditEntry.objects.all())
    with pytest.raises(Refused):
        change_wireless_password(station_id=station.pk, actor=a_volunteer_at(station), now=NOON)


def test_an_easy_password_can_be_kept_and_is_not_the_same_twice():
    assert refusal_to_keep_wireless("暖蜂", easy_password(0)) is None
    assert len({easy_password(number) for number in range(0, 10**12, 10**9)}) == 1000


@pytest.mark.parametrize(
    ("name", "password"),
    [("", "12345678"), ("暖" * 11, "12345678"), ("ok", "1234567"), ("ok", "密码密码密码密码")],
)
def test_what_no_phone_could_join_is_refused(name, password):
    assert refusal_to_keep_wireless(name, password) is not None


@pytest.mark.django_db
def test_programs_read_how_to_get_in_and_never_a_code_or_a_password():
    station = a_station(latitude=28.24, longitude=113.08)
    set_to(station, "door_code", "夜里自己进。")
    master = a_master_of(station)
    set_wireless(station_id=station.pk, name="NuanFeng", password="warm-bee-2026", actor=master, now=NOON)
    for path in ("/stations", f"/stations/{station.pk}", "/stations.geojson"):
        said = Client().get(f"/api/v1{path}").content.decode()
        assert "door_code" in said
        codes = [one.code for one in door_codes_around(station.pk, now=NOON)]
        secrets = ["warm-bee-2026", "NuanFeng", *codes, *(code.replace(" ", "") for code in codes)]
        assert [secret for secret in secrets if secret in said] == []


@pytest.mark.django_db
def test_whoever_is_signed_in_reads_todays_codes_from_the_pass():
    station = a_station("自助驿站")
    set_to(station, "door_code")
    page = signed_in(a_person()).get("/pass/doors/").content.decode()
    assert "自助驿站" in page
    assert Client().get("/pass/doors/").status_code == 302
    set_to(station, "key", "钥匙在隔壁店里。")
    assert "还没有用密码锁的驿站" in signed_in(a_person()).get("/pass/doors/").content.decode()
