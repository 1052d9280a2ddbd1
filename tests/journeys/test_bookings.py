"""A rider books the health package, another moves up when it is given up, and the clinic notes who came."""

from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest

from nuanfeng.kernel import clock
from nuanfeng.kernel.ids import new_id
from nuanfeng.modules.bookings.api import Series, add_venue, book_place, create_offer, open_slots
from nuanfeng.modules.bookings.models import Booking, Slot
from nuanfeng.modules.organisations.api import COMMAND_LINE
from nuanfeng.modules.passes.api import issue_screen_handle, show_pass
from nuanfeng.modules.people.tests.builders import a_worker
from nuanfeng.modules.stations.tests.builders import a_master_of, a_station

HERE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def station(transactional_db):
    return a_station("卫生中心驿站", hours="24/7")


@pytest.fixture
def package(station):
    return create_offer(
        code="health", kind="health", name="健康套餐", what="量血压、抽血", how_often="year",
        actor=COMMAND_LINE, now=clock.now(),
    )  # fmt: skip


def open_on(package, station, day, *, opened_at):
    venue = add_venue(
        name="星沙社区卫生中心", address="开元路 8 号", phone="0731-84010001", station_id=station.pk,
        actor=COMMAND_LINE, now=opened_at,
    )  # fmt: skip
    laid = Series(day, day, time(9), time(11), timedelta(hours=1))
    known = {"offer_id": package.pk, "venue_id": venue.pk, "places": 1, "actor": COMMAND_LINE}
    open_slots(series=laid, now=opened_at, **known)


def test_a_place_that_is_given_up_goes_to_whoever_waits_and_their_pass_says_so(phone, package, station):
    now = clock.now()
    open_on(package, station, (now + timedelta(days=1)).astimezone(HERE).date(), opened_at=now)
    first, second = a_worker("阿强"), a_worker("小勤")
    page = phone(first)
    page.goto("/ask/")
    page.get_by_role("link", name="健康套餐和初心之旅").click()
    page.get_by_role("link", name="选时间").click()
    page.get_by_role("button", name="约这个").first.click()
    page.get_by_text("约好了").first.wait_for()
    other = phone(second)
    other.goto("/bookings/health/")
    other.get_by_role("button", name="排队").click()
    other.get_by_text("下一个就是你").wait_for()
    page.get_by_text("我来不了").click()
    page.get_by_role("button", name="取消预约").click()
    page.get_by_text("位置让给后面的人").wait_for()
    other.goto("/pass/")
    other.get_by_text("有空位了").click()
    other.get_by_role("button", name="知道了").click()
    other.get_by_text("明天 9:00").first.wait_for()
    assert page.faults == other.faults == []
    assert sorted(Booking.objects.values_list("state", flat=True)) == ["booked", "cancelled"]


def test_the_clinic_types_the_ten_digits_and_lets_somebody_in_where_there_is_room(phone, package, station):
    now = clock.now()
    open_on(package, station, now.astimezone(HERE).date(), opened_at=now - timedelta(days=1))
    rider, master = a_worker("阿强"), a_master_of(station)
    number = issue_screen_handle(person=rider, now=now).number
    desk = phone(master)
    desk.goto("/station-work/")
    desk.get_by_role("link", name="谁来了").click()
    desk.get_by_label("码下面的十位号码").fill(number)
    desk.get_by_role("button", name="来了", exact=True).first.click()
    desk.get_by_text("今天没约这里").wait_for()
    desk.get_by_role("button", name="让进来").first.click()
    desk.get_by_text("来过了").wait_for()
    assert desk.faults == []
    assert Slot.objects.order_by("starts_at").first().taken == 1


def test_the_clinic_scans_the_pass_of_somebody_who_booked(camera_phone, package, station):
    now = clock.now()
    yesterday = now - timedelta(days=1)
    open_on(package, station, now.astimezone(HERE).date(), opened_at=yesterday)
    rider, master = a_worker("阿强"), a_master_of(station)
    slot = Slot.objects.order_by("starts_at").first()
    book_place(id=new_id(), slot_id=slot.pk, person=rider, now=yesterday)
    [running] = show_pass(person=rider, now=now, limit=1).slices
    desk = camera_phone(running.text, master)
    desk.goto(f"/stations/{station.pk}/attendance/")
    desk.get_by_role("button", name="扫码").click()
    desk.get_by_text("来过了").wait_for()
    assert desk.faults == []
    assert Booking.objects.get().state == "attended"
