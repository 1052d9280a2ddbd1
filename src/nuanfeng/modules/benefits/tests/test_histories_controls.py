"""Whoever spoils a day behind the use cases is found by the histories that people may live through."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from hypothesis import Phase, settings
from hypothesis.stateful import initialize, run_state_machine_as_test

from nuanfeng.modules.benefits.models import Redemption, RedemptionLine, RedemptionVoid, StockDay
from nuanfeng.modules.benefits.tests.tables import a_long_look, two_tables_and_three_cards
from nuanfeng.modules.benefits.tests.test_histories import AnyDays
from nuanfeng.modules.benefits.usecases import (
    add_stock,
    close_stock,
    give_guest_meal,
    redeem_pass,
    void_redemption,
)

pytestmark = pytest.mark.django_db


class Spoiled(AnyDays):
    """Days on which one use case leaves something undone that it should have done."""

    spoils: tuple[Callable[..., Any], ...] = ()

    def act(self, use_case: Callable[..., Any], **said: Any) -> Any:
        """Let it do its work, then spoil it."""
        done = super().act(use_case, **said)
        if use_case in self.spoils:
            self.spoil(done)
        return done

    def spoil(self, done: Any) -> None:
        """What is undone."""


def put_back(redemption: Any, sign: int) -> None:
    """Change the count by what a hand-out took from it."""
    row = Redemption.objects.get(pk=redemption)
    for line in RedemptionLine.objects.filter(redemption=row):
        stock = StockDay.objects.filter(station=row.station, service_date=row.service_date, item=line.item)
        stock.update(remaining=F("remaining") + sign * (line.quantity - line.beyond_stock))


class ServesTwice(AnyDays):
    """Nothing in the database stops a second counted hand-out."""

    @initialize()
    def without_the_index(self) -> None:
        connection.check_constraints()  # what is left to check would hold the table
        with connection.cursor() as cursor:
            cursor.execute("DROP INDEX one_counted_per_person_and_day")
            cursor.execute("DROP INDEX one_counted_per_person_and_period")


class LosesADecrement(Spoiled):
    """A hand-out is stored, and the count stays as it was."""

    spoils = (redeem_pass, give_guest_meal)

    def spoil(self, done: Any) -> None:
        if done.is_recorded:
            put_back(done.id, 1)


class ForgetsToPutBack(Spoiled):
    """A hand-out is undone, and what it took stays off the count."""

    spoils = (void_redemption,)

    def spoil(self, done: Any) -> None:
        put_back(done.id, -1)


class ForgetsWhoUndid(Spoiled):
    """A hand-out is undone, and no row says so."""

    spoils = (void_redemption,)

    def spoil(self, done: Any) -> None:
        RedemptionVoid.objects.filter(redemption=done.id).delete()


class GoesByArrival(Spoiled):
    """Of two hand-outs the one that came later over the wire is the extra, whenever it took place."""

    spoils = (redeem_pass,)

    def spoil(self, done: Any) -> None:
        if done.outcome == "extra":
            row = Redemption.objects.get(pk=done.id)
            same_day = Redemption.objects.filter(person=row.person, service_date=row.service_date)
            same_day.filter(status="counted").update(status="extra")
            first = same_day.filter(status="extra").earliest("received_at")
            Redemption.objects.filter(pk=first.pk).update(status="counted")


class CountsByTheCalendar(Spoiled):
    """A meal after midnight belongs to the next day."""

    spoils = (redeem_pass, give_guest_meal)

    def spoil(self, done: Any) -> None:
        if done.is_recorded:
            row = Redemption.objects.get(pk=done.id)
            Redemption.objects.filter(pk=done.id).update(service_date=self.calendar_day(row.at))

    def calendar_day(self, moment: Any) -> Any:
        return moment.astimezone(self.now.tzinfo).date()


class ForgetsAMeal(Spoiled):
    """A hand-out is acknowledged and gone afterwards."""

    spoils = (give_guest_meal,)

    def spoil(self, done: Any) -> None:
        if done.is_recorded:
            RedemptionLine.objects.filter(redemption=done.id).delete()
            RedemptionVoid.objects.filter(redemption=done.id).delete()
            Redemption.objects.filter(pk=done.id).delete()


class AddsTwice(Spoiled):
    """What was brought to the table is counted twice."""

    spoils = (add_stock,)

    def spoil(self, done: Any) -> None:
        StockDay.objects.filter(pk=done.stock_day_id).update(remaining=F("remaining") + done.quantity)


class CountsWithoutAWord(Spoiled):
    """The evening count wins, and no move says what was missing."""

    spoils = (close_stock,)

    def spoil(self, done: Any) -> None:
        for stock in done:
            StockDay.objects.filter(pk=stock.pk).update(remaining=F("remaining") + 1)


FAULTS = [
    ServesTwice,
    LosesADecrement,
    ForgetsToPutBack,
    ForgetsWhoUndid,
    GoesByArrival,
    CountsByTheCalendar,
    ForgetsAMeal,
    AddsTwice,
    CountsWithoutAWord,
]


@pytest.mark.parametrize("days", FAULTS)
def test_the_control_a_spoiled_day_is_found(days):
    days.world = two_tables_and_three_cards()
    # Found is enough here; the shortest history that shows it is for whoever has to mend something.
    found = settings(a_long_look(histories=60), phases=[Phase.generate], report_multiple_bugs=False)

    with pytest.raises(AssertionError):
        run_state_machine_as_test(days, settings=found)
