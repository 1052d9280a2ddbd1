"""A rule is looked at before it is saved, once is known for long, and what is left finds its eaters."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from nuanfeng.kernel import clock
from nuanfeng.modules.benefits.models import PickupPoint, ProgrammeRule, Redemption
from nuanfeng.modules.benefits.tests.builders import BREAKFAST, BUN, a_county_clerk, a_rider, redeem
from nuanfeng.modules.benefits.tests.mornings import a_morning
from nuanfeng.modules.benefits.usecases import (
    add_item,
    add_pickup_point,
    close_stock,
    create_programme,
    open_stock,
    watch_leftovers,
)
from nuanfeng.modules.passes.api import show_pass
from tests.journeys.conftest import WIDE, axe_faults, overflows
from tests.journeys.scan_world import a_scanner, enrol, hand_over, take, type_number
from tests.journeys.test_county import a_clerk_signs_in

pytestmark = pytest.mark.django_db(transaction=True)
A_DAY = timedelta(days=1)


def _time_of(moment: datetime) -> time:
    """The hour and minute on the county's clocks."""
    return timezone.localtime(moment).time().replace(second=0, microsecond=0)


@pytest.fixture
def desk(phone, settings) -> Page:
    settings.NUANFENG_DEMO = True
    settings.NUANFENG_SMS = "console"
    page: Page = phone(viewport=WIDE)
    a_clerk_signs_in(page)
    return page


def test_the_office_looks_at_last_month_saves_a_rule_and_thinks_again(desk):
    morning = a_morning()
    today = timezone.localtime(clock.now() - timedelta(hours=3))  # the service day begins at three
    last_month = today.replace(day=1, hour=12) - A_DAY
    for back in (0, 1):
        redeem(morning.station, morning.rider, by=morning.master, at=last_month - back * A_DAY)
    desk.goto("/office/programmes/")
    desk.get_by_role("link", name="暖心早餐").first.click()
    desk.get_by_role("link", name="改规则").click()
    desk.get_by_label("一月一次").check()
    desk.get_by_role("button", name="看看上个月会怎样").click()
    expect(desk.locator("#preview meter")).to_have_count(5)
    shown = desk.locator("#preview dd strong").all_inner_texts()
    assert shown == ["2", "1", "1", "0", "0"]
    assert axe_faults(desk) == []
    assert not overflows(desk)
    assert ProgrammeRule.objects.count() == 1

    desk.get_by_role("button", name="保存").click()
    expect(desk.get_by_text("一月一次 · 谁都可以")).to_be_visible()
    expect(desk.get_by_text("一天一次 · 谁都可以")).to_be_visible()
    desk.get_by_role("button", name="不改了，照旧").click()
    expect(desk.get_by_text("一月一次 · 谁都可以")).to_have_count(0)
    assert desk.faults == []


def test_what_is_given_once_is_amber_a_day_later_with_and_without_a_network(phone):
    morning = a_morning(period="once", ends_on=date(2099, 12, 31))
    redeem(morning.station, morning.rider, by=morning.master, at=clock.now() - 3 * A_DAY)
    page = phone()
    a_scanner(page, morning)
    type_number(page, morning.number)
    expect(page.locator("#answer")).to_have_attribute("data-outcome", "already")
    expect(page.locator("#answer-title")).to_contain_text("日领过了")
    page.locator("#back-to-scan").click()

    page.context.set_offline(True)
    type_number(page, morning.number)
    expect(page.locator("#answer")).to_have_attribute("data-outcome", "already")
    expect(page.locator("#answer-title")).to_have_text("这一期领过了")
    page.locator("#give-anyway").click()
    take(page, BUN, 1)
    hand_over(page)
    page.context.set_offline(False)
    expect(page.locator("#waiting-chip")).to_be_hidden()
    assert list(Redemption.objects.order_by("at").values_list("status", flat=True)) == ["counted", "extra"]
    assert page.faults == []


def test_a_phone_moves_between_two_tables_of_a_station_without_a_network(phone):
    morning = a_morning()
    clerk, now = a_county_clerk(), clock.now()
    soup = create_programme(code="soup", name="热汤", starts_on=date(2020, 1, 1), actor=clerk, now=now)
    add_item(programme_id=soup.pk, code="bowl", name="一碗汤", quantity_max=1, actor=clerk, now=now)
    add_pickup_point(programme_id=soup.pk, station_id=morning.station.pk, actor=clerk, now=now)
    page = phone()
    a_scanner(page, morning)
    expect(page.locator("#programme")).to_have_text("暖心早餐")
    page.context.set_offline(True)
    type_number(page, morning.number)
    page.locator("#give-anyway").click()
    take(page, BUN, 1)
    hand_over(page)

    page.get_by_role("button", name="热汤").click()
    expect(page.locator("#programme")).to_have_text("热汤")
    expect(page.locator("html[data-ready=table]")).to_have_count(1)
    type_number(page, morning.number)
    expect(page.locator("#answer")).to_have_attribute("data-outcome", "ours_unheard")
    page.locator("#give-anyway").click()
    take(page, "bowl", 1)
    hand_over(page)
    expect(page.locator("#waiting")).to_have_text("2")
    page.context.set_offline(False)
    expect(page.locator("#waiting-chip")).to_be_hidden()
    kept = Redemption.objects.values_list("programme__code", "status")
    assert sorted(kept) == [("breakfast", "counted"), ("soup", "counted")]
    assert axe_faults(page) == []
    assert page.faults == []


def test_what_is_left_is_told_to_who_missed_out_and_waits_for_them(phone):
    now = clock.now()
    morning = a_morning(
        late_from=_time_of(now - timedelta(minutes=5)),
        service_day_starts_at=_time_of(now - timedelta(hours=12)),
    )
    missed, point = a_rider("小勤"), PickupPoint.objects.get()
    watch_leftovers(point_id=point.pk, person=missed, now=now - 2 * A_DAY)
    table = {"station_id": morning.station.pk, "programme": BREAKFAST, "actor": morning.master}
    open_stock(**table, portions={BUN: 3}, now=now - A_DAY)
    close_stock(**table, counted={BUN: 0}, now=now - A_DAY)

    page = phone(missed)
    page.goto("/pass/")
    expect(page.get_by_text("上次你没赶上")).to_be_visible()
    page.get_by_text("上次你没赶上").click()
    page.get_by_role("button", name="不用告诉我了").wait_for()
    assert axe_faults(page) == []

    scan = phone(morning.master)
    enrol(scan, morning)
    type_number(scan, morning.number)
    expect(scan.locator("#answer")).to_have_attribute("data-outcome", "held_back")
    expect(scan.locator("#answer-title")).to_contain_text("先留给上次没赶上的人")
    scan.locator("#back-to-scan").click()
    type_number(scan, show_pass(person=missed, now=now, limit=1).number)
    expect(scan.locator("#answer")).to_have_attribute("data-outcome", "new")
    take(scan, BUN, 1)
    hand_over(scan)
    # Nobody else missed out, so nobody waits any more; and a second one is green.
    type_number(scan, morning.number)
    expect(scan.locator("#answer")).to_have_attribute("data-outcome", "new")
    take(scan, BUN, 1)
    hand_over(scan)
    assert sorted(Redemption.objects.values_list("status", flat=True)) == ["counted", "counted"]
    assert page.faults == scan.faults == []
