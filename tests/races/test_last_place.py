"""The last place at the clinic, in the same second."""

from threading import Barrier

import pytest
from django.db.models import F

from nuanfeng.kernel.db import bookkeeping
from nuanfeng.kernel.errors import Refused
from nuanfeng.kernel.ids import new_id
from nuanfeng.modules.bookings import invariants
from nuanfeng.modules.bookings.models import Booking, Slot
from nuanfeng.modules.bookings.tests.builders import NOW, a_health_package, a_rider, booked, times
from nuanfeng.modules.bookings.usecases import book_place, cancel_booking, move_booking
from tests.races.test_two_stations import PATIENCE, ROUNDS, at_once

pytestmark = pytest.mark.django_db(transaction=True)

CHECKS = (
    invariants.slots_with_another_count,
    invariants.people_with_two_bookings,
    invariants.bookings_of_another_offer_or_year,
)


def broken():
    return [line for check in CHECKS for line in check()]


def states():
    return sorted(Booking.objects.values_list("state", flat=True))


def asking(person, slot):
    return lambda: book_place(id=new_id(), slot_id=slot.pk, person=person, now=NOW).state


def test_two_people_and_one_place():
    offer = a_health_package()
    [*slots] = times(offer, hours=ROUNDS)
    for slot in slots:
        said = at_once([asking(a_rider(), slot) for _each in range(3)])
        assert sorted(said) == ["booked", "waiting", "waiting"]
    assert broken() == []


def test_the_control_looking_first_and_taking_then_overbooks():
    [slot, _later] = times(a_health_package(), places=1)
    both_looked = Barrier(2, timeout=PATIENCE)

    def look_then_take() -> bool:
        free = Slot.objects.filter(pk=slot.pk, taken__lt=F("places")).exists()
        both_looked.wait()
        with bookkeeping():
            Booking.objects.create(
                slot=slot, offer=slot.offer, period="2026", person=a_rider(), state="booked", made_at=NOW,
                queued_at=NOW,
            )  # fmt: skip
        return free

    assert at_once([look_then_take] * 2) == [True, True]
    assert broken() != []


def test_one_person_on_two_phones_gets_one_place():
    offer = a_health_package()
    first, second = times(offer, places=3)
    for _round in range(ROUNDS):
        rider = a_rider()

        def ask(slot, rider=rider):
            try:
                return asking(rider, slot)()
            except Refused as no:
                return no.refusal.code

        said = at_once([lambda: ask(first), lambda: ask(second)])
        held = Booking.objects.filter(person=rider, state__in=("booked", "waiting")).count()
        assert held == 1, said
    assert broken() == []


def test_two_give_up_while_one_waits_and_nobody_waits_beside_a_free_place():
    offer = a_health_package()
    [*slots] = times(offer, places=2, hours=ROUNDS)
    for slot in slots:
        first, second, waiting = a_rider(), a_rider(), a_rider()
        held = [booked(first, slot), booked(second, slot)]
        queued = booked(waiting, slot)
        at_once([
            lambda b=held[0], p=first: cancel_booking(booking_id=b.pk, person=p, now=NOW),
            lambda b=held[1], p=second: cancel_booking(booking_id=b.pk, person=p, now=NOW),
        ])  # fmt: skip
        assert Booking.objects.get(pk=queued.pk).state == "booked"
        assert Slot.objects.get(pk=slot.pk).taken == 1
    assert broken() == []


def test_giving_up_and_asking_at_once_leaves_nobody_waiting():
    offer = a_health_package()
    [*slots] = times(offer, hours=ROUNDS)
    for slot in slots:
        first, second = a_rider(), a_rider()
        held = booked(first, slot)
        at_once([
            lambda b=held, p=first: cancel_booking(booking_id=b.pk, person=p, now=NOW),
            asking(second, slot),
        ])  # fmt: skip
        assert Booking.objects.get(person=second).state == "booked"
    assert broken() == []


def test_two_who_move_to_each_others_time_never_wait_for_each_other():
    offer = a_health_package()
    for _round in range(ROUNDS):
        slots = times(offer, places=2)
        one, other = a_rider(), a_rider()
        first, second = booked(one, slots[0]), booked(other, slots[1])
        at_once([
            lambda b=first, p=one, s=slots[1]: move_booking(booking_id=b.pk, slot_id=s.pk, person=p, now=NOW),
            lambda b=second, p=other, s=slots[0]: move_booking(
                booking_id=b.pk, slot_id=s.pk, person=p, now=NOW),
        ])  # fmt: skip
        assert [Slot.objects.get(pk=slot.pk).taken for slot in slots] == [1, 1]
    assert broken() == []
