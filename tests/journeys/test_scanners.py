"""The page with the phones that scan, looked at as staff see it."""

import pytest

from nuanfeng.modules.passes.tests.builders import a_county, a_county_clerk, a_scanner, a_station
from tests.journeys.conftest import LOOKS, axe_faults, overflows, put_on

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("look", LOOKS)
def test_the_phones_that_scan_fit_and_read_in_every_look(phone, look):
    a_county()
    scanner, _key = a_scanner("门口桌子上的手机")
    empty = a_station("还没有手机的驿站")
    page = phone(a_county_clerk())
    for address in (
        f"/stations/{scanner.station_id}/scanners/",
        f"/scanners/{scanner.pk}/revoke/",
        f"/stations/{empty.pk}/scanners/",
        "/pass/new/",
    ):
        page.goto(address)
        put_on(page, look)
        assert axe_faults(page) == [], address
        assert not overflows(page), address
    assert page.faults == []
