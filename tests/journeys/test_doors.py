"""A locked door: two people say so, a third reads it, the master puts it right."""

from nuanfeng.kernel import clock
from nuanfeng.kernel.ids import new_id
from nuanfeng.modules.stations.tests.builders import a_master_of, a_station
from nuanfeng.modules.stations.usecases import tap_opening


def test_two_before_a_locked_door_and_the_third_reads_it_until_the_master_is_there(phone, live_server):
    station = a_station("星沙驿站", hours="24/7")
    third = phone()
    third.goto(f"/stations/{station.pk}/")
    assert "开着" in third.locator(".place-now").inner_text()
    for agent in ("one rider's phone", "another rider's", "and a third"):
        page = phone(user_agent=agent)
        page.goto(f"/stations/{station.pk}/")
        page.get_by_role("link", name="情况不对").click()
        page.get_by_role("button", name="门没开").click()
        page.get_by_role("heading", name="谢谢").wait_for()
        assert not page.faults
    third.goto(f"/stations/{station.pk}/?again")
    assert "不确定" in third.locator(".place-now").inner_text()
    third.get_by_text("为什么这么说").click()
    assert "70 分以上" in third.locator(".door-why").inner_text()
    tap_opening(id=new_id(), station_id=station.pk, is_open=True, actor=a_master_of(station), now=clock.now())
    third.goto("/?again")
    card = third.locator(".place").first.inner_text()
    assert "开着" in card
    assert "刚刚" in card
