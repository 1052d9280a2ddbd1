"""Who came: by the pass, by the ten digits, by a tap; and who forgets it."""

from datetime import timedelta

import pytest

from nuanfeng.kernel.errors import Refused
from nuanfeng.kernel.ids import new_id
from nuanfeng.modules.bookings.models import Booking, Slot
from nuanfeng.modules.bookings.tests.builders import a_clinic, a_health_package, a_rider, at, booked, times
from nuanfeng.modules.bookings.usecases import close_slots, cut_bookings, join_bookings, let_in, note_arrival
from nuanfeng.modules.stations.tests.builders import a_county_clerk, a_master_of, a_station

pytestmark = pytest.mark.django_db


@pytest.fixture
def station():
    return a_station("卫生中心驿站")


@pytest.fixture
def nurse(station):
    return a_master_of(station)


@pytest.fixture
def slots(station):
    return times(a_health_package(), a_clinic(station_id=station.pk), places=2)


def refused(act):
    with pytest.raises(Refused) as no:
        act()
    return no.value.refusal.code


def test_the_people_of_the_place_note_who_came_and_twice_is_once(slots, nurse):
    booking = booked(a_rider(), slots[0])
    for minute in (0, 5):
        noted = note_arrival(booking_id=booking.pk, actor=nurse, now=at(9, minute))
    assert (noted.state, noted.attended_at) == ("attended", at(9))


def test_nobody_else_notes_it_but_the_county(slots):
    booking = booked(a_rider(), slots[0])
    stranger = a_master_of(a_station("另一个驿站"))
    assert refused(lambda: note_arrival(booking_id=booking.pk, actor=stranger, now=at(9))) == "only_the_venue"
    assert note_arrival(booking_id=booking.pk, actor=a_county_clerk(), now=at(9)).state == "attended"


def test_not_on_another_day_and_not_after_it_was_given_up(slots, nurse):
    booking = booked(a_rider(), slots[0])
    early = at(9) - timedelta(days=1)
    assert refused(lambda: note_arrival(booking_id=booking.pk, actor=nurse, now=early)) == "slot_not_today"
    Booking.objects.filter(pk=booking.pk).update(state="cancelled")
    assert refused(lambda: note_arrival(booking_id=booking.pk, actor=nurse, now=at(9))) == "booking_ended"


def test_whoever_comes_late_was_there_after_all(slots, nurse):
    booking = booked(a_rider(), slots[0])
    close_slots(now=at(10, 5))
    assert note_arrival(booking_id=booking.pk, actor=nurse, now=at(10, 10)).state == "attended"


def test_somebody_without_a_booking_is_let_in_where_there_is_room(slots, nurse):
    booked(a_rider(), slots[0])
    walker, number = a_rider(), new_id()
    for _tap in range(2):
        let_in(id=number, slot_id=slots[0].pk, person_id=walker.pk, actor=nurse, now=at(9))
    assert Slot.objects.get(pk=slots[0].pk).taken == 2
    third = a_rider()
    more = {"id": new_id(), "slot_id": slots[0].pk, "person_id": third.pk, "actor": nurse, "now": at(9)}
    assert refused(lambda: let_in(**more)) == "no_room_left"


def test_who_comes_at_another_time_than_booked_frees_the_booked_one(slots, nurse):
    rider = a_rider()
    later = booked(rider, slots[1])
    let_in(id=new_id(), slot_id=slots[0].pk, person_id=rider.pk, actor=nurse, now=at(9))
    assert Booking.objects.get(pk=later.pk).state == "cancelled"
    assert [Slot.objects.get(pk=slot.pk).taken for slot in slots] == [1, 0]


def test_who_has_been_there_this_year_is_not_let_in_twice(slots, nurse):
    rider = a_rider()
    note_arrival(booking_id=booked(rider, slots[0]).pk, actor=nurse, now=at(9))
    again = {"id": new_id(), "slot_id": slots[1].pk, "person_id": rider.pk, "actor": nurse, "now": at(10)}
    assert refused(lambda: let_in(**again)) == "has_been_there"
    assert Slot.objects.get(pk=slots[1].pk).taken == 0


def test_a_day_too_old_loses_its_person_and_a_day_younger_keeps_it(slots):
    booking = booked(a_rider(), slots[0])
    ends = slots[0].ends_at
    assert cut_bookings(now=ends + timedelta(days=90)) == 0
    assert cut_bookings(now=ends + timedelta(days=91)) == 1
    assert Booking.objects.get(pk=booking.pk).person is None


def test_what_a_card_brought_becomes_the_phones(slots, nurse):
    bearer, owner = a_rider(""), a_rider()
    let_in(id=new_id(), slot_id=slots[0].pk, person_id=bearer.pk, actor=nurse, now=at(9))
    assert join_bookings(bearer_id=bearer.pk, person=owner, now=at(12)) == 1
    assert Booking.objects.get().person == owner
