"""Whatever people do in whatever order, the places taken are those of the bookings."""

from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from nuanfeng.kernel.errors import Refused
from nuanfeng.modules.bookings import invariants
from nuanfeng.modules.bookings.models import Booking, Slot
from nuanfeng.modules.bookings.tests.builders import NOW, a_health_package, a_rider, booked, times
from nuanfeng.modules.bookings.usecases import cancel_booking, change_slot, forget_person, move_booking
from nuanfeng.modules.organisations.api import COMMAND_LINE

PEOPLE, SLOTS = 6, 3
who, where = st.integers(0, PEOPLE - 1), st.integers(0, SLOTS - 1)


def answer(act):
    """The code of the refusal; empty where there was none."""
    try:
        act()
    except Refused as no:
        return no.refusal.code
    return ""


class Clinic(RuleBasedStateMachine):
    """Six people and three times of one or two places."""

    @initialize()
    def open_the_clinic(self):
        self.people = [a_rider(str(each)) for each in range(PEOPLE)]
        self.slots = times(a_health_package(), places=1, hours=SLOTS)
        self.now = NOW

    def _later(self):
        self.now += timedelta(seconds=1)
        return self.now

    def _held(self, person):
        return Booking.objects.filter(person=person, state__in=("booked", "waiting")).first()

    @rule(person=who, slot=where)
    def ask(self, person, slot):
        asker, held = self.people[person], self._held(self.people[person])
        said = answer(lambda: booked(asker, self.slots[slot], now=self._later()))
        assert said == ("has_a_booking" if held else "")

    @rule(person=who, slot=where)
    def move(self, person, slot):
        if held := self._held(self.people[person]):
            wanted = {"booking_id": held.pk, "slot_id": self.slots[slot].pk, "person": self.people[person]}
            assert answer(lambda: move_booking(now=self._later(), **wanted)) in ("", "slot_full")

    @rule(person=who)
    def give_up(self, person):
        if held := self._held(self.people[person]):
            cancel_booking(booking_id=held.pk, person=self.people[person], now=self._later())

    @rule(slot=where, places=st.integers(1, 3))
    def change(self, slot, places):
        wanted = {"slot_id": self.slots[slot].pk, "places": places, "actor": COMMAND_LINE}
        assert answer(lambda: change_slot(now=self._later(), **wanted)) in ("", "places_below_taken")

    @rule(person=who)
    def leave(self, person):
        forget_person(person=self.people[person], now=self._later())

    @invariant()
    def promises_hold(self):
        checks = (
            invariants.slots_with_another_count,
            invariants.people_with_two_bookings,
            invariants.bookings_of_another_offer_or_year,
        )
        assert [line for check in checks for line in check()] == []
        for slot in Slot.objects.all():
            queue = Booking.objects.filter(slot=slot, state="waiting")
            assert slot.taken == slot.places or not queue.exists()


class TestClinic(TestCase):
    def test_no_order_of_taps_breaks_a_promise(self):
        Clinic.TestCase.settings = settings(max_examples=12, stateful_step_count=20, deadline=None)
        Clinic.TestCase().runTest()
