"""The page with the phones that scan for a station."""

import pytest

from nuanfeng.modules.passes.queries import scanner_from_bearer
from nuanfeng.modules.passes.tests.builders import (
    a_county,
    a_county_clerk,
    a_master_of,
    a_person,
    a_scanner,
    a_station,
)
from nuanfeng.modules.people.tests.builders import signed_in
from nuanfeng.modules.stations.models import StationStaff

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolled():
    a_county()
    return a_scanner("桌上的手机")


def test_staff_take_the_scanner_off_a_lost_phone_in_two_steps(client, enrolled):
    scanner, key = enrolled
    client.force_login(StationStaff.objects.get(station_id=scanner.station_id).person)
    listed = client.get(f"/stations/{scanner.station_id}/scanners/")
    address = f"/scanners/{scanner.pk}/revoke/"
    assert "桌上的手机" in listed.text
    assert address in listed.text
    assert client.get(address).status_code == 200
    assert scanner_from_bearer(key)

    answer = client.post(address, follow=True)

    assert answer.redirect_chain == [(f"/stations/{scanner.station_id}/scanners/", 302)]
    assert scanner_from_bearer(key) is None
    assert address not in answer.text


def test_county_staff_can_do_the_same(enrolled):
    scanner, key = enrolled
    office = signed_in(a_county_clerk(), with_second_factor=True)
    office.post(f"/scanners/{scanner.pk}/revoke/")
    assert scanner_from_bearer(key) is None


def test_county_staff_come_with_their_second_step_only(enrolled):
    scanner, key = enrolled
    half_in = signed_in(a_county_clerk())
    for address in (f"/stations/{scanner.station_id}/scanners/", f"/scanners/{scanner.pk}/revoke/"):
        assert half_in.get(address).url.startswith("/accounts/2fa/")
        assert half_in.post(address).status_code in (302, 405)
    assert scanner_from_bearer(key)


@pytest.mark.parametrize("who", ["worker", "master elsewhere"])
def test_nobody_else_sees_the_phones_or_takes_one_off(client, enrolled, who):
    scanner, key = enrolled
    client.force_login(a_person() if who == "worker" else a_master_of(a_station("别处")))
    assert client.get(f"/stations/{scanner.station_id}/scanners/").status_code == 403
    assert client.post(f"/scanners/{scanner.pk}/revoke/").status_code == 403
    assert scanner_from_bearer(key)


def test_a_visitor_is_sent_to_sign_in(client, enrolled):
    scanner, _key = enrolled
    for address in (f"/stations/{scanner.station_id}/scanners/", f"/scanners/{scanner.pk}/revoke/"):
        assert client.get(address).url.startswith("/accounts/login/code/")
