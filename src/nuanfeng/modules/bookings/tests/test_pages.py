"""What a rider taps, what the clinic sees, what the office keeps."""

from datetime import time, timedelta

import pytest
from django.test import Client

from nuanfeng.kernel import clock
from nuanfeng.kernel.ids import new_id
from nuanfeng.modules.bookings.models import Booking, Offer, Slot, Venue
from nuanfeng.modules.bookings.rules import Series
from nuanfeng.modules.bookings.tests.builders import HERE, a_clinic, a_health_package
from nuanfeng.modules.bookings.usecases import book_place, open_slots
from nuanfeng.modules.organisations.api import COMMAND_LINE
from nuanfeng.modules.passes.api import issue_card
from nuanfeng.modules.people.tests.builders import a_worker, signed_in
from nuanfeng.modules.stations.tests.builders import a_county_clerk, a_master_of, a_station

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return a_county_clerk()


@pytest.fixture
def station(clerk):
    return a_station("卫生中心驿站", by=clerk, hours="24/7")


@pytest.fixture
def package():
    return a_health_package(what="量血压、抽血、一份报告")


def times_on(package, station, day, *, places=1, opened_at=None):
    """Two times, at nine and at ten."""
    laid = Series(day, day, time(9), time(11), timedelta(hours=1))
    venue, now = a_clinic(station_id=station.pk), opened_at or clock.now()
    known = {"offer_id": package.pk, "venue_id": venue.pk, "actor": COMMAND_LINE}
    open_slots(series=laid, places=places, now=now, **known)
    return list(Slot.objects.filter(venue=venue).order_by("starts_at"))


@pytest.fixture
def slots(package, station):
    """Tomorrow, so that they lie ahead whatever the hour is."""
    return times_on(package, station, (clock.now() + timedelta(days=1)).astimezone(HERE).date())


@pytest.fixture
def slots_today(package, station):
    """Of today, opened yesterday: some of them may be over."""
    now = clock.now()
    return times_on(package, station, now.astimezone(HERE).date(), opened_at=now - timedelta(days=1))


def text(answer):
    return answer.content.decode()


def booking_for(person, slot, *, now=None):
    return book_place(id=new_id(), slot_id=slot.pk, person=person, now=now or clock.now())


def test_anybody_reads_what_can_be_booked_and_signs_in_to_book(package, slots):
    browser = Client()
    assert "健康套餐" in text(browser.get("/bookings/"))
    page = text(browser.get(f"/bookings/{package.code}/"))
    assert "9:00–10:00" in page
    assert "量血压" in page
    answer = browser.post(f"/bookings/{package.code}/", {"id": new_id(), "slot": slots[0].pk})
    assert answer["Location"].startswith("/accounts/login/code/")


def test_an_empty_list_says_what_comes(clerk):
    assert "现在没有可以约的" in text(Client().get("/bookings/"))
    assert "还没有约什么" in text(signed_in(a_worker()).get("/me/bookings/"))


def test_a_rider_books_moves_and_gives_up_in_three_taps(package, slots):
    rider = a_worker()
    phone = signed_in(rider)
    address = f"/bookings/{package.code}/"
    phone.post(address, {"id": new_id(), "slot": slots[0].pk, "step": "book"})
    assert "约好了" in text(phone.get("/me/bookings/"))
    assert "明天 9:00" in text(phone.get("/me/"))
    phone.post(address, {"id": new_id(), "slot": slots[1].pk, "step": "move"})
    booking = Booking.objects.get()
    assert booking.slot == slots[1]
    phone.post("/me/bookings/change/", {"booking": booking.pk, "step": "cancel"})
    assert Booking.objects.get().state == "cancelled"


def test_a_full_time_offers_the_queue_and_says_how_many_wait(package, slots):
    booking_for(a_worker(), slots[0])
    assert "排队" in text(Client().get(f"/bookings/{package.code}/"))
    phone = signed_in(a_worker())
    phone.post(f"/bookings/{package.code}/", {"id": new_id(), "slot": slots[0].pk})
    assert "下一个就是你" in text(phone.get("/me/bookings/"))


@pytest.mark.parametrize("sent", [{}, {"id": "x", "slot": "1"}, {"id": "", "slot": "-5"}, {"slot": "9" * 40}])
def test_what_cannot_be_read_gets_a_sentence_and_changes_nothing(package, slots, sent):
    answer = signed_in(a_worker()).post(f"/bookings/{package.code}/", sent)
    assert answer.status_code == 409
    assert "booking_not_understood" in text(answer)
    assert not Booking.objects.exists()


def test_a_time_that_is_gone_gets_a_sentence(package, slots):
    answer = signed_in(a_worker()).post(f"/bookings/{package.code}/", {"id": new_id(), "slot": 999_999})
    assert (answer.status_code, "slot_unknown" in text(answer)) == (409, True)


def test_a_booking_goes_into_the_phones_calendar_and_into_nobody_elses(slots):
    rider = a_worker()
    booking = booking_for(rider, slots[0])
    answer = signed_in(rider).get(f"/me/bookings/{booking.pk}.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    assert "BEGIN:VEVENT" in text(answer)
    assert rider.nickname not in text(answer)
    assert signed_in(a_worker()).get(f"/me/bookings/{booking.pk}.ics").status_code == 404


def test_the_clinic_sees_who_is_expected_and_notes_who_came(station, slots_today):
    rider, nurse = a_worker("阿勤"), signed_in(a_master_of(station))
    yesterday = clock.now() - timedelta(days=1)
    booking = booking_for(rider, slots_today[0], now=yesterday)
    address = f"/stations/{station.pk}/attendance/"
    assert "阿勤" in text(nurse.get(address))
    nurse.post(address, {"booking": booking.pk})
    assert Booking.objects.get().state == "attended"


def test_the_ten_digits_note_it_and_somebody_without_a_place_can_be_let_in(station, slots_today):
    master = a_master_of(station)
    nurse, address = signed_in(master), f"/stations/{station.pk}/attendance/"
    card = issue_card(actor=master, station=station, now=clock.now() - timedelta(days=2))
    answer = nurse.post(address, {"code": card.number})
    assert "no-place" in text(answer)
    assert not Booking.objects.exists()
    sent = {"code": card.number, "slot": slots_today[1].pk, "id": new_id()}
    nurse.post(address, sent)
    nurse.post(address, sent)
    assert Booking.objects.get().state == "attended"
    assert nurse.post(address, {"code": card.number}).status_code == 302


@pytest.mark.parametrize("code", ["123", "0000000000", "x" * 300, "👍"])
def test_a_code_of_nobody_gets_a_sentence(station, slots_today, code):
    nurse = signed_in(a_master_of(station))
    answer = nurse.post(f"/stations/{station.pk}/attendance/", {"code": code})
    assert (answer.status_code, "bearer_unknown" in text(answer)) == (409, True)


def test_strangers_do_not_see_who_is_expected(station, slots_today):
    address = f"/stations/{station.pk}/attendance/"
    assert signed_in(a_worker()).get(address).status_code == 403
    assert signed_in(a_master_of(a_station("别处"))).get(address).status_code == 403
    assert Client().get(address).status_code == 302


def test_county_staff_prove_their_second_step_before_they_see_who_is_expected(station, slots_today, clerk):
    address = f"/stations/{station.pk}/attendance/"
    assert signed_in(clerk).get(address).status_code == 302
    assert signed_in(clerk, with_second_factor=True).get(address).status_code == 200


def test_the_office_opens_a_package_a_place_and_its_times(clerk, station):
    office = signed_in(clerk, with_second_factor=True)
    assert (
        "开始" in text(office.get("/office/bookings/")) or office.get("/office/bookings/").status_code == 200
    )
    office.post(
        "/office/bookings/new/",
        {"kind": "health", "name": "健康套餐", "how_often": "year", "code": "health", "what": "量血压"},
    )
    office.post("/office/bookings/venues/new/", {"name": "卫生中心", "station": station.pk})
    day = f"{(clock.now() + timedelta(days=3)).astimezone(HERE):%Y-%m-%d}"
    said = {
        "venue": Venue.objects.get().pk, "first_day": day, "last_day": day, "begins": "09:00",
        "ends": "10:00", "every": "15", "places": "3",
    }  # fmt: skip
    office.post("/office/bookings/offers/health/times/", said)
    assert (Offer.objects.get().name, Slot.objects.count()) == ("健康套餐", 4)
    assert "卫生中心" in text(office.get("/office/bookings/offers/health/"))
    assert office.get("/office/bookings/offers/health/?as=xlsx").status_code == 200
    office.post("/office/bookings/offers/health/change/", {"name": "一份健康套餐"})
    assert (Offer.objects.get().name, Offer.objects.get().is_active) == ("一份健康套餐", False)


def test_the_office_gives_more_places_and_calls_off(clerk, slots):
    office = signed_in(clerk, with_second_factor=True)
    booking_for(a_worker("阿勤"), slots[0])
    address = f"/office/bookings/slots/{slots[0].pk}/"
    assert "阿勤" in text(office.get(address))
    assert office.get(f"{address}?as=xlsx").status_code == 200
    office.post(address, {"step": "places", "places": "4"})
    assert Slot.objects.get(pk=slots[0].pk).places == 4
    assert office.post(address, {"step": "places", "places": "0"}).status_code == 422
    office.post(address, {"step": "call_off"})
    assert Booking.objects.get().state == "called_off"


def test_only_the_county_with_its_second_step_opens_the_office(station, slots):
    for path in ("", "new/", "venues/new/", f"slots/{slots[0].pk}/"):
        assert signed_in(a_master_of(station), with_second_factor=True).get(
            f"/office/bookings/{path}"
        ).status_code == 403  # fmt: skip
