"""A station master hands out breakfast with a phone: the camera, the number, no network, no script."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from nuanfeng.kernel import clock
from nuanfeng.modules.benefits.api import redeem_pass
from nuanfeng.modules.benefits.models import Redemption
from nuanfeng.modules.benefits.tests.builders import BUN, MILK, a_hand_out, a_station, a_volunteer_at
from nuanfeng.modules.benefits.tests.mornings import a_morning
from nuanfeng.modules.passes.api import revoke_scanner
from nuanfeng.modules.passes.models import Scanner
from tests.journeys.conftest import axe_faults, overflows, put_on
from tests.journeys.scan_world import (
    an_answer_is_lost,
    enrol,
    hand_over,
    statuses,
    take,
    type_number,
)

pytestmark = pytest.mark.django_db(transaction=True)


def ten_minutes_pass():
    """What was handed out lies ten minutes back, beyond undoing and "just scanned"."""
    earlier = clock.now() - timedelta(minutes=10)
    Redemption.objects.update(at=earlier, received_at=earlier)


def test_the_camera_reads_a_pass_and_the_second_time_is_amber(camera_phone):
    morning = a_morning()
    page = camera_phone(morning.code, morning.master)
    enrol(page, morning)

    answer = page.locator("#answer")
    expect(answer).to_have_attribute("data-tone", "go")
    take(page, BUN, 2)
    take(page, MILK, 1)
    hand_over(page)
    assert statuses() == ["counted"]
    assert (morning.left(BUN), morning.left(MILK)) == (84, 39)
    expect(page.locator("#left")).to_have_text("123")

    ten_minutes_pass()
    page.reload()
    expect(answer).to_have_attribute("data-tone", "doubt")
    expect(page.locator("#answer-title")).to_contain_text(re.compile(r"\d{1,2}:\d\d"))
    expect(page.locator("[name=reason]:checked")).to_have_count(0)
    page.get_by_text("其实没领到").click()
    page.locator("#give-anyway").click()
    take(page, BUN, 1)
    hand_over(page)
    assert statuses() == ["counted", "extra"]
    assert Redemption.objects.get(status="extra").reason == "was_not_served"
    assert page.faults == []


def test_a_code_that_stays_in_view_is_not_read_twice(camera_phone):
    morning = a_morning()
    page = camera_phone(morning.code, morning.master)
    checks = []
    page.on("request", lambda request: checks.append(request.url) if "/checks" in request.url else None)
    enrol(page, morning)
    expect(page.locator("#answer")).to_be_visible()
    take(page, BUN, 1)
    hand_over(page)
    type_number(page, "123 456 7897")  # meanwhile the code lies before the camera
    page.locator("#back-to-scan").click()
    expect(page.locator("#answer")).to_be_hidden()
    assert len(checks) == 2
    assert statuses() == ["counted"]


def test_the_same_person_within_a_minute_is_just_scanned(phone):
    morning = a_morning()
    page = phone(morning.master)
    enrol(page, morning)
    type_number(page, morning.number)
    take(page, BUN, 1)
    hand_over(page)
    page.reload()
    page.locator("#number").fill(morning.number)
    page.locator("#number-form button").click()
    expect(page.locator("#toast")).to_be_visible()
    expect(page.locator("#answer")).to_be_hidden()
    assert statuses() == ["counted"]


def test_a_guest_gets_a_meal_with_one_tap_and_it_can_be_undone(phone):
    morning = a_morning()
    page = phone(morning.master)
    enrol(page, morning)
    page.locator("#guest-form button").click()
    expect(page.locator("#undo")).to_be_visible()
    assert statuses() == ["guest"]
    assert morning.left() == 85

    page.locator("#undo button").click()
    expect(page.locator("#left")).to_have_text("126")
    assert statuses() == ["void"]
    assert morning.left() == 86


def test_a_number_is_read_however_it_is_typed_and_a_wrong_one_is_said_at_once(phone):
    morning = a_morning()
    page = phone(morning.master)
    enrol(page, morning)
    page.locator("#number").fill("12345")
    page.locator("#number-form button").click()
    expect(page.locator("#number-wrong")).to_be_visible()

    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    number = morning.number.translate(wide)
    type_number(page, f"{number[:3]}　{number[3:6]}-{number[6:]}")
    expect(page.locator("#answer")).to_have_attribute("data-tone", "go")


def test_a_strange_code_is_grey_and_somebody_hungry_is_fed(camera_phone):
    morning = a_morning()
    page = camera_phone("https://example.org/a-poster", morning.master)
    enrol(page, morning)
    expect(page.locator("#answer")).to_have_attribute("data-tone", "grey")
    page.locator("#give-anyway").click()
    take(page, BUN, 1)
    hand_over(page)
    assert statuses() == ["guest"]
    assert Redemption.objects.get().gave_anyway


def test_an_empty_count_is_said_and_the_volunteer_decides(phone):
    morning = a_morning(buns=0, milks=3)
    page = phone(morning.master)
    enrol(page, morning)
    type_number(page, morning.number)
    take(page, BUN, 1)
    page.locator("#handed").click()
    expect(page.locator("#answer")).to_have_attribute("data-outcome", "none_left")
    assert statuses() == []
    page.locator("#give-anyway").click()
    take(page, BUN, 1)
    hand_over(page)
    assert statuses() == ["counted"]
    assert Redemption.objects.get().lines.get().beyond_stock == 1


def test_two_tables_and_one_person_leave_the_decision_to_the_second(phone):
    morning = a_morning()
    page = phone(morning.master)
    enrol(page, morning)
    type_number(page, morning.number)
    take(page, BUN, 1)
    meanwhile = a_hand_out(morning.station, morning.code, at=clock.now())
    other = a_volunteer_at(morning.station)
    redeem_pass(hand_out=meanwhile, actor=other, now=clock.now())
    page.locator("#handed").click()
    expect(page.locator("#answer")).to_have_attribute("data-tone", "doubt")
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_load_state("networkidle")
    assert statuses() == ["counted"]
    page.locator("#back-to-scan").click()
    expect(page.locator("#waiting-chip")).to_be_hidden()
    page.reload()
    expect(page.locator("#waiting-chip")).to_be_hidden()
    assert statuses() == ["counted"]


def test_an_answer_that_is_lost_makes_one_record_even_after_a_reload(phone):
    morning = a_morning()
    page = phone(morning.master)
    enrol(page, morning)
    type_number(page, morning.number)
    take(page, BUN, 1)
    page.route("**/api/v1/redemptions", an_answer_is_lost)
    hand_over(page)
    expect(page.locator("#undo")).to_have_class(re.compile("is-only-here"))
    expect(page.locator("#waiting")).to_have_text("1")

    page.reload()
    expect(page.locator("#waiting")).to_have_text("1")
    page.unroute("**/api/v1/redemptions")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#waiting-chip")).to_be_hidden()
    assert statuses() == ["counted"]
    assert morning.left() == 85


def test_without_a_network_people_are_fed_and_recorded_later(camera_phone):
    morning = a_morning()
    page = camera_phone(morning.code, morning.master)
    enrol(page, morning)
    expect(page.locator("#answer")).to_have_attribute("data-tone", "go")
    page.locator("#back-to-scan").click()

    page.context.set_offline(True)
    type_number(page, morning.number)
    expect(page.locator("#answer")).to_have_attribute("data-outcome", "unheard")
    page.locator("#give-anyway").click()
    take(page, BUN, 1)
    hand_over(page)
    expect(page.locator("#network-chip")).to_be_visible()
    page.locator("#guest-form button").click()
    expect(page.locator("#waiting")).to_have_text("2")
    assert statuses() == []

    page.context.set_offline(False)
    expect(page.locator("#waiting-chip")).to_be_hidden()
    assert sorted(statuses()) == ["counted", "guest"]


def test_undoing_waits_behind_the_record_that_waits(phone):
    morning = a_morning()
    page = phone(morning.master)
    enrol(page, morning)
    page.context.set_offline(True)
    page.locator("#guest-form button").click()
    expect(page.locator("#undo")).to_be_visible()
    page.locator("#undo button").click()
    expect(page.locator("#waiting")).to_have_text("2")
    page.context.set_offline(False)
    expect(page.locator("#waiting-chip")).to_be_hidden()
    assert statuses() == ["void"]
    assert morning.left() == 86


def test_a_phone_that_was_taken_off_says_so_and_can_be_let_in_again(phone):
    morning = a_morning()
    page = phone(morning.master)
    enrol(page, morning)
    revoke_scanner(scanner=Scanner.objects.get(), actor=morning.master, now=clock.now())
    page.reload()
    expect(page.locator("#revoked")).to_be_visible()
    expect(page.locator("#number-form")).to_be_visible()
    page.locator("#revoked button").click()
    expect(page.locator("#view")).to_be_visible()
    expect(page.locator("#revoked")).to_be_hidden()


def test_without_a_camera_the_page_says_what_to_do(phone):
    morning = a_morning()
    page = phone(morning.master)
    enrol(page, morning)
    expect(page.locator("#view-said")).to_be_visible()
    type_number(page, morning.number)
    expect(page.locator("#answer")).to_have_attribute("data-tone", "go")


def test_without_a_script_the_same_page_does_the_same(phone):
    morning = a_morning()
    page = phone(morning.master, java_script_enabled=False)
    page.goto(morning.scan)
    type_number(page, morning.number)
    take(page, BUN, 2)
    hand_over(page)
    assert statuses() == ["counted"]

    ten_minutes_pass()
    type_number(page, morning.number)
    expect(page.locator("#answer")).to_have_attribute("data-tone", "doubt")
    take(page, BUN, 1)
    hand_over(page)
    assert statuses() == ["counted", "extra"]

    page.locator("#guest-form button").click()
    expect(page.locator("#undo")).to_be_visible()
    page.locator("#undo button").click()
    expect(page.locator("#undo")).to_be_hidden()
    assert statuses() == ["counted", "extra", "void"]


def test_in_english_the_whole_page_is_english(phone, live_server):
    morning = a_morning()
    page = phone(morning.master)
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": live_server.url}])
    enrol(page, morning)
    type_number(page, morning.number)
    assert not re.search("[一-鿿]", page.locator("#hand-over").inner_text())
    expect(page.locator("#handed")).to_have_text(re.compile("Handed over"))


def test_a_volunteer_of_another_station_is_refused_with_a_sentence(phone):
    morning = a_morning()
    stranger = a_volunteer_at(a_station("别的驿站"))
    page = phone(stranger)
    response = page.goto(morning.scan)
    assert response.status == 403
    assert "only_station_staff" in page.content()


@pytest.mark.parametrize("look", ["light", "dark", "large"])
def test_every_state_of_the_scan_page_reads_and_fits(phone, look):
    morning = a_morning()
    page = phone(morning.master)
    page.goto(morning.scan)
    put_on(page, look)
    enrol(page, morning)

    def looks_right():
        assert axe_faults(page) == []
        assert not overflows(page)

    looks_right()
    type_number(page, morning.number)
    looks_right()
    take(page, BUN, 1)
    hand_over(page)
    looks_right()
    type_number(page, "1234567897")
    looks_right()
    page.locator("#give-anyway").click()
    looks_right()
    assert page.faults == []


def test_a_mis_scan_is_undone_after_the_page_was_loaded_again(phone):
    morning = a_morning()
    page = phone(morning.master)
    enrol(page, morning)
    type_number(page, morning.number)
    take(page, BUN, 1)
    hand_over(page)
    page.reload()
    expect(page.locator("html[data-ready=table]")).to_have_count(1)
    expect(page.locator("#undo")).to_be_visible()
    expect(page.locator("#toast")).to_be_hidden()
    page.locator("#undo button").click()
    expect(page.locator("#toast")).to_be_visible()
    expect(page.locator("#undo")).to_be_hidden()
    assert statuses() == ["void"]
    page.reload()
    expect(page.locator("html[data-ready=table]")).to_have_count(1)
    expect(page.locator("#undo")).to_be_hidden()


def test_looking_up_without_a_number_says_what_to_type(phone):
    morning = a_morning()
    page = phone(morning.master)
    enrol(page, morning)
    page.locator("#number-form button").click()
    expect(page.locator("#number-wrong")).to_have_text("请输入码下面的十位数字。")
