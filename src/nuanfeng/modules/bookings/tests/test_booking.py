"""Places at a clinic: taken, moved, given up, and who comes after."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, models

from nuanfeng.kernel.db import bookkeeping
from nuanfeng.kernel.errors import Refused
from nuanfeng.kernel.ids import new_id
from nuanfeng.modules.bookings.models import Booking, Offer, Slot, Venue
from nuanfeng.modules.bookings.queries import lines_for, own_bookings
from nuanfeng.modules.bookings.tests.builders import (
    NOW,
    a_health_package,
    a_rider,
    at,
    booked,
    times,
)
from nuanfeng.modules.bookings.usecases import (
    book_place,
    call_off_slot,
    cancel_booking,
    change_slot,
    close_slots,
    forget_person,
    hear_news,
    move_booking,
)
from nuanfeng.modules.organisations.api import COMMAND_LINE
from nuanfeng.modules.people.api import KINDS_OF_WORK

COURIER, *_others, TRUCK = KINDS_OF_WORK
pytestmark = pytest.mark.django_db


@pytest.fixture
def package():
    return a_health_package()


def state_of(booking):
    return Booking.objects.get(pk=booking.pk).state


def taken(slot):
    return Slot.objects.get(pk=slot.pk).taken


def refused(act):
    with pytest.raises(Refused) as no:
        act()
    return no.value.refusal.code


def test_the_first_has_the_place_and_the_second_waits(package):
    [slot, _later] = times(package)
    first, second = booked(a_rider(), slot), booked(a_rider(), slot)
    assert (first.state, second.state, taken(slot)) == ("booked", "waiting", 1)


def test_the_same_tap_twice_takes_one_place(package):
    [slot, _later] = times(package, places=2)
    rider, number = a_rider(), new_id()
    for _tap in range(2):
        made = book_place(id=number, slot_id=slot.pk, person=rider, now=NOW)
    assert (made.state, taken(slot), Booking.objects.count()) == ("booked", 1, 1)


def test_somebody_elses_number_is_no_way_to_their_booking(package):
    [slot, _later] = times(package, places=2)
    made = booked(a_rider(), slot)
    stranger = a_rider("路人")
    assert (
        refused(lambda: book_place(id=made.pk, slot_id=slot.pk, person=stranger, now=NOW))
        == "booking_not_yours"
    )
    give_up = {"booking_id": made.pk, "person": stranger, "now": NOW}
    assert refused(lambda: cancel_booking(**give_up)) == "booking_not_yours"
    assert state_of(made) == "booked"


def test_once_a_year_means_one_in_a_year_and_another_in_the_next(package):
    [slot, later] = times(package, places=2)
    [next_year, _more] = times(package, day=at(9).date().replace(year=2027), places=2)
    rider = a_rider()
    booked(rider, slot)
    assert refused(lambda: booked(rider, later)) == "has_a_booking"
    assert booked(rider, next_year).state == "booked"


def test_the_table_itself_lets_nobody_have_two_in_a_year(package):
    [slot, later] = times(package, places=2)
    rider = a_rider()
    made = booked(rider, slot)
    with pytest.raises(IntegrityError), bookkeeping():
        Booking.objects.create(
            slot=later, offer=package, period=made.period, person=rider, state="booked", made_at=NOW,
            queued_at=NOW,
        )  # fmt: skip
    with pytest.raises(IntegrityError), bookkeeping():
        Slot.objects.filter(pk=slot.pk).update(taken=3)


def test_who_gives_up_may_book_again_and_whoever_waits_longest_moves_up(package):
    [slot, later] = times(package)
    first, second, third = (a_rider(name) for name in ("一", "二", "三"))
    had = booked(first, slot)
    waits = booked(second, slot)
    waits_longer_for_luck = booked(third, slot, now=NOW + timedelta(minutes=1))
    cancel_booking(booking_id=had.pk, person=first, now=NOW)
    cancel_booking(booking_id=had.pk, person=first, now=NOW)
    assert (state_of(waits), state_of(waits_longer_for_luck), taken(slot)) == ("booked", "waiting", 1)
    assert [line.kind for line in lines_for(second, now=NOW)] == ["moved_up"]
    hear_news(booking_id=waits.pk, person=second, now=NOW)
    assert lines_for(second, now=NOW) == []
    assert booked(first, later).state == "booked"


def test_moving_takes_the_new_place_first_and_frees_the_old_for_the_queue(package):
    [slot, later] = times(package)
    mover, waiting = a_rider(), a_rider()
    held, queued = booked(mover, slot), booked(waiting, slot)
    move_booking(booking_id=held.pk, slot_id=later.pk, person=mover, now=NOW)
    move_booking(booking_id=held.pk, slot_id=later.pk, person=mover, now=NOW)
    assert (taken(slot), taken(later), state_of(queued)) == (1, 1, "booked")
    other = booked(a_rider(), later)
    assert other.state == "waiting"


def test_where_it_is_full_the_mover_keeps_what_they_have(package):
    [slot, later] = times(package)
    mover = a_rider()
    held = booked(mover, slot)
    booked(a_rider(), later)
    move = {"booking_id": held.pk, "slot_id": later.pk, "person": mover, "now": NOW}
    assert refused(lambda: move_booking(**move)) == "slot_full"
    assert (Booking.objects.get(pk=held.pk).slot_id, taken(slot)) == (slot.pk, 1)


def test_whoever_waits_may_move_to_a_free_time(package):
    [slot, later] = times(package)
    booked(a_rider(), slot)
    waiting = a_rider()
    held = booked(waiting, slot)
    move_booking(booking_id=held.pk, slot_id=later.pk, person=waiting, now=NOW)
    assert (state_of(held), taken(slot), taken(later)) == ("booked", 1, 1)


def test_nobody_moves_to_another_offer(package):
    [slot, _later] = times(package)
    [journey, _more] = times(a_health_package(kind="journey", how_often="once"))
    rider = a_rider()
    held = booked(rider, slot)
    move = {"booking_id": held.pk, "slot_id": journey.pk, "person": rider, "now": NOW}
    assert refused(lambda: move_booking(**move)) == "slot_of_other_offer"


def test_what_has_begun_or_was_called_off_or_is_closed_is_not_booked(package):
    [slot, later] = times(package)
    assert refused(lambda: booked(a_rider(), slot, now=at(9, 1))) == "slot_is_over"
    call_off_slot(slot_id=later.pk, actor=COMMAND_LINE, now=NOW)
    assert refused(lambda: booked(a_rider(), later)) == "slot_called_off"
    Offer.objects.update(is_active=False)
    assert refused(lambda: booked(a_rider(), slot)) == "offer_not_bookable"


def test_only_another_kind_of_work_that_somebody_named_leads_elsewhere():
    [slot, _later] = times(a_health_package(for_kind_of_work=TRUCK), places=9)
    assert booked(a_rider(), slot).state == "booked"
    assert booked(a_rider(kind_of_work=TRUCK), slot).state == "booked"
    assert refused(lambda: booked(a_rider(kind_of_work=COURIER), slot)) == "other_kind_of_work"


def test_more_places_move_the_queue_and_fewer_throw_nobody_out(package):
    [slot, _later] = times(package)
    booked(a_rider(), slot)
    queue = [booked(a_rider(), slot, now=NOW + timedelta(minutes=each)) for each in range(3)]
    change_slot(slot_id=slot.pk, places=3, actor=COMMAND_LINE, now=NOW)
    assert [state_of(one) for one in queue] == ["booked", "booked", "waiting"]
    fewer = {"slot_id": slot.pk, "places": 2, "actor": COMMAND_LINE, "now": NOW}
    assert refused(lambda: change_slot(**fewer)) == "places_below_taken"


def test_when_a_time_is_called_off_everybody_is_told_and_keeps_their_right(package):
    [slot, later] = times(package)
    has, waits = a_rider(), a_rider()
    booked(has, slot)
    booked(waits, slot)
    call_off_slot(slot_id=slot.pk, actor=COMMAND_LINE, now=NOW)
    assert [[line.kind for line in lines_for(who, now=NOW)] for who in (has, waits)] == [["called_off"]] * 2
    assert booked(has, later).state == "booked"


def test_missing_costs_nothing_and_the_queue_of_a_time_that_began_ends(package):
    [slot, _later] = times(package)
    absent, unlucky = a_rider(), a_rider()
    missed, waited = booked(absent, slot), booked(unlucky, slot)
    assert close_slots(now=at(9, 30)) == 1
    assert (state_of(missed), state_of(waited)) == ("booked", "unreached")
    assert close_slots(now=at(10)) == 1
    assert state_of(missed) == "missed"
    [again, _more] = times(package, day=at(9).date() + timedelta(days=7), places=2)
    assert booked(absent, again, now=at(11)).state == "booked"
    assert booked(unlucky, again, now=at(11)).state == "booked"


def test_a_place_that_comes_free_once_it_began_moves_nobody_up(package):
    [slot, _later] = times(package)
    has, waits = a_rider(), a_rider()
    held, queued = booked(has, slot), booked(waits, slot)
    cancel_booking(booking_id=held.pk, person=has, now=at(9, 5))
    assert state_of(queued) == "waiting"


def test_the_day_before_and_the_day_itself_it_stands_on_the_persons_pages(package):
    [slot, _later] = times(package)
    rider = a_rider()
    booked(rider, slot)
    known = {moment: [line.kind for line in lines_for(rider, now=moment)] for moment in (
        at(12) - timedelta(days=2), at(20) - timedelta(days=1), at(8), at(10))}  # fmt: skip
    assert list(known.values()) == [[], ["tomorrow"], ["today"], []]


def test_a_person_reads_how_many_wait_before_them(package):
    [slot, _later] = times(package)
    riders = [a_rider() for _each in range(3)]
    for minute, rider in enumerate(riders):
        booked(rider, slot, now=NOW + timedelta(minutes=minute))
    assert [own_bookings(rider, now=NOW)[0].ahead for rider in riders] == [0, 0, 1]


def test_whoever_leaves_gives_the_place_to_the_queue_and_no_name_stays(package):
    [slot, _later] = times(package)
    leaver, waiting = a_rider(), a_rider()
    held, queued = booked(leaver, slot), booked(waiting, slot)
    forget_person(person=leaver, now=NOW)
    left = Booking.objects.get(pk=held.pk)
    assert (left.state, left.person, state_of(queued), taken(slot)) == ("cancelled", None, "booked", 1)


def test_no_table_here_has_a_place_for_anything_medical():
    texts = {
        field.name
        for model in (Offer, Venue, Slot, Booking)
        for field in model._meta.get_fields()
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
    }
    of_a_person = {field.name for field in Booking._meta.get_fields() if isinstance(field, models.CharField)}
    assert of_a_person == {"period", "state", "news"}, "closed lists only, nothing that somebody types"
    assert texts >= of_a_person
