"""A phone becomes a scanner by the hand of the station's staff, and stops being one."""

import pytest

from nuanfeng.kernel.errors import Refused
from nuanfeng.kernel.models import AuditEntry
from nuanfeng.modules.passes.models import Scanner
from nuanfeng.modules.passes.queries import scanner_from_bearer, scanners_of
from nuanfeng.modules.passes.tests.builders import (
    NOON,
    a_county_clerk,
    a_master_of,
    a_person,
    a_scanner,
    a_station,
    a_volunteer_at,
    in_minutes,
)
from nuanfeng.modules.passes.usecases import enrol_scanner, revoke_scanner

pytestmark = pytest.mark.django_db


def test_a_volunteers_phone_becomes_a_scanner_of_their_station(django_assert_num_queries):
    station = a_station()
    scanner, key = enrol_scanner(
        actor=a_volunteer_at(station), station=station, name=" 门口 的手机 ", now=NOON
    )
    assert scanner.name == "门口 的手机"
    with django_assert_num_queries(1):
        found = scanner_from_bearer(key)
        assert (found.pk, found.station_id) == (scanner.pk, station.pk)
    assert list(scanners_of(station.pk)) == [scanner]


def test_the_key_is_kept_nowhere():
    scanner, key = a_scanner()
    kept = [str(value) for row in Scanner.objects.values_list() for value in row]
    kept += [str(value) for row in AuditEntry.objects.values_list() for value in row]
    assert not [value for value in kept if key in value]
    assert scanner.key_digest not in str(AuditEntry.objects.values_list("details"))


@pytest.mark.parametrize("key", ["", "x", "暖" * 40, "A" * 43, "A" * 5000])
def test_a_key_that_nobody_was_given_opens_nothing(key):
    a_scanner()
    assert scanner_from_bearer(key) is None


def test_only_the_stations_own_staff_enrol_a_phone():
    here, there = a_station("这里"), a_station("那里")
    for stranger in (a_person(), a_master_of(there), a_county_clerk()):
        with pytest.raises(Refused, match="staff of this station"):
            enrol_scanner(actor=stranger, station=here, name="", now=NOON)
    assert not Scanner.objects.exists()


def test_a_lost_phone_is_shut_out_by_staff_or_county_and_by_nobody_else():
    scanner, key = a_scanner()
    with pytest.raises(Refused):
        revoke_scanner(actor=a_person(), scanner=scanner, now=NOON)
    assert scanner_from_bearer(key)
    revoke_scanner(actor=a_county_clerk(), scanner=scanner, now=NOON)
    assert scanner_from_bearer(key) is None
    assert revoke_scanner(actor=a_county_clerk(), scanner=scanner, now=in_minutes(9)).revoked_at == NOON
