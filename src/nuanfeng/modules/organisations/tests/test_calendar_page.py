"""The office sees every day that opening hours go by, and sets its own above the country's."""

from datetime import date

import pytest

from nuanfeng.kernel.calendar import stretches
from nuanfeng.kernel.models import CalendarDay
from nuanfeng.modules.organisations.tests.builders import a_clerk
from nuanfeng.modules.people.tests.builders import a_worker, signed_in

pytestmark = pytest.mark.django_db
OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))


def test_the_countrys_days_stand_in_stretches_and_the_countys_own_apart():
    national = stretches(*OCTOBER)
    assert national[0].first == date(2026, 10, 1)
    assert national[0].last > date(2026, 10, 5)
    CalendarDay.objects.create(day=date(2026, 10, 3), kind="workday", name="抗洪")
    own = [each for each in stretches(*OCTOBER) if each.own]
    assert [(each.first, each.last, each.kind) for each in own] == [
        (date(2026, 10, 3), date(2026, 10, 3), "workday")
    ]
    assert stretches(*OCTOBER)[0].last == date(2026, 10, 2)


def test_the_office_reads_the_days_in_force_and_nobody_else_does():
    office = signed_in(a_clerk(), with_second_factor=True)
    page = office.get("/office/calendar/").content.decode()
    assert "节假日" in page or "放假" in page
    assert "全国" in page
    assert signed_in(a_worker(), with_second_factor=True).get("/office/calendar/").status_code == 403
