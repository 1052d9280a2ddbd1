"""Every night each promise is held against the rows, and the county reads what was found."""

from datetime import timedelta

import pytest

from nuanfeng.kernel.models import PromiseCheck
from nuanfeng.kernel.promises import last_check
from nuanfeng.modules.people.tests.builders import signed_in
from nuanfeng.modules.stations.models import DoorEvidence
from nuanfeng.modules.stations.tests.builders import NOON, a_county, a_county_clerk, a_station
from nuanfeng.portal.usecases import check_promises

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def spoil():
    """A door that says it was locked, and no report that says so."""
    station = a_station()
    DoorEvidence.objects.create(station=station, heard_locked_at=NOON, changed_at=NOON)


def test_where_everything_fits_the_county_reads_that_it_does():
    a_county()
    office = signed_in(a_county_clerk(), with_second_factor=True)
    assert check_promises(now=NOON) == []
    assert last_check().broken_since is None
    assert f"{last_check().checked} 条都对得上" in office.get("/office/").content.decode()


def test_where_something_does_not_fit_the_county_reads_what_and_since_when():
    a_county()
    office = signed_in(a_county_clerk(), with_second_factor=True)
    check_promises(now=NOON)
    spoil()
    broken = check_promises(now=NOON + DAY)
    check_promises(now=NOON + 2 * DAY)
    assert len(broken) == 1
    assert last_check().broken_since == NOON + DAY
    page = office.get("/office/").content.decode()
    assert "1 条对不上" in page
    assert broken[0] not in page


def test_what_was_found_is_kept_for_a_month():
    for days in (0, 1, 30, 31):
        check_promises(now=NOON + days * DAY)
    assert PromiseCheck.objects.count() == 3
